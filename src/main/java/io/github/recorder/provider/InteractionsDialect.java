package io.github.recorder.provider;

import io.github.recorder.matching.WireRequest;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.Recording;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Gemini's interactions, {@code /v1beta/interactions}, recorded in the http shape. Source: <a
 * href="https://ai.google.dev/api/interactions-api">Interactions API</a>.
 */
final class InteractionsDialect implements Dialect {

    @Override
    public String name() {
        return "interactions";
    }

    @Override
    public Optional<WireRequest> wire(RecordedRequest recorded) {
        return recorded instanceof RecordedRequest.Http http ? HttpShape.wire(this, http) : Optional.empty();
    }

    @Override
    public Optional<WireRequest> read(String method, String endpoint, @Nullable JsonNode body) {
        String path = Endpoint.withoutQuery(endpoint);
        int end = path.indexOf('/', 1);
        boolean ours = GooglePath.isGoogles(endpoint)
                && (path.startsWith("/interactions/", end)
                        || path.substring(end).equals("/interactions"));
        return ours ? Optional.of(new WireRequest(method, GooglePath.identity(endpoint), body)) : Optional.empty();
    }

    @Override
    public String usualUpstream() {
        return "gemini";
    }

    @Override
    public WireResponse respond(Recording recording) {
        return HttpShape.respond(recording);
    }

    @Override
    public JsonNode error(int status, String message, String code) {
        return GoogleError.of(status, message, code);
    }
}
