package io.github.recorder.provider;

import io.github.recorder.matching.RequestHash;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The changes that storing makes to an SDK object, so that recording the same response again writes the same bytes. */
final class StoredObjectRules {

    private static final String EPOCH = "1970-01-01T00:00:00.000000Z";
    private static final Set<String> DURATIONS =
            Set.of("total_duration", "load_duration", "prompt_eval_duration", "eval_duration");

    private StoredObjectRules() {}

    /**
     * Changes the SDK objects in the body of a recording of the inference shape as the format requires: an object's id
     * is derived from the hash, and its times become the epoch.
     *
     * <p>Three kinds of objects keep their values because later requests name them: models; objects of the Responses
     * API; and a chat completion that the service was asked to {@code store}. The {@code created_at} of the Responses
     * API is also kept, because SDKs cannot read text in place of this number.
     */
    static void apply(Recording recording, String hash) {
        boolean stored = recording.request() instanceof RecordedRequest.Inference inference
                && inference.body().path("store").asBoolean(false);
        JsonNode body = recording.response().body();
        if (stored || ModelList.of(recording.request()).isPresent()) {
            return;
        }
        for (JsonNode value : body.isArray() ? body : List.of(body)) {
            if (RecordedResponse.unwrapped(value) instanceof ObjectNode object) {
                apply(object, hash);
            }
        }
    }

    private static void apply(ObjectNode object, String hash) {
        String kind = object.path("object").asString("");
        if (kind.equals("model")
                || kind.equals("response")
                || object.path("type").asString("").startsWith("response.")) {
            return;
        }
        if (object.has("id")) {
            object.put("id", RequestHash.storedId(hash));
        }
        if (object.has("created")) {
            object.put("created", 0);
        }
        if (object.has("created_at")) {
            object.put("created_at", EPOCH);
        }
        for (String duration : DURATIONS) {
            if (object.hasNonNull(duration)) {
                object.put(duration, 0);
            }
        }
    }
}
