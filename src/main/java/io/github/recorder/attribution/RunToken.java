package io.github.recorder.attribution;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The secret token of one run, which identifies its own programs. Test JVMs receive it in their URLs and send it to the
 * event port. It is written only to the jar for test JVMs, and is worthless after the run.
 *
 * <p>A path that begins with {@code /s/TOKEN/} or, for a known test JVM, {@code /s/TOKEN-SESSION/} carries the token.
 */
public final class RunToken {

    private static final int BYTES = 16;
    private static final String PREFIX = "/s/";

    private final String text;

    private RunToken(String text) {
        this.text = text;
    }

    /** Returns a new, unguessable token. */
    public static RunToken random() {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return new RunToken(HexFormat.of().formatHex(secret));
    }

    /** Returns the token: 32 hexadecimal digits. */
    public String text() {
        return text;
    }

    /** Returns the path prefix that carries the token, without a trailing slash. */
    public String path() {
        return PREFIX + text;
    }

    /**
     * Returns a path without its token: {@code /openai/v1} for {@code /s/TOKEN/openai/v1}, and {@code /s/1/openai/v1}
     * for {@code /s/TOKEN-1/openai/v1}. Some clients append the whole path of a link to their base URL, for instance
     * google-genai when it uploads; the path then has the token twice, and the part after the last one is the link's.
     *
     * @return null if the path does not carry this token
     */
    public @Nullable String pathWithin(String path) {
        if (!path.startsWith(PREFIX)) {
            return null;
        }
        int end = path.indexOf('/', PREFIX.length());
        String segment = path.substring(PREFIX.length(), end < 0 ? path.length() : end);
        String rest = end < 0 ? "/" : path.substring(end);
        if (segment.length() < text.length() || !isThis(segment.substring(0, text.length()))) {
            return null;
        }
        int link = rest.lastIndexOf(path());
        if (link >= 0) {
            return pathWithin(rest.substring(link));
        }
        String session = segment.substring(text.length());
        if (session.isEmpty()) {
            return rest;
        }
        return session.startsWith("-") ? PREFIX + session.substring(1) + rest : null;
    }

    /** Returns a path without its session, which only a path with the token may name. */
    public static String withoutSession(String path) {
        if (!path.startsWith(PREFIX)) {
            return path;
        }
        int end = path.indexOf('/', PREFIX.length());
        return end < 0 ? "/" : path.substring(end);
    }

    /** Whether a text is the token. Takes the same time for every text of the same length. */
    public boolean isThis(String other) {
        return MessageDigest.isEqual(other.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
    }
}
