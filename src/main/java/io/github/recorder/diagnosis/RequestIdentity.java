package io.github.recorder.diagnosis;

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

/**
 * The identity that a recording of a request would have, were it made now.
 *
 * @param hash what a user looks for among the files' names
 * @param canonical the text of which it is the sha256: one line of JSON
 */
public record RequestIdentity(String hash, String canonical) {

    /** The dialects whose calls are stored in the format's inference shape. */
    private static final Set<String> INFERENCE_SHAPED = Set.of("openai", "ollama");

    /**
     * Returns the identity; empty where the service's URL is not known.
     *
     * @param upstream the service that the request names; null where it names none, so that the dialect's own is meant
     */
    public static Optional<RequestIdentity> of(
            WireRequest request,
            Dialect dialect,
            Upstreams upstreams,
            @Nullable String upstream,
            @Nullable String testId) {
        Optional<Upstream> service = upstreams.named(upstream == null ? usual(request, dialect) : upstream);
        if (service.isEmpty() || service.get().url() == null) {
            return Optional.empty();
        }
        String url = service.get().url() + request.endpoint();
        JsonNode body = request.body() == null ? Json.mapper().createObjectNode() : request.body();
        RecordedRequest recorded = INFERENCE_SHAPED.contains(dialect.name())
                // Lists of models are stored as if they had been posted.
                ? new RecordedRequest.Inference("POST", url, body, request.endpoint(), "", null)
                : new RecordedRequest.Http(testId, url, request.method(), body);
        return Identity.hash(testId, recorded)
                .flatMap(hash ->
                        Identity.canonical(testId, recorded).map(canonical -> new RequestIdentity(hash, canonical)));
    }

    private static String usual(WireRequest request, Dialect dialect) {
        if (INFERENCE_SHAPED.contains(dialect.name())) {
            return dialect.name();
        }
        return request.endpoint().startsWith("/v1/messages") ? "anthropic" : "gemini";
    }
}
