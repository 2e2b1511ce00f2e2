"""Testcontainers for Python (4.13 or later): the mock for a test run, from your own image. In conftest.py:

@pytest.fixture(scope="session")
def mock_url():
    with LpAuthMockContainer() as mock:
        yield mock.url
"""
from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import HealthcheckWaitStrategy

PORT = 4407


class LpAuthMockContainer(DockerContainer):
    """Takes the name of the image that deploy/Dockerfile makes."""

    def __init__(self, image="lp-auth-mock", **options):
        super().__init__(image, **options)
        self.with_exposed_ports(PORT)
        # The tests come to the container as another machine would; elsewhere than localhost, name that host too.
        self.with_env("LP_AUTH_MOCK_ADMIN_HOSTS", '["localhost"]')
        self.waiting_for(HealthcheckWaitStrategy())

    @property
    def url(self):
        """Where the mock is; /__admin below it moves its clock, arms faults and gives its journal."""
        return f"http://{self.get_container_host_ip()}:{self.get_exposed_port(PORT)}"
