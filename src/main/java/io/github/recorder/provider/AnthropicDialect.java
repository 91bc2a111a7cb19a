package io.github.recorder.provider;

import io.github.recorder.matching.WireRequest;
import io.github.recorder.recording.Json;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Anthropic's API, {@code /v1/messages} and below, recorded in the http shape. Sources: <a
 * href="https://docs.anthropic.com/en/api/messages">Messages</a>, <a
 * href="https://docs.anthropic.com/en/api/messages-streaming">Streaming</a>, <a
 * href="https://docs.anthropic.com/en/api/errors">Errors</a>.
 */
final class AnthropicDialect extends HttpShape {

    private static final Map<Integer, String> ERROR_TYPES = Map.of(
            400, "invalid_request_error",
            401, "authentication_error",
            403, "permission_error",
            404, "not_found_error",
            413, "request_too_large",
            429, "rate_limit_error",
            504, "timeout_error",
            529, "overloaded_error");

    @Override
    public String name() {
        return "anthropic";
    }

    @Override
    public Optional<WireRequest> read(String method, String endpoint, @Nullable JsonNode body) {
        String path = Endpoint.withoutQuery(endpoint);
        boolean ours = path.equals("/v1/messages") || path.startsWith("/v1/messages/") || path.equals("/v1/complete");
        return ours ? Optional.of(new WireRequest(method, endpoint, body)) : Optional.empty();
    }

    @Override
    public JsonNode error(int status, String message, String code) {
        String other = status >= 500 ? "api_error" : "invalid_request_error";
        ObjectNode body = Json.mapper().createObjectNode().put("type", "error");
        body.putObject("error")
                .put("type", ERROR_TYPES.getOrDefault(status, other))
                .put("message", message)
                .put("code", code);
        return body;
    }
}
