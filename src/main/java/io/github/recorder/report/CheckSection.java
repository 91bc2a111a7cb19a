package io.github.recorder.report;

import io.github.recorder.provider.Dialects;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.Recording;
import io.github.recorder.redaction.SecretScan;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Creates the page's data for a check, without secrets. Pure. */
final class CheckSection {

    /** Beyond this size of the page, differences are told in words only. */
    private static final int MOST_CHARACTERS = 4 << 20;

    private CheckSection() {}

    /**
     * Returns the data.
     *
     * @param directory the recordings directory as messages name it
     * @param link the recordings directory relative to the page, as in {@link RunFacts}
     */
    static ObjectNode json(CheckFacts facts, String directory, String link, Dialects dialects, SecretScan secrets) {
        ObjectNode json = Json.nodes().objectNode();
        json.put("module", facts.module()).put("directory", directory).put("link", link);
        json.put("model", facts.model() == null ? "" : secrets.masked(facts.model()));
        json.put("counts", facts.counts());
        ArrayNode differing = json.putArray("differing");
        int characters = 0;
        for (CheckFacts.DifferingRecording one : facts.differing()) {
            ObjectNode shown = differing.addObject().put("path", one.path()).put("verdict", one.verdict());
            shown.put("test", one.test() == null ? "" : secrets.maskedTest(one.test()));
            shown.put("asked", one.asked()).put("at", one.at().toString());
            if (one.similarity() != null) {
                shown.put("similarity", one.similarity());
            }
            ArrayNode details = shown.putArray("details");
            one.details().forEach(detail -> details.add(secrets.maskedValue(detail)));
            if (one.before() != null && one.now() != null && characters < MOST_CHARACTERS) {
                JsonNode before = responses(one.before(), dialects, secrets);
                JsonNode now = responses(one.now(), dialects, secrets);
                shown.set("before", before);
                shown.set("now", now);
                characters += Json.strict(before).length() + Json.strict(now).length();
            }
        }
        return json;
    }

    private static JsonNode responses(Recording recording, Dialects dialects, SecretScan secrets) {
        return RecordingDetail.of(recording, dialects, secrets).body().path("responses");
    }
}
