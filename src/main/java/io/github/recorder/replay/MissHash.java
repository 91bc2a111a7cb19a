package io.github.recorder.replay;

import io.github.recorder.matching.Identity;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.provider.Dialect;
import io.github.recorder.provider.Upstream;
import io.github.recorder.provider.Upstreams;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedRequest;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The hash that a recording of a request would bear, were it made now: what a user looks for among the files' names. */
final class MissHash {

    /** The dialects whose calls are stored in the format's inference shape. */
    private static final Set<String> INFERENCE_SHAPED = Set.of("openai", "ollama");

    private MissHash() {}

    /**
     * Returns the hash.
     *
     * @param upstream the service that the request names; null where it names none, so that the dialect's own is meant
     * @return null where the service's URL is not known
     */
    static @Nullable String of(
            WireRequest request,
            Dialect dialect,
            Upstreams upstreams,
            @Nullable String upstream,
            @Nullable String testId) {
        Optional<Upstream> service = upstreams.named(upstream == null ? usual(request, dialect) : upstream);
        if (service.isEmpty() || service.get().url() == null) {
            return null;
        }
        String url = service.get().url() + request.endpoint();
        JsonNode body = request.body() == null ? Json.mapper().createObjectNode() : request.body();
        RecordedRequest recorded = INFERENCE_SHAPED.contains(dialect.name())
                // Lists of models are stored as if they had been posted.
                ? new RecordedRequest.Inference("POST", url, body, request.endpoint(), "", null)
                : new RecordedRequest.Http(testId, url, request.method(), body);
        return Identity.hash(testId, recorded).orElse(null);
    }

    private static String usual(WireRequest request, Dialect dialect) {
        if (INFERENCE_SHAPED.contains(dialect.name())) {
            return dialect.name();
        }
        return request.endpoint().startsWith("/v1/messages") ? "anthropic" : "gemini";
    }
}
