package io.github.recorder.matching;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What matters of a request when it is compared with another: what an SDK really puts on the wire, whether it comes from a
 * live exchange or is rebuilt from a recording.
 *
 * @param method the HTTP method in upper case
 * @param endpoint the path, without the upstream segment and with {@code /v1} exactly once, and the query where it counts
 * @param body the JSON that was sent; null where there was none
 */
public record WireRequest(
        String method, String endpoint, @Nullable JsonNode body) {}
