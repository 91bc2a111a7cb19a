package io.github.recorder.provider;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A live request as it is compared and recorded: its credentials are replaced.
 *
 * @param method the HTTP method in upper case
 * @param endpoint where the client sent it
 * @param body the body as a JSON value, wrapped as {@link RequestBodies} has it where it is no JSON; null if there was
 *     none
 * @param testId the test that asks; null if it is not known
 * @param formerTestId its id in recordings that were made before test ids were unique; null if there is none
 * @param host the real service's host, with its port unless that is 443, to which the client believes to talk; null if
 *     it knows that it talks to this server
 * @param headers the headers that may count, by name in lower case, those that it has; credentials are replaced
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

    /** Makes a request of a test that has always had its id, and of a client that knows this server. */
    public LiveRequest(String method, Endpoint endpoint, @Nullable JsonNode body, @Nullable String testId) {
        this(method, endpoint, body, testId, null, null, Map.of());
    }

    /** Returns the same request with another method. */
    public LiveRequest with(String otherMethod) {
        return new LiveRequest(otherMethod, endpoint, body, testId, formerTestId, host, headers);
    }

    /** Returns a request for a list, at another path of the same service. */
    public LiveRequest forList(String path) {
        return new LiveRequest("GET", endpoint.at(path), null, testId, formerTestId, host, headers);
    }
}
