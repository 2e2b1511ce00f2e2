import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A mock in a process of its own, on a free port, steered over its admin API. Needs the JDK alone. */
public final class LpAuthMock implements AutoCloseable {
    private static final boolean IS_WINDOWS = System.getProperty("os.name").startsWith("Windows");

    private final HttpClient client = HttpClient.newHttpClient();
    /** One line of JSON: url, httpsUrl, port, pid, ca (what clients must trust), accounts with their client secrets. */
    private final String ready;

    public LpAuthMock(String... flags) throws IOException {
        var command = new ArrayList<>(List.of(
            IS_WINDOWS ? "npx.cmd" : "npx", "--no", "lp-auth-mock", "start", "--port", "0", "--json"));
        command.addAll(List.of(flags));
        var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        ready = process.inputReader().readLine();
        if (ready == null) throw new IOException("lp-auth-mock did not start; see what it wrote above");
    }

    /** Stops the mock itself: npx may not pass the signal on. */
    @Override
    public void close() {
        ProcessHandle.of(Long.parseLong(Json.member(ready, "pid"))).ifPresent(mock -> {
            mock.destroy();
            mock.onExit().join();
        });
    }

    /** Where the mock is, as a host with its port: it answers http and https. */
    public String host() {
        return "localhost:" + Json.member(ready, "port");
    }

    public String accountId() {
        return Json.member(ready, "accountId");
    }

    public String clientId() {
        return Json.member(ready, "clientId");
    }

    public String clientSecret() {
        return Json.member(ready, "clientSecret");
    }

    /** For a client that has to trust the mock over https. */
    public SSLContext trust() throws Exception {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream file = new FileInputStream(Json.member(ready, "ca"))) {
            var certificate = CertificateFactory.getInstance("X.509").generateCertificate(file);
            store.setCertificateEntry("lp-auth-mock", certificate);
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** Back to the start: no conversations, no faults, the real time, an empty journal. */
    public void reset() throws Exception {
        admin("POST", "/reset", "{}");
    }

    /** Moves the time of the mock: "61m", "2h". */
    public void advance(String by) throws Exception {
        admin("POST", "/clock/advance", "{\"by\":\"" + by + "\"}");
    }

    /** Arms a fault that fires once; the error is JSON: a name in quotes, or an answer such as {"status":503}. */
    public void fail(String endpoint, String error) throws Exception {
        admin("POST", "/faults", "{\"endpoint\":\"" + endpoint + "\",\"error\":" + error + ",\"times\":1}");
    }

    /** The calls of one endpoint: the status of each, oldest first. */
    public List<String> journal(String endpoint) throws Exception {
        var entries = admin("GET", "/journal?endpointId=" + endpoint, null);
        return Pattern.compile("\"outcome\":(\\w+)").matcher(entries).results().map(found -> found.group(1)).toList();
    }

    private String admin(String method, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://" + host() + "/__admin" + path))
            .header("Content-Type", "application/json")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        var answer = client.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() >= 300) throw new IOException(answer.body());
        return answer.body();
    }
}
