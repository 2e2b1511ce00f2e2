"""Your tests: `pytest` in this folder, where lp-auth-mock is installed in a node_modules above it."""
import pytest
from connector import Connector

LOGIN = ("sentinel.app-token", 200)


@pytest.fixture
def connector(mock):
    account = mock.ready["accounts"][0]
    return Connector(
        account["accountId"], account["clientId"], account["clientSecret"], domain_api=mock.host, trust=mock.trust
    )


def test_messages_of_one_conversation_share_an_app_jwt(mock, connector):
    assert [connector.say("Hello!"), connector.say("Are you there?")] == [0, 1]
    assert mock.journal().count(LOGIN) == 1


def test_an_expired_app_jwt_is_replaced(mock, connector):
    connector.say("Hello!")
    mock.advance("61m")
    assert connector.say("Are you there?") == 1
    assert mock.journal().count(LOGIN) == 2


def test_a_busy_send_api_is_asked_once_more(mock, connector):
    mock.fail("send-api.send", {"status": 503})
    assert connector.say("Hello!") == 0
    assert mock.journal()[-2:] == [("send-api.send", 503), ("send-api.send", 200)]


def test_each_test_begins_with_an_empty_journal(mock):
    assert mock.journal() == []
