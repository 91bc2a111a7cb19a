package io.github.recorder.upstream;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The decoded chunks of a {@code gzip} body (RFC 1952). It returns everything that the bytes so far mean, which a
 * stream with a flush after each event requires, and never more than a little at once, because a kilobyte may mean a
 * megabyte. No thread waits in it, hence not the JDK's stream, which reads from one that does. For one reader.
 */
final class GzipBody {

    private static final int FIXED_HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    private static final int FLAG_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;

    /** About as much as a chunk of a body that is not encoded. */
    private static final int MOST_BYTES = 64 << 10;

    private final BodyQueue encoded;
    private final Duration silence;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[8192];
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private ByteBuffer input = ByteBuffer.allocate(0);
    private boolean inBody;
    private boolean begun;
    private int trailerLeft;
    private long trailer;

    /**
     * Creates the decoded form of a body.
     *
     * @param silence how long a chunk may take to arrive
     */
    GzipBody(BodyQueue encoded, Duration silence) {
        this.encoded = encoded;
        this.silence = silence;
    }

    /** Returns the next chunk, as {@link UpstreamResponse#next} does. */
    CompletableFuture<ByteBuffer> next() {
        while (true) {
            ByteBuffer decoded;
            try {
                decoded = decode();
            } catch (DataFormatException problem) {
                return CompletableFuture.failedFuture(UpstreamException.brokenOff(
                        "The response is said to be gzip and is not: " + problem.getMessage(), problem));
            }
            if (decoded.hasRemaining()) {
                return CompletableFuture.completedFuture(decoded);
            }
            CompletableFuture<ByteBuffer> chunk = encoded.next(silence);
            if (!chunk.isDone() || chunk.isCompletedExceptionally()) {
                return chunk.thenCompose(bytes -> add(bytes) ? next() : end());
            }
            if (!add(chunk.join())) {
                return end();
            }
        }
    }

    /** Ends it. Idempotent. */
    void close() {
        inflater.end();
    }

    /** Adds encoded bytes, and returns whether there were any. */
    private boolean add(ByteBuffer bytes) {
        input = bytes;
        return bytes.hasRemaining();
    }

    private CompletableFuture<ByteBuffer> end() {
        boolean whole = !begun || (!inBody && trailerLeft == 0 && head.size() == 0);
        return whole
                ? CompletableFuture.completedFuture(ByteBuffer.allocate(0))
                : CompletableFuture.failedFuture(
                        UpstreamException.brokenOff("The response broke off: its gzip encoding does not end", null));
    }

    /** Returns what further bytes mean; nothing if that takes more input. */
    private ByteBuffer decode() throws DataFormatException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean more = true;
        while (more && out.size() < MOST_BYTES) {
            if (inBody) {
                more = inflate(out);
            } else if (!input.hasRemaining()) {
                more = false;
            } else if (trailerLeft > 0) {
                trailer = trailer >>> Byte.SIZE | (input.get() & 0xFFL) << (Long.SIZE - Byte.SIZE);
                trailerLeft--;
                if (trailerLeft == 0 && (trailer & 0xFFFFFFFFL) != checksum.getValue()) {
                    throw new DataFormatException("its checksum is wrong");
                }
            } else {
                begun = true;
                head.write(input.get());
                inBody = headIsWhole(head.toByteArray());
                if (inBody) {
                    head.reset();
                    checksum.reset();
                }
            }
        }
        return ByteBuffer.wrap(out.toByteArray());
    }

    /** Returns whether there may be more to decode without further input. */
    private boolean inflate(ByteArrayOutputStream out) throws DataFormatException {
        int count = inflater.inflate(buffer);
        out.write(buffer, 0, count);
        checksum.update(buffer, 0, count);
        if (inflater.needsDictionary()) {
            throw new DataFormatException("a preset dictionary is asked for");
        }
        if (inflater.finished()) {
            input.position(input.position() - inflater.getRemaining());
            inflater.reset();
            inBody = false;
            trailerLeft = TRAILER_BYTES;
        } else if (count == 0) {
            if (!input.hasRemaining()) {
                return false;
            }
            byte[] bytes = new byte[input.remaining()];
            input.get(bytes);
            inflater.setInput(bytes);
        }
        return true;
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
