package io.github.recorder.upstream;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The decoded chunks of a {@code gzip} body (RFC 1952) or a {@code deflate} body, which should be zlib (RFC 1950) but
 * has no wrapper from some servers. It returns everything that the received bytes encode, as a stream with a flush
 * after each event requires, but only a little at once, because a kilobyte may encode a megabyte. It does not use the
 * JDK's stream, because that blocks a thread. For one reader.
 */
final class InflatedBody {

    /** The content codings that are decoded. */
    enum Coding {
        GZIP,
        DEFLATE;

        /** Returns the coding in {@code Content-Encoding}; null if it is not one of these, or lists several. */
        static @Nullable Coding of(String header) {
            return switch (header.strip().toLowerCase(Locale.ROOT)) {
                case "gzip", "x-gzip" -> GZIP;
                case "deflate" -> DEFLATE;
                default -> null;
            };
        }
    }

    private static final int FIXED_HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    private static final int FLAG_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;

    /** About the size of a chunk of a body that is not encoded. */
    private static final int MOST_BYTES = 64 << 10;

    private final BodyQueue encoded;
    private final Coding coding;
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[8192];
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private ByteBuffer input = ByteBuffer.allocate(0);
    private Inflater inflater = new Inflater(true);
    private boolean inBody;
    private boolean begun;
    private int trailerLeft;
    private long trailer;

    /** Creates the decoded form of a body. */
    InflatedBody(Coding coding, BodyQueue encoded) {
        this.coding = coding;
        this.encoded = encoded;
    }

    /** Returns the next chunk, as {@link UpstreamResponse#next} does. */
    CompletableFuture<ByteBuffer> next() {
        while (true) {
            ByteBuffer decoded;
            try {
                decoded = decode();
            } catch (DataFormatException problem) {
                return CompletableFuture.failedFuture(UpstreamException.brokenOff(
                        "The response is said to be " + coding.name().toLowerCase(Locale.ROOT) + " and is not: "
                                + problem.getMessage(),
                        problem));
            }
            if (decoded.hasRemaining()) {
                return CompletableFuture.completedFuture(decoded);
            }
            CompletableFuture<ByteBuffer> chunk = encoded.next();
            if (!chunk.isDone() || chunk.isCompletedExceptionally()) {
                return chunk.thenCompose(bytes -> add(bytes) ? next() : end());
            }
            if (!add(chunk.join())) {
                return end();
            }
        }
    }

    /** Ends the exchange. Idempotent. */
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
                : CompletableFuture.failedFuture(UpstreamException.brokenOff(
                        "The response broke off: its " + coding.name().toLowerCase(Locale.ROOT)
                                + " encoding does not end",
                        null));
    }

    /** Returns further decoded bytes; none if more input is required. */
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
                inBody = coding == Coding.GZIP ? headIsWhole(head.toByteArray()) : beginsDeflate(head.toByteArray());
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
            boolean gzip = coding == Coding.GZIP;
            // Nothing follows deflate; gzip may have further members.
            input.position(gzip ? input.position() - inflater.getRemaining() : input.limit());
            inflater.reset();
            inBody = false;
            trailerLeft = gzip ? TRAILER_BYTES : 0;
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

    /** Returns whether the first two bytes have arrived, which distinguish zlib from deflate without a wrapper. */
    private boolean beginsDeflate(byte[] head) {
        if (head.length < 2) {
            return false;
        }
        int first = ((head[0] & 0xFF) << Byte.SIZE) | (head[1] & 0xFF);
        boolean zlib = (head[0] & 0x0F) == Deflater.DEFLATED && first % 31 == 0;
        inflater.end();
        inflater = new Inflater(!zlib);
        inflater.setInput(head);
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
