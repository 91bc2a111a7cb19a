package io.github.recorder.provider;

import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns an SDK's call arguments into the JSON it sends. Goes when {@code matching} has its own. */
final class WireBody {

    private static final Set<String> DROPPED = Set.of("extra_body", "extra_query", "extra_headers", "timeout");

    private WireBody() {}

    static JsonNode of(JsonNode arguments) {
        if (!(arguments instanceof ObjectNode object) || DROPPED.stream().noneMatch(object::has)) {
            return arguments;
        }
        ObjectNode wire = object.deepCopy();
        wire.remove(DROPPED);
        if (object.get("extra_body") instanceof ObjectNode extra) {
            wire.setAll(extra);
        }
        return wire;
    }
}
