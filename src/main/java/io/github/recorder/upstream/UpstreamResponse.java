package io.github.recorder.upstream;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The response of a real service, whose body is still arriving. For one thread at a time. */
public interface UpstreamResponse extends Closeable {

    /** Returns the HTTP status code. */
    int status();

    /**
     * Returns the headers that are true of what {@link #next} gives: those of the connection are not among them, nor,
     * where the body was decoded, are those of its encoding and length.
     */
    List<HttpHeader> headers();

    /**
     * Waits for the next piece of the body.
     *
     * @return bytes, at least one; null at the end
     * @throws UpstreamException if the body breaks off, or nothing comes within the time limit
     */
    @Nullable
    ByteBuffer next() throws UpstreamException;

    /** Ends the exchange, however much of the body is still to come. Idempotent. */
    @Override
    void close();

    /** Returns the first value of a header; empty if there is none. */
    default Optional<String> header(String name) {
        return headers().stream()
                .filter(header -> header.is(name))
                .map(HttpHeader::value)
                .findFirst();
    }
}
