import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much JSON as this example needs. The JDK reads none; a project has a library for it. */
final class Json {
    private Json() {}

    /** The first member of that name, wherever it is: a text or a number. */
    static String member(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"?((?:[^\",\\\\}]|\\\\.)*)").matcher(json);
        if (!matcher.find()) throw new IllegalStateException("no " + name + " in " + json);
        return matcher.group(1).replace("\\\\", "\\");
    }
}
