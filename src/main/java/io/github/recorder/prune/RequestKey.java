package io.github.recorder.prune;

import io.github.recorder.recording.RecordedRequest;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A recorded request as far as one is compared with another.
 *
 * @param place method and path without a query, or the tool: what two requests have in common if one supersedes the
 *     other
 * @param query the query; empty if there is none
 * @param content what was sent
 */
record RequestKey(String place, String query, JsonNode content) {

    /** Returns the request; empty if nothing can request it over HTTP. */
    static Optional<RequestKey> of(RecordedRequest request) {
        if (request instanceof RecordedRequest.Inference inference) {
            return Optional.of(of(inference.method(), inference.endpoint(), inference.body()));
        }
        if (request instanceof RecordedRequest.Http http) {
            return Optional.of(of(http.method(), http.url(), http.payload()));
        }
        if (request instanceof RecordedRequest.Tool tool) {
            return Optional.of(new RequestKey("tool " + tool.toolName(), "", tool.kwargs()));
        }
        return Optional.empty();
    }

    private static RequestKey of(String method, String url, JsonNode content) {
        int query = url.indexOf('?');
        String path = query < 0 ? url : url.substring(0, query);
        return new RequestKey(
                method.toUpperCase(Locale.ROOT) + " " + path, query < 0 ? "" : url.substring(query), content);
    }
}
