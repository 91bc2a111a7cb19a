package io.github.recorder.prune;

import io.github.recorder.recording.RecordedRequest;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A recorded request as far as one is compared with another.
 *
 * @param place method and path, or the tool: what two requests have in common when one supersedes the other
 * @param content what was sent
 */
record RequestKey(String place, JsonNode content) {

    /** Returns the request; empty where nothing can ask for it over HTTP. */
    static Optional<RequestKey> of(RecordedRequest request) {
        if (request instanceof RecordedRequest.Inference inference) {
            return Optional.of(
                    new RequestKey(method(inference.method()) + " " + inference.endpoint(), inference.body()));
        }
        if (request instanceof RecordedRequest.Http http) {
            return Optional.of(new RequestKey(method(http.method()) + " " + http.url(), http.payload()));
        }
        if (request instanceof RecordedRequest.Tool tool) {
            return Optional.of(new RequestKey("tool " + tool.toolName(), tool.kwargs()));
        }
        return Optional.empty();
    }

    private static String method(String method) {
        return method.toUpperCase(Locale.ROOT);
    }
}
