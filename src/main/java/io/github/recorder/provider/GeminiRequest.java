package io.github.recorder.provider;

import io.github.recorder.recording.Json;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The body of a {@code generateContent} call in the form in which recordings and live requests are compared. That is
 * the wire format ({@code contents}, {@code systemInstruction}, {@code tools}, {@code generationConfig} and so on) with
 * names in camel case, shorthands expanded, and without the differences of {@link GeminiTolerance}.
 */
final class GeminiRequest {

    /**
     * The members of the SDK's {@code config} that are sent at the root; the rest goes to {@code generationConfig}.
     */
    private static final Set<String> AT_THE_ROOT =
            Set.of("systemInstruction", "tools", "toolConfig", "safetySettings", "cachedContent", "labels");

    /** The members of the SDK's {@code config} that only the SDK uses and never sends. */
    private static final Set<String> CLIENT_ONLY =
            Set.of("httpOptions", "shouldReturnHttpResponse", "automaticFunctionCalling");

    private static final String CONTENTS = "contents";
    private static final String SYSTEM_INSTRUCTION = "systemInstruction";
    private static final String GENERATION_CONFIG = "generationConfig";
    private static final String PARTS = "parts";

    private GeminiRequest() {}

    /** Returns the form of the SDK's call arguments: {@code model}, {@code contents}, {@code config}. */
    static JsonNode ofArguments(JsonNode arguments) {
        ObjectNode wire = Json.nodes().objectNode();
        wire.set(CONTENTS, arguments.path(CONTENTS).isMissingNode() ? emptyArray() : arguments.path(CONTENTS));
        ObjectNode generation = Json.nodes().objectNode();
        for (Map.Entry<String, JsonNode> option : arguments.path("config").properties()) {
            String name = CamelCase.of(option.getKey());
            if (!CLIENT_ONLY.contains(name)) {
                (AT_THE_ROOT.contains(name) ? wire : generation).set(option.getKey(), option.getValue());
            }
        }
        wire.set(GENERATION_CONFIG, generation);
        return ofWire(wire);
    }

    /**
     * Returns the form of a body that was sent, whose names may also be in snake case; a body that is not an object is
     * returned unchanged.
     */
    static JsonNode ofWire(JsonNode sent) {
        if (!(sent instanceof ObjectNode)) {
            return sent;
        }
        // A deep copy, because parts of the user's data are shared with the original.
        ObjectNode request = (ObjectNode) CamelCase.of(sent).deepCopy();
        request.remove("model"); // the path has it
        if (request.has(CONTENTS)) {
            request.set(CONTENTS, contents(request.path(CONTENTS)));
        }
        if (request.path(SYSTEM_INSTRUCTION).isString()) {
            ObjectNode content = Json.nodes().objectNode().put("role", "user");
            content.putArray(PARTS).add(part(request.path(SYSTEM_INSTRUCTION)));
            request.set(SYSTEM_INSTRUCTION, content);
        }
        for (JsonNode tool : request.path("tools")) {
            for (JsonNode declaration : tool.path("functionDeclarations")) {
                // Here "response" is a schema, not the user's data as in the result of a function.
                if (declaration.path("response") instanceof ObjectNode schema) {
                    ((ObjectNode) declaration).set("response", CamelCase.of(schema));
                }
            }
        }
        for (GeminiTolerance tolerance : GeminiTolerance.values()) {
            tolerance.apply(request);
        }
        return request;
    }

    /**
     * Expands the SDK's shorthands: a text or a part is a content of the user, and consecutive ones are one content.
     */
    private static JsonNode contents(JsonNode given) {
        ArrayNode contents = emptyArray();
        ArrayNode open = null;
        for (JsonNode item :
                given instanceof ArrayNode list ? list : emptyArray().add(given)) {
            if (item.has(PARTS) || item.has("role")) {
                contents.add(item);
                open = null;
            } else {
                if (open == null) {
                    ObjectNode content = contents.addObject().put("role", "user");
                    open = content.putArray(PARTS);
                }
                open.add(part(item));
            }
        }
        return contents;
    }

    private static JsonNode part(JsonNode given) {
        ObjectNode text = Json.nodes().objectNode();
        return given.isString() ? text.set("text", given) : given;
    }

    private static ArrayNode emptyArray() {
        return Json.nodes().arrayNode();
    }
}
