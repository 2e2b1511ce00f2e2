import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connector and an anonymous consumer with the JDK's own client, as one writes them for LivePerson itself. */
public class Flow {
    static final HttpClient CLIENT = HttpClient.newHttpClient();
    static final String ACCOUNT = System.getenv("LP_ACCOUNT");

    static String ask(String method, String url, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) request.headers(headers);
        return CLIENT.send(request.build(), BodyHandlers.ofString()).body();
    }

    /** The text of a member; the JDK reads no JSON. */
    static String member(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
        if (!matcher.find()) throw new IllegalStateException("no " + name + " in " + json);
        return matcher.group(1);
    }

    static String lookUp(String scheme, String service) throws Exception {
        return member(ask("GET", scheme + "://api.liveperson.net/api/account/" + ACCOUNT + "/service/" + service + "/baseURI.json?version=1.0", null), "baseURI");
    }

    static void connector() throws Exception {
        String form = "client_id=" + System.getenv("LP_CLIENT_ID") + "&client_secret=" + System.getenv("LP_CLIENT_SECRET");
        String appJwt = member(ask("POST", "https://" + lookUp("http", "sentinel") + "/sentinel/api/account/" + ACCOUNT + "/app/token?v=1.0&grant_type=client_credentials",
            form, "Content-Type", "application/x-www-form-urlencoded"), "access_token");
        String consumerJws = member(ask("POST", "https://" + lookUp("https", "idp") + "/api/account/" + ACCOUNT + "/consumer?v=1.0",
            "{\"ext_consumer_id\":\"java\"}", "Content-Type", "application/json", "Authorization", appJwt), "token");
        String url = "https://" + lookUp("https", "asyncMessagingEnt") + "/api/account/" + ACCOUNT + "/messaging/consumer/conversation";
        String[] headers = {"Content-Type", "application/json", "Authorization", appJwt, "X-LP-ON-BEHALF", consumerJws};
        String created = ask("POST", url + "?v=3", "[{\"kind\":\"req\",\"id\":\"1,\",\"type\":\"userprofile.SetUserProfile\",\"body\":{}},"
            + "{\"kind\":\"req\",\"id\":\"2,\",\"type\":\"cm.ConsumerRequestConversation\",\"body\":{\"brandId\":\"" + ACCOUNT + "\"}}]", headers);
        String sent = ask("POST", url + "/send?v=3", "{\"kind\":\"req\",\"id\":\"1\",\"type\":\"ms.PublishEvent\",\"body\":{\"dialogId\":\"" + member(created, "conversationId")
            + "\",\"event\":{\"type\":\"ContentEvent\",\"contentType\":\"text/plain\",\"message\":\"Hello\"}}}", headers);
        System.out.println("{\"connector\":[\"" + appJwt + "\",\"" + consumerJws + "\"," + sent + "],");
    }

    static void anonymous() throws Exception {
        String account = "https://va.idp.liveperson.net/api/account/" + ACCOUNT;
        String external = member(ask("POST", account + "/anonymous/authorize", null, "Content-Type", "application/json"), "token");
        String refreshed = member(ask("POST", account + "/anonymous/authorize", "{\"id_token\":\"" + external + "\"}", "Content-Type", "application/json"), "token");
        String internal = member(ask("POST", account + "/app/" + System.getenv("LP_CONN_ID") + "/authenticate?v=3.0",
            "{\"id_token\":\"" + refreshed + "\"}", "Content-Type", "application/json"), "token");
        System.out.println("\"anonymous\":[\"" + external + "\",\"" + refreshed + "\",\"" + internal + "\"]}");
    }

    public static void main(String[] arguments) throws Exception {
        connector();
        anonymous();
    }
}
