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

/** The {@code Content-Encoding} of a request body: gzip, deflate or none. Others are rejected. */
enum ContentCoding {
    IDENTITY,
    GZIP,
    DEFLATE;

    /**
     * Returns the coding that a header names; null if it is unknown or a list.
     *
     * @param header the value of {@code Content-Encoding}; null if absent
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
     * Returns the decoded length of a body. It is decoded without being kept, so that a compression bomb takes no
     * memory.
     *
     * @param encoded a body as it was sent, backed by an array; an empty one has the length 0
     * @param maxBytes the maximum length
     * @throws TooLongException if it is longer
     * @throws IOException if the bytes are not of this coding, or end too early
     */
    long decodedLength(ByteBuffer encoded, int maxBytes) throws IOException {
        if (this == IDENTITY || !encoded.hasRemaining()) {
            return encoded.remaining();
        }
        return read(encoded, in -> {
            byte[] buffer = new byte[8192];
            long length = 0;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                length += count;
                if (length > maxBytes) {
                    throw new TooLongException();
                }
            }
            return length;
        });
    }

    /**
     * Returns the decoded bytes.
     *
     * @param encoded a body as it was sent, backed by an array; an empty one is returned as such
     * @param length the result of {@link #decodedLength}
     * @throws IOException if the bytes are not of this coding
     */
    ByteBuffer decode(ByteBuffer encoded, int length) throws IOException {
        if (this == IDENTITY || !encoded.hasRemaining()) {
            return encoded;
        }
        byte[] decoded = new byte[length];
        int count = read(encoded, in -> in.readNBytes(decoded, 0, length));
        return ByteBuffer.wrap(decoded, 0, count);
    }

    private <T> T read(ByteBuffer encoded, Decoding<T> decoding) throws IOException {
        int offset = encoded.arrayOffset() + encoded.position();
        InputStream bytes = new ByteArrayInputStream(encoded.array(), offset, encoded.remaining());
        if (this == GZIP) {
            try (InputStream in = new GZIPInputStream(bytes, 8192)) {
                return decoding.of(in);
            }
        }
        // RFC 9110 requires the zlib format, but some clients send raw deflate.
        Inflater inflater = new Inflater(!isZlib(encoded));
        try (InputStream in = new InflaterInputStream(bytes, inflater, 8192)) {
            return decoding.of(in);
        } finally {
            inflater.end();
        }
    }

    /** Uses a stream of decoded bytes. */
    private interface Decoding<T> {
        T of(InputStream decoded) throws IOException;
    }

    /** RFC 1950: the low four bits of the first byte are 8, and the first two are a multiple of 31. */
    private static boolean isZlib(ByteBuffer encoded) {
        return encoded.remaining() >= 2
                && (encoded.get(encoded.position()) & 0x0f) == 8
                && (encoded.getShort(encoded.position()) & 0xffff) % 31 == 0;
    }

    /** Thrown if a decoded body is longer than allowed. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
