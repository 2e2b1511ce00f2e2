import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** Asks each URL, and prints a line for it: the body, or why the certificate was refused. */
public class Ask {
    public static void main(String[] urls) throws Exception {
        for (String url : urls) {
            try {
                System.out.println(HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString()).body());
            } catch (Exception refused) {
                Throwable cause = refused;
                while (cause.getCause() != null) cause = cause.getCause();
                System.out.println(cause.getMessage());
            }
        }
    }
}
