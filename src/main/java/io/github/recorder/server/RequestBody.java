package io.github.recorder.server;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Reads the body of one request without holding a thread while the client is slow.
 *
 * <p>A body over the limit is read to its end but not kept, because most clients read a response only after they have
 * sent everything. A client that exceeds {@value #DISCARD_FACTOR} times the limit is disconnected.
 */
final class RequestBody implements Runnable {

    /** Receives the result. Exactly one of the methods is called, once. */
    interface Reader {
        /** The whole body, backed by an array. */
        void complete(ByteBuffer body);

        /** The body is longer than the limit. */
        void tooLong();

        /** The bodies of all current requests take too much memory together. */
        void tooMuchAtOnce();

        /** The client disconnected, or sent malformed HTTP, or memory ran out. */
        void failed(Throwable cause);
    }

    private static final int DISCARD_FACTOR = 16;
    private static final int FIRST_BYTES = 8192;
    private static final byte[] NOTHING = {};

    private final Request request;
    private final int maxBytes;
    private final BodyMemory.Share memory;
    private final Reader reader;
    private byte[] bytes = NOTHING;
    private long read;
    private boolean refused;

    RequestBody(Request request, int maxBytes, BodyMemory.Share memory, Reader reader) {
        this.memory = memory;
        this.request = request;
        this.maxBytes = maxBytes;
        this.reader = reader;
    }

    /** Reads the available bytes and continues when more arrive. Call it once. */
    @Override
    public void run() {
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                reader.failed(chunk.getFailure());
                return;
            }
            boolean last = chunk.isLast();
            try {
                append(chunk.getByteBuffer(), last);
            } catch (OutOfMemoryError e) {
                bytes = NOTHING;
                reader.failed(e);
                return;
            } finally {
                chunk.release();
            }
            if (last || read > (long) DISCARD_FACTOR * maxBytes) {
                if (read > maxBytes) {
                    reader.tooLong();
                } else if (refused) {
                    reader.tooMuchAtOnce();
                } else {
                    reader.complete(ByteBuffer.wrap(bytes, 0, (int) read));
                }
                return;
            }
        }
    }

    private void append(ByteBuffer more, boolean last) {
        int count = more.remaining();
        int from = (int) read;
        read += count;
        if (read > maxBytes || refused) {
            bytes = NOTHING;
            return;
        }
        if (read > bytes.length) {
            int size = room(last);
            if (!memory.take(size - bytes.length)) {
                refused = true;
                bytes = NOTHING;
                return;
            }
            bytes = Arrays.copyOf(bytes, size);
        }
        more.get(bytes, from, count);
    }

    /**
     * Returns the size of an array for the bytes so far. It grows with the arriving bytes; the announced length is only
     * its upper limit.
     */
    private int room(boolean last) {
        if (last) {
            return (int) read;
        }
        long announced = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
        long wanted = Math.max(FIRST_BYTES, read * 2);
        return (int) Math.min(announced >= read ? Math.min(wanted, announced) : wanted, maxBytes);
    }
}
