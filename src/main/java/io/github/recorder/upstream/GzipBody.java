package io.github.recorder.upstream;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A {@code gzip} body (RFC 1952), decoded as it arrives. An event that the service flushed is handed out as soon as its bytes
 * are there. For one thread.
 */
final class GzipBody {

    private static final int PIECE_BYTES = 8192;

    private final Encoded encoded;
    private @Nullable GZIPInputStream decoded;

    GzipBody(BodyQueue body, Duration silence) {
        this.encoded = new Encoded(body, silence);
    }

    /**
     * Blocks until the next bytes can be decoded.
     *
     * @return bytes, at least one; null at the end
     * @throws UpstreamException if the body breaks off, or is not gzip
     */
    @Nullable
    ByteBuffer next() throws UpstreamException {
        try {
            if (decoded == null) {
                if (encoded.available() == 0) {
                    return null;
                }
                decoded = new GZIPInputStream(encoded);
            }
            byte[] piece = new byte[PIECE_BYTES];
            int count = decoded.read(piece);
            return count < 0 ? null : ByteBuffer.wrap(piece, 0, count);
        } catch (BrokenBodyException problem) {
            throw problem.upstream;
        } catch (EOFException cut) {
            throw UpstreamException.brokenOff("The answer broke off: its gzip encoding does not end", cut);
        } catch (ZipException problem) {
            throw UpstreamException.brokenOff(
                    "The answer is said to be gzip and is not: " + problem.getMessage(), problem);
        } catch (IOException problem) {
            throw UpstreamException.brokenOff("The answer broke off: " + problem.getMessage(), problem);
        }
    }

    /** The bytes as they arrive. A read returns what is there and blocks only while there is nothing. */
    private static final class Encoded extends InputStream {

        private final BodyQueue body;
        private final Duration silence;
        private ByteBuffer piece = ByteBuffer.allocate(0);

        Encoded(BodyQueue body, Duration silence) {
            this.body = body;
            this.silence = silence;
        }

        @Override
        public int read() throws IOException {
            return available() == 0 ? -1 : piece.get() & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = Math.min(length, available());
            if (count == 0 && length > 0) {
                return -1;
            }
            piece.get(target, offset, count);
            return count;
        }

        /** Returns 0 only at the end, by which {@link GZIPInputStream} knows that no other gzip member follows. */
        @Override
        public int available() throws IOException {
            if (!piece.hasRemaining()) {
                ByteBuffer next;
                try {
                    next = body.next(silence);
                } catch (UpstreamException problem) {
                    throw new BrokenBodyException(problem);
                }
                piece = next == null ? piece : next;
            }
            return piece.remaining();
        }
    }

    /** Carries the failure of the body through the decoder. */
    private static final class BrokenBodyException extends IOException {

        @Serial
        private static final long serialVersionUID = 1L;

        private final transient UpstreamException upstream;

        BrokenBodyException(UpstreamException upstream) {
            super(upstream);
            this.upstream = upstream;
        }
    }
}
