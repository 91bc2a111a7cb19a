package io.github.recorder.replay;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A live request that is being answered.
 *
 * @param method the HTTP method as it was sent
 * @param path the path as it was sent, percent-encoded, without the query
 * @param query the query as it was sent, without the question mark; null where there was none
 * @param headers the request's headers
 * @param body the body, decoded of its {@code Content-Encoding}; empty where there was none
 */
public record Exchange(String method, String path, @Nullable String query, Headers headers, ByteBuffer body) {

    /** Returns the same request with other headers. */
    Exchange with(Headers others) {
        return new Exchange(method, path, query, others, body);
    }

    /** The headers of a request, by name whatever its case. */
    @FunctionalInterface
    public interface Headers {

        /** Returns the first value of a header; null where the request has none. */
        @Nullable
        String first(String name);
    }
}
