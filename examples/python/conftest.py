"""The mock as a pytest fixture: one process for all tests, as new for each."""
import pytest
from lp_auth_mock import LpAuthMock


@pytest.fixture(scope="session")
def lp_auth_mock():
    with LpAuthMock() as mock:
        yield mock


@pytest.fixture
def mock(lp_auth_mock):
    lp_auth_mock.reset()
    return lp_auth_mock
