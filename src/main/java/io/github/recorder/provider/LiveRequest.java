package io.github.recorder.provider;

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
 */
public record LiveRequest(
        String method,
        Endpoint endpoint,
        @Nullable JsonNode body,
        @Nullable String testId,
        @Nullable String formerTestId,
        @Nullable String host) {

    /** Makes a request of a test that has always had its id, and of a client that knows this server. */
    public LiveRequest(String method, Endpoint endpoint, @Nullable JsonNode body, @Nullable String testId) {
        this(method, endpoint, body, testId, null, null);
    }

    /** Returns the same request with another method. */
    public LiveRequest with(String otherMethod) {
        return new LiveRequest(otherMethod, endpoint, body, testId, formerTestId, host);
    }

    /** Returns a request for a list, at another path of the same service. */
    public LiveRequest forList(String path) {
        return new LiveRequest("GET", endpoint.at(path), null, testId, formerTestId, host);
    }
}
