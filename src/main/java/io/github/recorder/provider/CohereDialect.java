package io.github.recorder.provider;

import io.github.recorder.matching.WireRequest;
import io.github.recorder.recording.Json;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Cohere's chat, {@code /v2/chat}, recorded in the http shape. Sources: <a
 * href="https://docs.cohere.com/reference/chat">Chat</a>, <a href="https://docs.cohere.com/reference/chat-stream">Chat
 * with streaming</a>, <a href="https://docs.cohere.com/reference/errors">Errors</a>.
 */
final class CohereDialect extends HttpShape {

    /** The form of a response's id. Ids of tool calls, which clients send back, have another form. */
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    @Override
    public String name() {
        return "cohere";
    }

    @Override
    public Optional<WireRequest> read(String method, String endpoint, @Nullable JsonNode body) {
        return PathAndQuery.withoutQuery(endpoint).equals("/v2/chat")
                ? Optional.of(new WireRequest(method, endpoint, body))
                : Optional.empty();
    }

    /** In a stream the message arrives in deltas, which have objects in place of the lists of the complete message. */
    @Override
    public void collect(JsonNode event, ContentCollector content) {
        JsonNode told = event.has("delta") ? event.path("delta") : event;
        JsonNode message = told.path("message");
        for (JsonNode part : list(message.path("content"))) {
            content.text(part.path("text"));
            content.reasoning(part.path("thinking"));
        }
        content.reasoning(message.path("tool_plan"));
        for (JsonNode call : list(message.path("tool_calls"))) {
            JsonNode function = call.path("function");
            String key = event.has("index") ? event.path("index").asString("") : null;
            content.call(key, call.path("id"), function.path("name"), function.path("arguments"));
        }
        list(message.path("citations")).forEach(content::citation);
        content.finish(told.path("finish_reason"));
        content.usage(told.path("usage"));
        event.path("embeddings").path("float").forEach(content::vector);
    }

    private static List<JsonNode> list(JsonNode value) {
        return value.isObject() ? List.of(value) : value.valueStream().toList();
    }

    @Override
    public boolean isChanging(String name, JsonNode value) {
        return name.equals("id") && UUID.matcher(value.asString("")).matches();
    }

    @Override
    public JsonNode error(int status, String message, String code) {
        return Json.nodes().objectNode().put("message", message).put("code", code);
    }
}
