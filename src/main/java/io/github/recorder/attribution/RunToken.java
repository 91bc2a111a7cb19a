package io.github.recorder.attribution;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The secret of one run, by which its own programs are told from others on this machine: the test JVMs are given it in
 * their URLs, and say it at the event port. It is in no file but the jar of the test JVMs, and is worth nothing after
 * the run.
 *
 * <p>A path that begins with {@code /s/TOKEN/} or, for a known test JVM, {@code /s/TOKEN-SESSION/} has it.
 */
public final class RunToken {

    private static final int BYTES = 16;
    private static final String PREFIX = "/s/";

    private final String text;

    private RunToken(String text) {
        this.text = text;
    }

    /** Returns a new token that nobody can guess. */
    public static RunToken random() {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return new RunToken(HexFormat.of().formatHex(secret));
    }

    /** Returns the token: 32 hexadecimal digits. */
    public String text() {
        return text;
    }

    /** Returns the beginning of the paths that have the token, without a slash at its end. */
    public String path() {
        return PREFIX + text;
    }

    /**
     * Returns a path without its token: {@code /openai/v1} of {@code /s/TOKEN/openai/v1}, and {@code /s/1/openai/v1} of
     * {@code /s/TOKEN-1/openai/v1}.
     *
     * @return null if the path does not have this token
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
        String session = segment.substring(text.length());
        if (session.isEmpty()) {
            return rest;
        }
        return session.startsWith("-") ? PREFIX + session.substring(1) + rest : null;
    }

    /** Returns a path without the session that it names, which only a path with the token may name. */
    public static String withoutSession(String path) {
        if (!path.startsWith(PREFIX)) {
            return path;
        }
        int end = path.indexOf('/', PREFIX.length());
        return end < 0 ? "/" : path.substring(end);
    }

    /** Whether a text is the token; how long that takes does not tell how much of it is right. */
    public boolean isThis(String other) {
        return MessageDigest.isEqual(other.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
    }
}
