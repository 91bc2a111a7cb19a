package io.github.recorder.redaction;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * The address of one run in the texts of requests and responses, for instance in the URL for a callback. It has the
 * run's token, and no other run has the same, so that a request with it would match no recording.
 */
final class RunAddress {

    /** A character of a URL may be encoded in a parameter of another URL, which may itself be a parameter. */
    private static final String PERCENT = "%(?:25){0,3}";

    private static final String SLASH = "(?:\\\\{0,7}/|\\\\{1,7}u002f|" + PERCENT + "2F)";
    private static final String COLON = "(?::|" + PERCENT + "3A)";
    private static final String OPEN = "(?:\\[|" + PERCENT + "5B)";
    private static final String CLOSE = "(?:]|" + PERCENT + "5D)";
    private static final String PORT = "[0-9]{1,5}";

    /** The names by which services reach this machine; they are recognized without a scheme before them. */
    private static final String LOOPBACK = "(?:localhost|127(?:\\.[0-9]{1,3}){3}|0\\.0\\.0\\.0|" + OPEN + "(?:(?:0?"
            + COLON + "){1,7}0?1)" + CLOSE + "|host\\.(?:docker|testcontainers)\\.internal)";

    private static final String AUTHORITY = "(?:[A-Za-z0-9._-]|" + OPEN + "|" + CLOSE + "|" + COLON + "){1,255}+";

    private final String token;
    private final Pattern pattern;

    /** Creates the address of the run with a token. */
    RunAddress(String token) {
        this.token = token;
        this.pattern = Pattern.compile(
                "(?:(?:(?<=/|u002f|" + PERCENT + "2F)" + AUTHORITY + "|" + LOOPBACK + "(?:" + COLON + PORT + ")?|(?<=:|"
                        + PERCENT + "3A)" + PORT + ")" + SLASH + "s" + SLASH + ")?" + Pattern.quote(token)
                        + "(?:-[0-9]+)?",
                Pattern.CASE_INSENSITIVE);
    }

    /**
     * Returns a text with host, port and token replaced in URLs of the run, with or without a scheme, as they are, in a
     * JSON string with escaped slashes or encoded in a parameter, and the token alone elsewhere; the same object if
     * there is none. A host that is not known to be this machine is replaced only after a slash; else it stays, without
     * its port.
     */
    String hiddenIn(String text) {
        return text.contains(token) ? pattern.matcher(text).replaceAll(RedactionText.PLAIN) : text;
    }

    /** Returns whether {@link #hiddenIn} may replace anything in a text in UTF-8. */
    boolean mayBeIn(byte[] text) {
        byte[] searched = token.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i + searched.length <= text.length; i++) {
            if (text[i] == searched[0] && Arrays.equals(text, i, i + searched.length, searched, 0, searched.length)) {
                return true;
            }
        }
        return false;
    }
}
