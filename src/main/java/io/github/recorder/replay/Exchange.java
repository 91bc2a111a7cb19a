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
 * @param body the body without its {@code Content-Encoding}, if that can be decoded; empty if there was none
 * @param sent the body, byte for byte as it was sent
 * @param host the real service's host that the client addresses, with its port unless that is 443; null if the client
 *     addresses this server
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

    /** Creates a request of a client that addresses this server, with a body that is not encoded. */
    public Exchange(String method, String path, @Nullable String query, Headers headers, ByteBuffer body) {
        this(method, path, query, headers, body, body, null);
    }

    /** Creates a request of the test that its headers name. */
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

    /** Returns a copy with another path. */
    Exchange withPath(String other) {
        return new Exchange(method, other, query, headers, body, sent, host, caller);
    }

    /** Returns a copy with other headers. */
    Exchange withHeaders(Headers others) {
        return others == headers ? this : new Exchange(method, path, query, others, body, sent, host, caller);
    }

    /** Returns a copy of another caller. */
    Exchange from(CallerIdentity other) {
        return new Exchange(method, path, query, headers, body, sent, host, other);
    }

    /** Returns a copy that is valid when the request has ended. */
    public Exchange kept() {
        return withHeaders(Headers.of(headers.all()));
    }

    /** The headers of a request by case-insensitive name. */
    @FunctionalInterface
    public interface Headers {

        /** Returns headers that consist of these, in this order. */
        static Headers of(List<Map.Entry<String, String>> all) {
            List<Map.Entry<String, String>> copied = List.copyOf(all);
            return new Headers() {

                @Override
                public @Nullable String first(String name) {
                    return copied.stream()
                            .filter(header -> header.getKey().equalsIgnoreCase(name))
                            .map(Map.Entry::getValue)
                            .findFirst()
                            .orElse(null);
                }

                @Override
                public List<Map.Entry<String, String>> all() {
                    return copied;
                }
            };
        }

        /** Returns the first value of a header; null if the request has none. */
        @Nullable
        String first(String name);

        /**
         * Returns all headers, each value separately, in the order in which they were sent; none if the transport does
         * not know them.
         */
        default List<Map.Entry<String, String>> all() {
            return List.of();
        }
    }
}
