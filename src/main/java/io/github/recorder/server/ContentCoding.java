package io.github.recorder.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** What {@code Content-Encoding} says of a request body: gzip, deflate or nothing at all; others are refused. */
enum ContentCoding {
    IDENTITY,
    GZIP,
    DEFLATE;

    /**
     * Returns the coding that a header names; null where it is one that is not understood, or several at once.
     *
     * @param header the value of {@code Content-Encoding}; null where there is none
     */
    static @Nullable ContentCoding of(@Nullable String header) {
        if (header == null) {
            return IDENTITY;
        }
        List<String> codings = Arrays.stream(header.split(",", -1))
                .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
                .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
                .toList();
        if (codings.isEmpty()) {
            return IDENTITY;
        }
        if (codings.size() > 1) {
            return null;
        }
        return switch (codings.get(0)) {
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            default -> null;
        };
    }

    /**
     * Returns the bytes that were encoded.
     *
     * @param encoded a body as it was sent, backed by an array; an empty one stands for itself
     * @param maxBytes the most that is decoded
     * @throws TooLongException where there is more than that
     * @throws IOException where the bytes are not of this coding, or end too early
     */
    ByteBuffer decode(ByteBuffer encoded, int maxBytes) throws IOException {
        if (this == IDENTITY || !encoded.hasRemaining()) {
            return encoded;
        }
        int offset = encoded.arrayOffset() + encoded.position();
        InputStream bytes = new ByteArrayInputStream(encoded.array(), offset, encoded.remaining());
        if (this == GZIP) {
            try (InputStream in = new GZIPInputStream(bytes, 8192)) {
                return upTo(maxBytes, in);
            }
        }
        // RFC 9110 means the zlib format, but some clients send the bare one.
        Inflater inflater = new Inflater(!isZlib(encoded));
        try (InputStream in = new InflaterInputStream(bytes, inflater, 8192)) {
            return upTo(maxBytes, in);
        } finally {
            inflater.end();
        }
    }

    private static ByteBuffer upTo(int maxBytes, InputStream in) throws IOException {
        byte[] decoded = in.readNBytes(maxBytes);
        if (decoded.length == maxBytes && in.read() >= 0) {
            throw new TooLongException();
        }
        return ByteBuffer.wrap(decoded);
    }

    /** RFC 1950: the low four bits of the first byte are 8, and the first two are a multiple of 31. */
    private static boolean isZlib(ByteBuffer encoded) {
        return encoded.remaining() >= 2
                && (encoded.get(encoded.position()) & 0x0f) == 8
                && (encoded.getShort(encoded.position()) & 0xffff) % 31 == 0;
    }

    /** Says that a body, decoded, is longer than allowed. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
