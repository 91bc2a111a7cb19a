package io.github.recorder.provider;

import io.github.recorder.matching.WireRequest;
import io.github.recorder.recording.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Any other HTTP service, rerankers for instance: method, path with query, and body count; the host does not. Speaks
 * for every request that no other dialect speaks for.
 *
 * <p>Such services have no error shape in common; this one's is OpenAI's, with the message at the root too, because the
 * clients of some look there.
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

    /** Reads the responses of services that copy OpenAI's chat under another path; all others are not understood. */
    @Override
    public void collect(JsonNode event, ContentCollector content) {
        if (event.path("choices").isArray()) {
            OpenAiDialect.collectChat(event, content);
        }
    }

    @Override
    public JsonNode error(int status, String message, String code) {
        ObjectNode body = Json.mapper().createObjectNode();
        body.putObject("error").put("message", message).put("code", code);
        body.put("message", message);
        return body;
    }
}
