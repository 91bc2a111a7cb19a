package io.github.recorder.redaction;

import java.util.regex.Pattern;

/**
 * The address of one run in the texts of requests and responses, for instance in the URL for a callback. It has the
 * run's token, and no other run has the same, so that a request with it would match no recording.
 */
final class RunAddress {

    private static final String SLASH = "(?:\\\\?/|%2F)";
    private static final String AUTHORITY = "(?:(?!%2F)[A-Za-z0-9._:%\\[\\]-]){1,255}+";

    private final String token;
    private final Pattern pattern;

    /** Creates the address of the run with a token. */
    RunAddress(String token) {
        this.token = token;
        this.pattern = Pattern.compile(
                "(?:(?<=/|%2F)" + AUTHORITY + SLASH + "s" + SLASH + ")?" + Pattern.quote(token) + "(?:-[0-9]+)?",
                Pattern.CASE_INSENSITIVE);
    }

    /**
     * Returns a text with host, port and token replaced in URLs of the run, as they are, in a JSON string with escaped
     * slashes or encoded in a parameter, and the token alone elsewhere; the same object if there is none.
     */
    String hiddenIn(String text) {
        return text.contains(token) ? pattern.matcher(text).replaceAll(RedactionText.PLAIN) : text;
    }
}
