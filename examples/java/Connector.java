import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** A connector, as one writes it for LivePerson: it knows where the Domain API is, and looks up everything else. */
public final class Connector {
    private static final String OPEN = """
        [{"kind":"req","id":"1","type":"userprofile.SetUserProfile","body":{}},
         {"kind":"req","id":"2","type":"cm.ConsumerRequestConversation","body":{"brandId":"%s"}}]""";
    private static final String PUBLISH = """
        {"kind":"req","id":"1","type":"ms.PublishEvent","body":{"dialogId":"%s",
         "event":{"type":"ContentEvent","contentType":"text/plain","message":"%s"}}}""";

    private final HttpClient client;
    private final String domainApi;
    private final String account;
    private final String credentials;
    private String appJwt;
    private String consumerJws;
    private String conversation;

    /** In production: {@code HttpClient.newHttpClient()} and {@code "api.liveperson.net"}. */
    public Connector(HttpClient client, String domainApi, String account, String clientId, String clientSecret) {
        this.client = client;
        this.domainApi = domainApi;
        this.account = account;
        this.credentials = "client_id=" + clientId + "&client_secret=" + clientSecret;
    }

    /** Says something as a consumer, and opens a conversation first if there is none. Gives the sequence. */
    public int say(String message) throws Exception {
        if (conversation == null) {
            conversation = Json.member(asConsumer("?v=3", OPEN.formatted(account)), "conversationId");
        }
        var sent = asConsumer("/send?v=3", PUBLISH.formatted(conversation, message));
        return Integer.parseInt(Json.member(sent, "sequence"));
    }

    /** Tries twice: with new tokens when they were refused, and as it is when LivePerson is busy. */
    private String asConsumer(String path, String body) throws Exception {
        for (int tries = 1;; tries++) {
            if (appJwt == null) appJwt = login();
            if (consumerJws == null) consumerJws = becomeConsumer();
            var answer = post("asyncMessagingEnt", "/messaging/consumer/conversation" + path, body,
                "Content-Type", "application/json", "Authorization", appJwt, "X-LP-ON-BEHALF", consumerJws);
            boolean isExpired = answer.statusCode() == 401;
            boolean isBusy = answer.statusCode() == 429 || answer.statusCode() >= 500;
            if (tries == 2 || !(isExpired || isBusy)) return textOf(answer);
            if (isExpired) appJwt = consumerJws = null;
        }
    }

    private String login() throws Exception {
        var answer = post("sentinel", "/app/token?v=1.0&grant_type=client_credentials", credentials,
            "Content-Type", "application/x-www-form-urlencoded");
        return Json.member(textOf(answer), "access_token");
    }

    private String becomeConsumer() throws Exception {
        var answer = post("idp", "/consumer?v=1.0", "{\"ext_consumer_id\":\"Jane\"}",
            "Content-Type", "application/json", "Authorization", appJwt);
        return Json.member(textOf(answer), "token");
    }

    private HttpResponse<String> post(String service, String path, String body, String... headers) throws Exception {
        var lookUp = "https://" + domainApi + "/api/account/" + account + "/service/" + service
            + "/baseURI.json?version=1.0";
        var host = Json.member(textOf(send(HttpRequest.newBuilder(URI.create(lookUp)))), "baseURI");
        var prefix = service.equals("sentinel") ? "/sentinel" : "";
        var url = URI.create("https://" + host + prefix + "/api/account/" + account + path);
        return send(HttpRequest.newBuilder(url).headers(headers).POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String textOf(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() >= 300) throw new IOException("LivePerson refused with " + answer.statusCode());
        return answer.body();
    }
}
