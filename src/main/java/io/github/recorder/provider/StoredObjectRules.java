package io.github.recorder.provider;

import io.github.recorder.matching.RequestHash;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The changes that storing makes to an SDK object, so that recording the same response again writes the same bytes. */
final class StoredObjectRules {

    private static final String EPOCH = "1970-01-01T00:00:00.000000Z";
    private static final Set<String> DURATIONS =
            Set.of("total_duration", "load_duration", "prompt_eval_duration", "eval_duration");

    private StoredObjectRules() {}

    /**
     * Changes the object as the format says: its id becomes one made of the hash, its times become those of the epoch.
     *
     * <p>Two kinds of objects keep theirs: models, and what the Responses API gives, because the next request names its
     * id ({@code previous_response_id}), so that another one would break the chain on replay; its {@code created_at} is
     * a number, which text in its place would make unreadable to SDKs.
     */
    static void apply(ObjectNode object, String hash) {
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
