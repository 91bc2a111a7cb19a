package io.github.recorder.provider;

import io.github.recorder.matching.WireRequest;
import io.github.recorder.provider.WireResponse.Ending;
import io.github.recorder.recording.CompactValue;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.MediaType;
import io.github.recorder.recording.RecordedResponse;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Ollama's own API, {@code /api/...}; its API under {@code /v1} is OpenAI's. A stream has one JSON object a line.
 * Source: <a href="https://github.com/ollama/ollama/blob/main/docs/api.md">API</a>.
 */
final class OllamaDialect extends InferenceShape {

    private static final String ROOT = "/api/";
    private static final List<String> COUNTS = List.of("prompt_eval_count", "eval_count");

    /** The possible first segments after {@code /api}. */
    private static final Set<String> CALLS = Set.of(
            "blobs",
            "chat",
            "copy",
            "create",
            "delete",
            "embed",
            "embeddings",
            "generate",
            "ps",
            "pull",
            "push",
            "show",
            "tags",
            "version");

    @Override
    public String name() {
        return "ollama";
    }

    @Override
    public Optional<WireRequest> read(String method, String endpoint, @Nullable JsonNode body) {
        String path = PathAndQuery.withoutQuery(endpoint);
        if (!path.startsWith(ROOT)) {
            return Optional.empty();
        }
        int end = path.indexOf('/', ROOT.length());
        if (!CALLS.contains(path.substring(ROOT.length(), end < 0 ? path.length() : end))) {
            return Optional.empty();
        }
        boolean list = ModelList.of(new WireRequest(method, path, null)).isPresent();
        return Optional.of(list ? new WireRequest(method, path, null) : new WireRequest(method, endpoint, body));
    }

    @Override
    public void collect(JsonNode event, ContentCollector content) {
        content.text(event.path("response"));
        content.reasoning(event.path("thinking"));
        JsonNode message = event.path("message");
        content.text(message.path("content"));
        content.reasoning(message.path("thinking"));
        for (JsonNode call : message.path("tool_calls")) {
            JsonNode function = call.path("function");
            content.call(null, call.path("id"), function.path("name"), function.path("arguments"));
        }
        content.finish(event.path("done_reason"));
        ObjectNode counts = Json.nodes().objectNode();
        for (String count : COUNTS) {
            if (event.path(count).isNumber()) {
                counts.set(count, event.path(count));
            }
        }
        content.usage(counts);
        content.vector(event.path("embedding"));
        event.path("embeddings").forEach(content::vector);
        event.path("models").forEach(model -> content.item(model.path("model"), model.path("name")));
    }

    @Override
    boolean isOwn(String path) {
        return path.startsWith(ROOT);
    }

    @Override
    public JsonNode error(int status, String message, String code) {
        return Json.nodes().objectNode().put("error", message);
    }

    @Override
    ResponseForm stream(RecordedResponse response) {
        return new ResponseForm.Chunks(
                response.status(),
                MediaType.NDJSON,
                response.exception() ? Ending.CUT : Ending.COMPLETE,
                () -> OllamaDialect::line);
    }

    private static void line(CompactValue chunk, ByteArrayOutputStream out) {
        WireFormat.jsonLine(out, chunk.fields());
        out.write('\n');
    }
}
