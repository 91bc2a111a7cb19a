package io.github.recorder.upstream;

import io.github.recorder.recording.HttpHeader;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The response of a real service whose body is still arriving. For one thread at a time. */
public interface UpstreamResponse extends Closeable {

    /** Returns the HTTP status code. */
    int status();

    /**
     * Returns the headers without those of the connection and of the length. {@code Content-Encoding} says how the body
     * came, also if it was decoded.
     */
    List<HttpHeader> headers();

    /** Returns whether {@link #next} returns the body without its encoding. If not, nobody here can decode it. */
    boolean decoded();

    /** Returns the length of the whole body in bytes, which a broken one does not reach; 0 if it is not known. */
    long declaredLength();

    /**
     * Returns the names of the trailing header fields that the response announces, which Java's client does not
     * provide; empty if it announces none.
     */
    Optional<String> trailers();

    /**
     * Returns the next chunk of the body: at least one byte, or none at the end. It may arrive on another thread, and
     * fails with an {@link UpstreamException} if the body breaks off or nothing arrives within the time limit. The next
     * chunk may be requested after this one has arrived.
     */
    CompletableFuture<ByteBuffer> next();

    /** Ends the exchange, even if part of the body is still to come. Idempotent. */
    @Override
    void close();

    /** Returns the first value of a header; empty if there is none. */
    default Optional<String> header(String name) {
        return HttpHeader.first(headers(), name);
    }
}
