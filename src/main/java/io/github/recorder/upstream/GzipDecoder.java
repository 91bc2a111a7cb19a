package io.github.recorder.upstream;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decodes {@code gzip} (RFC 1952) as it arrives. It returns everything that the bytes so far mean, which a stream with
 * a flush after each event requires and {@link java.util.zip.GZIPInputStream} does not do. It does not verify checksums
 * because TLS and TCP did. For one thread.
 */
final class GzipDecoder {

    private static final int FIXED_HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    private static final int FLAG_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;

    private final Inflater inflater = new Inflater(true);
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private boolean inBody;
    private boolean begun;
    private int trailerLeft;

    /**
     * Decodes the next bytes.
     *
     * @return the decoded bytes; empty if more input is needed
     * @throws DataFormatException if the input is not gzip
     */
    ByteBuffer decode(ByteBuffer encoded) throws DataFormatException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(256, encoded.remaining() * 4));
        while (encoded.hasRemaining()) {
            if (trailerLeft > 0) {
                int skipped = Math.min(trailerLeft, encoded.remaining());
                encoded.position(encoded.position() + skipped);
                trailerLeft -= skipped;
            } else if (inBody) {
                inflate(encoded, out);
            } else {
                begun = true;
                head.write(encoded.get());
                inBody = headIsWhole(head.toByteArray());
                if (inBody) {
                    head.reset();
                }
            }
        }
        return ByteBuffer.wrap(out.toByteArray());
    }

    /** Returns whether the bytes so far end with a complete gzip member, or are none. */
    boolean atEnd() {
        return !begun || (!inBody && trailerLeft == 0 && head.size() == 0);
    }

    void close() {
        inflater.end();
    }

    private void inflate(ByteBuffer encoded, ByteArrayOutputStream out) throws DataFormatException {
        byte[] input = new byte[encoded.remaining()];
        encoded.get(input);
        inflater.setInput(input);
        byte[] buffer = new byte[8192];
        int count;
        while ((count = inflater.inflate(buffer)) > 0) {
            out.write(buffer, 0, count);
        }
        if (inflater.needsDictionary()) {
            throw new DataFormatException("a preset dictionary is asked for");
        }
        if (inflater.finished()) {
            encoded.position(encoded.position() - inflater.getRemaining());
            inflater.reset();
            inBody = false;
            trailerLeft = TRAILER_BYTES;
        }
    }

    private static boolean headIsWhole(byte[] head) throws DataFormatException {
        if ((head.length > 0 && (head[0] & 0xFF) != 0x1F) || (head.length > 1 && (head[1] & 0xFF) != 0x8B)) {
            throw new DataFormatException("no gzip header");
        }
        if (head.length < FIXED_HEADER_BYTES) {
            return false;
        }
        int flags = head[3];
        int end = FIXED_HEADER_BYTES;
        if ((flags & FLAG_EXTRA) != 0) {
            if (head.length < end + 2) {
                return false;
            }
            end += 2 + (head[end] & 0xFF) + ((head[end + 1] & 0xFF) << 8);
        }
        for (int flag : new int[] {FLAG_NAME, FLAG_COMMENT}) {
            if ((flags & flag) != 0) {
                while (end < head.length && head[end] != 0) {
                    end++;
                }
                end++;
            }
        }
        if ((flags & FLAG_CRC) != 0) {
            end += 2;
        }
        return head.length >= end;
    }
}
