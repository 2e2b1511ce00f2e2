import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An anonymous consumer with the JDK's own WebSocket, as one writes it for LivePerson itself. */
public class ConsumerSocket implements WebSocket.Listener {
    static final String ACCOUNT = System.getenv("LP_ACCOUNT");
    final LinkedBlockingQueue<String> frames = new LinkedBlockingQueue<>();
    final StringBuilder begun = new StringBuilder();
    WebSocket socket;
    int lastId = 0;

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        begun.append(data);
        if (last) {
            frames.add(begun.toString());
            begun.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
        frames.add("closed " + code);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        frames.add("failed " + error);
    }

    /** The text of a member; the JDK reads no JSON. */
    static String member(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":(\"[^\"]*\"|\\{[^}]*\\})").matcher(json);
        if (!matcher.find()) throw new IllegalStateException("no " + name + " in " + json);
        return matcher.group(1);
    }

    static String text(String json, String name) {
        return member(json, name).replace("\"", "");
    }

    String until(String part) throws Exception {
        while (true) {
            String frame = frames.take();
            if (frame.contains(part)) return frame;
            if (!frame.startsWith("{")) throw new IllegalStateException(frame);
        }
    }

    String ask(String type, String body) throws Exception {
        lastId += 1;
        socket.sendText("{\"kind\":\"req\",\"id\":\"" + lastId + "\",\"type\":\"" + type + "\",\"body\":" + body + "}", true).get();
        return until("\"reqId\":\"" + lastId + "\"");
    }

    void converse() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest signUp = HttpRequest.newBuilder(URI.create("https://" + System.getenv("LP_IDP") + "/api/account/" + ACCOUNT + "/signup"))
            .POST(BodyPublishers.noBody()).build();
        String jwt = text(client.send(signUp, BodyHandlers.ofString()).body(), "jwt");
        URI url = URI.create("wss://" + System.getenv("LP_ASYNCMESSAGINGENT") + "/ws_api/account/" + ACCOUNT + "/messaging/consumer?v=3");
        socket = client.newWebSocketBuilder().header("Authorization", "jwt " + jwt).buildAsync(url, this).get();
        String conversation = text(ask("cm.ConsumerRequestConversation", "{}"), "conversationId");
        ask("ms.SubscribeMessagingEvents", "{\"fromSeq\":0,\"dialogId\":\"" + conversation + "\"}");
        String sent = ask("ms.PublishEvent", "{\"dialogId\":\"" + conversation
            + "\",\"event\":{\"type\":\"ContentEvent\",\"contentType\":\"text/plain\",\"message\":\"Hello\"}}");
        String heard = until("You said");
        String ended = ask("cm.UpdateConversationField", "{\"conversationId\":\"" + conversation
            + "\",\"conversationField\":{\"field\":\"ConversationStateField\",\"conversationState\":\"CLOSE\"}}");
        socket.sendClose(1000, "").get();
        String closed = until("closed ");
        System.out.println("{\"sent\":" + member(sent, "body") + ",\"heard\":" + member(heard, "message")
            + ",\"ended\":" + member(ended, "body") + ",\"closed\":" + closed.replace("closed ", "") + "}");
    }

    public static void main(String[] arguments) throws Exception {
        new ConsumerSocket().converse();
    }
}
