package io.github.recorder.provider;

import io.github.recorder.matching.WireRequest;
import io.github.recorder.recording.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Any other HTTP service, for instance a reranker: method, path with query, and body count; the host does not. Handles
 * every request that no other dialect handles.
 *
 * <p>Such services have no common error format. This one uses OpenAI's, with the message also at the root, because some
 * clients look there.
 */
final class HttpDialect extends HttpShape {

    @Override
    public String name() {
        return Upstream.HTTP;
    }

    @Override
    public Optional<WireRequest> read(String method, String endpoint, @Nullable JsonNode body) {
        return Optional.of(new WireRequest(method, endpoint, body));
    }

    /** Reads the responses of services that copy OpenAI's chat under another path; it does not understand others. */
    @Override
    public void collect(JsonNode event, ContentCollector content) {
        if (event.path("choices").isArray()) {
            OpenAiDialect.collectChat(event, content);
        }
    }

    @Override
    public JsonNode error(int status, String message, String code) {
        ObjectNode body = Json.nodes().objectNode();
        body.putObject("error").put("message", message).put("code", code);
        body.put("message", message);
        return body;
    }
}
