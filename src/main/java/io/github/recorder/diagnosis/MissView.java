package io.github.recorder.diagnosis;

import io.github.recorder.matching.Difference;
import io.github.recorder.matching.NearMiss;
import io.github.recorder.recording.Json;
import io.github.recorder.redaction.SecretScan;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Renders a miss as JSON for the report. Pure. */
public final class MissView {

    private MissView() {}

    /**
     * Returns a miss as JSON.
     *
     * @param selection as for {@link MissGroup#command}
     * @param secrets the secrets that are hidden
     */
    public static ObjectNode json(ExplainedMiss entry, @Nullable TestSelection selection, SecretScan secrets) {
        Miss miss = entry.miss();
        ObjectNode json = Json.nodes().objectNode();
        json.put("id", entry.id());
        json.put("test", miss.testId() == null ? "" : miss.testId());
        json.put("method", miss.method()).put("endpoint", miss.endpoint());
        RequestIdentity identity = miss.identity();
        json.put("hash", identity == null ? "" : identity.hash());
        json.put("why", MissRenderer.why(miss, MissRenderer.MOST_FILES_OF_REPORT));
        json.put("removed", miss.removed() == null ? "" : miss.removed());
        json.put("advice", MissRenderer.advice(miss));
        json.put("command", new MissGroup(entry.cause(), List.of(entry)).command(selection));
        json.put(
                "rule",
                miss.suggestion()
                        .map(rules -> String.join("\n", rules.lines("")))
                        .orElse(""));
        set(json, "body", miss.body());
        ArrayNode near = json.putArray("near");
        for (NearMiss recording : miss.near()) {
            ObjectNode shown = near.addObject();
            shown.put("path", recording.path()).put("test", recording.testId() == null ? "" : recording.testId());
            shown.put("summary", MissRenderer.summary(recording));
            if (near.size() == 1) {
                compared(shown, recording);
            }
        }
        return (ObjectNode) secrets.masked((JsonNode) json);
    }

    /** Adds what the request is compared with, which is shown for the nearest recording only. */
    private static void compared(ObjectNode shown, NearMiss recording) {
        shown.put(
                "place",
                recording.recorded().method() + " " + recording.recorded().place());
        shown.put("sameEndpoint", recording.sameEndpoint());
        shown.put("hint", MissRenderer.hint(recording.differences()));
        shown.put("count", recording.differences().count());
        ArrayNode differences = shown.putArray("differences");
        for (Difference difference : recording.differences().listed()) {
            ObjectNode one = differences.addObject().put("place", difference.pointer());
            set(one, "request", difference.request());
            set(one, "recording", difference.recording());
        }
        set(shown, "body", recording.recorded().body());
    }

    private static void set(ObjectNode object, String name, @Nullable JsonNode value) {
        if (value != null) {
            object.set(name, value);
        }
    }
}
