package io.github.recorder.matching;

import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON that an SDK sends for the arguments of a recorded SDK call. */
public final class WireBody {

    private static final String EXTRA_BODY = "extra_body";
    /** Arguments that an SDK uses itself and does not send. */
    private static final Set<String> CLIENT_ONLY = Set.of(EXTRA_BODY, "extra_query", "extra_headers", "timeout");

    private WireBody() {}

    /**
     * Returns the body on the wire: without the SDK's own arguments, and with the members of {@code extra_body} in the
     * root, where they replace members with the same name. A body that is not an object is returned unchanged.
     */
    public static JsonNode of(JsonNode recordedBody) {
        if (!recordedBody.isObject()) {
            return recordedBody;
        }
        ObjectNode wire = JsonNodeFactory.instance.objectNode();
        recordedBody.properties().forEach(entry -> {
            if (!CLIENT_ONLY.contains(entry.getKey())) {
                wire.set(entry.getKey(), entry.getValue());
            }
        });
        if (recordedBody.get(EXTRA_BODY) instanceof ObjectNode extra) {
            wire.setAll(extra);
        }
        return wire;
    }

    /**
     * Returns whether an SDK would not send call arguments with these members unchanged, because it uses one of them
     * itself.
     */
    public static boolean hasClientArguments(JsonNode body) {
        return body.propertyStream().anyMatch(member -> CLIENT_ONLY.contains(member.getKey()));
    }

    /** Returns whether a recorded body has members that an SDK moved into the root on the wire. */
    public static boolean hasExtraBody(JsonNode recordedBody) {
        return recordedBody.get(EXTRA_BODY) instanceof ObjectNode extra && !extra.isEmpty();
    }
}
