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
        String path = PathAndQuery.withoutQuery(endpoint);
        boolean ours = path.equals("/v1/messages") || path.startsWith("/v1/messages/") || path.equals("/v1/complete");
        return ours ? Optional.of(new WireRequest(method, endpoint, body)) : Optional.empty();
    }

    @Override
    public void collect(JsonNode event, ContentCollector content) {
        String block = event.path("index").asString("");
        switch (event.path("type").asString("")) {
            case "message" -> message(event, content);
            case "message_start" -> message(event.path("message"), content);
            case "content_block_start" -> block(block, event.path("content_block"), content);
            case "content_block_delta" -> {
                JsonNode delta = event.path("delta");
                content.text(delta.path("text"));
                content.reasoning(delta.path("thinking"));
                content.citation(delta.path("citation"));
                if (delta.has("partial_json")) {
                    content.arguments(block, delta.path("partial_json"));
                }
            }
            case "message_delta" -> {
                content.finish(event.path("delta").path("stop_reason"));
                content.usage(event.path("usage"));
            }
            default -> event.path("data").forEach(model -> content.item(model.path("id"), model.path("display_name")));
        }
    }

    private static void message(JsonNode message, ContentCollector content) {
        message.path("content").forEach(block -> block(null, block, content));
        content.finish(message.path("stop_reason"));
        content.usage(message.path("usage"));
    }

    private static void block(@Nullable String key, JsonNode block, ContentCollector content) {
        content.text(block.path("text"));
        content.reasoning(block.path("thinking"));
        block.path("citations").forEach(content::citation);
        if (block.path("type").asString("").endsWith("tool_use")) {
            JsonNode input = block.path("input");
            content.call(key, block.path("id"), block.path("name"), input.isEmpty() ? ContentCollector.NOTHING : input);
        }
    }

    @Override
    public boolean isChanging(String name, JsonNode value) {
        return name.equals("id") && value.asString("").startsWith("msg_");
    }

    @Override
    public JsonNode error(int status, String message, String code) {
        String other = status >= 500 ? "api_error" : "invalid_request_error";
        ObjectNode body = Json.nodes().objectNode().put("type", "error");
        body.putObject("error")
                .put("type", ERROR_TYPES.getOrDefault(status, other))
                .put("message", message)
                .put("code", code);
        return body;
    }
}
