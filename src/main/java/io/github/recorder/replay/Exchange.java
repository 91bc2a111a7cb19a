package io.github.recorder.replay;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A live request that is being answered.
 *
 * @param method the HTTP method as it was sent
 * @param path the path as it was sent, percent-encoded, without the query
 * @param query the query as it was sent, without the question mark; null if there was none
 * @param headers the request's headers
 * @param body the body, decoded of its {@code Content-Encoding} where that can be done; empty if there was none
 * @param sent the body, byte for byte as it was sent
 * @param host the real service's host, with its port unless that is 443, to which the client believes to talk; null if
 *     it knows that it talks to this server
 * @param caller the test that sent the request
 */
public record Exchange(
        String method,
        String path,
        @Nullable String query,
        Headers headers,
        ByteBuffer body,
        ByteBuffer sent,
        @Nullable String host,
        CallerIdentity caller) {

    /** A request of a client that knows this server, with a body that is not encoded. */
    public Exchange(String method, String path, @Nullable String query, Headers headers, ByteBuffer body) {
        this(method, path, query, headers, body, body, null);
    }

    /** A request whose caller is the test that its headers name. */
    public Exchange(
            String method,
            String path,
            @Nullable String query,
            Headers headers,
            ByteBuffer body,
            ByteBuffer sent,
            @Nullable String host) {
        this(method, path, query, headers, body, sent, host, CallerIdentityResolver.resolve(headers::first));
    }

    /** Returns the same request with another path. */
    Exchange withPath(String other) {
        return new Exchange(method, other, query, headers, body, sent, host, caller);
    }

    /** Returns the same request of another caller. */
    Exchange from(CallerIdentity other) {
        return new Exchange(method, path, query, headers, body, sent, host, other);
    }

    /** The headers of a request, by name whatever its case. */
    @FunctionalInterface
    public interface Headers {

        /** Returns the first value of a header; null if the request has none. */
        @Nullable
        String first(String name);

        /**
         * Returns all headers, each value separately, in the order in which they were sent; none if the transport does
         * not know.
         */
        default List<Map.Entry<String, String>> all() {
            return List.of();
        }
    }
}
