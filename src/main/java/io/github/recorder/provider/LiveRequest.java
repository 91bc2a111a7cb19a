package io.github.recorder.provider;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A live request as it is compared and recorded: its credentials are replaced.
 *
 * @param method the HTTP method in upper case
 * @param endpoint where the client sent it
 * @param body the body as a JSON value, wrapped as {@link RequestBodies} has it where it is no JSON; null where there was none
 * @param testId the test that asks; null where it is not known
 * @param formerTestId its id in recordings that were made before test ids were unique; null if there is none
 */
public record LiveRequest(
        String method,
        Endpoint endpoint,
        @Nullable JsonNode body,
        @Nullable String testId,
        @Nullable String formerTestId) {

    /** Makes a request of a test that has always had its id. */
    public LiveRequest(String method, Endpoint endpoint, @Nullable JsonNode body, @Nullable String testId) {
        this(method, endpoint, body, testId, null);
    }
}
