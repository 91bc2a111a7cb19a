package io.github.recorder.redaction;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The text that replaces a credential: {@value #PLAIN}, or {@code REDACTED-3f2a} if two values must be distinguished.
 * The four digits are the first 16 bits of the value's SHA-256: two different values have the same digits once in
 * 65,536 pairs, and no value can be computed from them.
 */
public final class RedactionText {

    /** The replacement text that is equal for all values. */
    public static final String PLAIN = "REDACTED";

    private static final int DIGEST_BYTES = 2;

    private RedactionText() {}

    /** Returns whether a text contains a replacement text, so that an original value of it is unknown. */
    public static boolean isIn(String text) {
        return text.contains(PLAIN);
    }

    /** Returns a replacement text that depends on the value. */
    public static String distinguishing(String value) {
        return PLAIN + "-" + digest(value);
    }

    /** Returns the first 16 bits of the SHA-256 of the value's UTF-8, as four digits of lower-case hex. */
    static String digest(String value) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
