package io.github.recorder.provider;

import io.github.recorder.matching.WireBody;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.provider.WireResponse.Ending;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Ollama's own API, {@code /api/...}; what it offers under {@code /v1} is OpenAI's. Streams are a JSON object a line. Source: <a
 * href="https://github.com/ollama/ollama/blob/main/docs/api.md">API</a>.
 */
final class OllamaDialect implements Dialect {

    private static final String ROOT = "/api/";

    /** First segments after {@code /api}. */
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
    public Optional<WireRequest> wire(RecordedRequest recorded) {
        if (recorded instanceof RecordedRequest.Http http) {
            return HttpShape.wire(this, http);
        }
        if (!(recorded instanceof RecordedRequest.Inference inference)) {
            return Optional.empty();
        }
        String path = Endpoint.ofUrl(inference.endpoint()).path();
        if (!path.startsWith(ROOT)) {
            return Optional.empty();
        }
        if (ModelList.of(recorded).isPresent()) {
            return Optional.of(new WireRequest("GET", path, null));
        }
        return Optional.of(
                new WireRequest(inference.method().toUpperCase(Locale.ROOT), path, WireBody.of(inference.body())));
    }

    @Override
    public Optional<WireRequest> read(String method, String endpoint, @Nullable JsonNode body) {
        String path = Endpoint.withoutQuery(endpoint);
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
    public String usualUpstream() {
        return "ollama";
    }

    @Override
    public WireResponse respond(Recording recording) {
        return InferenceShape.respond(recording, OllamaDialect::stream);
    }

    @Override
    public JsonNode error(int status, String message, String code) {
        return Json.mapper().createObjectNode().put("error", message);
    }

    private static WireResponse stream(RecordedResponse response) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (JsonNode chunk : RecordedBody.chunks(response)) {
            WireFormat.jsonLine(out, chunk);
            out.write('\n');
        }
        return WireFormat.respond(
                response.status(),
                WireFormat.NDJSON,
                out.toByteArray(),
                response.exception() ? Ending.CUT : Ending.COMPLETE);
    }
}
