package io.github.recorder.provider;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A live request in the form in which it is compared and recorded, with its credentials replaced.
 *
 * @param method the HTTP method in upper case
 * @param endpoint the parsed path
 * @param body the body as a JSON value, wrapped as in {@link RequestBodies} if it is not JSON; null if there was none
 * @param testId the requesting test; null if unknown
 * @param formerTestId its id in recordings from before test ids were unique; null if there is none
 * @param host the real service's host that the client addresses, with its port unless that is 443; null if the client
 *     addresses this server
 * @param headers the request headers that may count, by name in lower case; credentials are replaced
 */
public record LiveRequest(
        String method,
        Endpoint endpoint,
        @Nullable JsonNode body,
        @Nullable String testId,
        @Nullable String formerTestId,
        @Nullable String host,
        Map<String, String> headers) {

    /** Keeps a copy of the headers. */
    public LiveRequest {
        headers = Map.copyOf(headers);
    }

    /** Creates a request of a test whose id has not changed, and of a client that addresses this server. */
    public LiveRequest(String method, Endpoint endpoint, @Nullable JsonNode body, @Nullable String testId) {
        this(method, endpoint, body, testId, null, null, Map.of());
    }

    /** Returns the same request of another test, whose id has not changed. */
    public LiveRequest of(@Nullable String otherTest) {
        return new LiveRequest(method, endpoint, body, otherTest, null, host, headers);
    }

    /** Returns a copy with another method. */
    public LiveRequest with(String otherMethod) {
        return new LiveRequest(otherMethod, endpoint, body, testId, formerTestId, host, headers);
    }

    /** Returns a request for a list at another path of the same service. */
    public LiveRequest forList(String path) {
        return new LiveRequest("GET", endpoint.at(path), null, testId, formerTestId, host, headers);
    }
}
