package io.github.recorder.matching;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The first 128 bits of a SHA-256, small enough to be kept for every recording.
 *
 * @param high the first 64 bits
 * @param low the next 64 bits
 */
public record Digest(long high, long low) {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /**
     * Returns the digest at the beginning of a SHA-256.
     *
     * @param sha256 at least 16 bytes
     */
    public static Digest ofSha256(byte[] sha256) {
        return new Digest((long) LONGS.get(sha256, 0), (long) LONGS.get(sha256, Long.BYTES));
    }

    /** Returns the digest of the first bytes of an array. */
    static Digest of(byte[] bytes, int length) {
        MessageDigest sha256 = sha256();
        sha256.update(bytes, 0, length);
        return ofSha256(sha256.digest());
    }

    /** Returns a new SHA-256 digest, which every Java provides. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java has to have", missing);
        }
    }

    /** Written out, because the {@code hashCode} of a record makes method handles, which slow down a start. */
    @Override
    public int hashCode() {
        return (int) high;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Digest digest && high == digest.high && low == digest.low;
    }

    /** Returns 32 characters of lower-case hex. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }
}
