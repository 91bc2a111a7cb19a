package io.github.recorder.provider;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request that went to a real service, as it is going to be recorded: credentials are replaced already.
 *
 * @param method the HTTP method in upper case
 * @param endpoint where the client sent it
 * @param upstream the service
 * @param dialect the name of the dialect in which its client speaks
 * @param body the body, wrapped as {@link RequestBodies} has it where it is no JSON; null where there was none
 * @param query the query with its credentials replaced; null where there was none
 * @param testId the test that made the call; null where it is not known
 */
public record LiveCall(
        String method,
        Endpoint endpoint,
        Upstream upstream,
        String dialect,
        @Nullable JsonNode body,
        @Nullable String query,
        @Nullable String testId) {}
