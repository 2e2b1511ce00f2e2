import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpClient;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One mock for all tests of the class, as new for each. */
class ConnectorTest {
    private static LpAuthMock mock;
    private Connector connector;

    @BeforeAll
    static void start() throws Exception {
        mock = new LpAuthMock();
    }

    @AfterAll
    static void stop() {
        mock.close();
    }

    @BeforeEach
    void reset() throws Exception {
        mock.reset();
        var client = HttpClient.newBuilder().sslContext(mock.trust()).build();
        connector = new Connector(client, mock.host(), mock.accountId(), mock.clientId(), mock.clientSecret());
    }

    @Test
    void messagesOfOneConversationShareAnAppJwt() throws Exception {
        assertEquals(List.of(0, 1), List.of(connector.say("Hello!"), connector.say("Are you there?")));
        assertEquals(List.of("200"), mock.journal("sentinel.app-token"));
    }

    @Test
    void anExpiredAppJwtIsReplaced() throws Exception {
        connector.say("Hello!");
        mock.advance("61m");
        assertEquals(1, connector.say("Are you there?"));
        assertEquals(List.of("200", "200"), mock.journal("sentinel.app-token"));
    }

    @Test
    void aBusySendApiIsAskedOnceMore() throws Exception {
        mock.fail("send-api.send", "{\"status\":503}");
        assertEquals(0, connector.say("Hello!"));
        assertEquals(List.of("503", "200"), mock.journal("send-api.send"));
    }
}
