package io.github.recorder.provider;

import io.github.recorder.recording.Json;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The names in the JSON of Google's APIs: the Python SDK stores {@code top_p}, while {@code topP} is sent. Names in the
 * user's data stay unchanged: function arguments and results, labels, JSON schemas, the property names of a schema.
 * Source of the mapping: <a href="https://protobuf.dev/programming-guides/json/">ProtoJSON</a>.
 */
final class CamelCase {

    /** Keys whose whole value is the user's data. */
    private static final Set<String> OPAQUE = Set.of(
            "args",
            "response",
            "labels",
            "default",
            "example",
            "headers",
            "response_json_schema",
            "parameters_json_schema",
            "responseJsonSchema",
            "parametersJsonSchema");

    /** A key whose value has names of the user, but values of the API. */
    private static final String PROPERTIES = "properties";

    private CamelCase() {}

    /**
     * Returns the name in camel case: {@code top_p} is {@code topP}; a name without an underscore is returned as it is.
     */
    static String of(String name) {
        int underscore = name.indexOf('_');
        if (underscore < 0) {
            return name;
        }
        StringBuilder camel = new StringBuilder(name.length()).append(name, 0, underscore);
        for (String part : name.substring(underscore + 1).split("_", -1)) {
            if (!part.isEmpty()) {
                int first = part.offsetByCodePoints(0, 1);
                camel.append(part.substring(0, first).toUpperCase(Locale.ROOT)).append(part, first, part.length());
            }
        }
        return camel.toString();
    }

    /** Returns the value with every name of the API in camel case; the value itself if nothing changes. */
    static JsonNode of(JsonNode value) {
        return of(value, null);
    }

    /**
     * Returns the value with every name of the API in camel case.
     *
     * @param key the name of the value; null if it has none
     */
    static JsonNode of(JsonNode value, @Nullable String key) {
        boolean names = PROPERTIES.equals(key);
        if (value instanceof ObjectNode object) {
            if (isOpaque(key)) {
                return value;
            }
            ObjectNode camel = Json.nodes().objectNode();
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                String name = member.getKey();
                if (names) {
                    camel.set(name, of(member.getValue(), null));
                } else {
                    camel.set(of(name), of(member.getValue(), name));
                }
            }
            return camel;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode camel = Json.nodes().arrayNode();
            String inherited = names || isOpaque(key) ? key : null;
            array.forEach(element -> camel.add(of(element, inherited)));
            return camel;
        }
        return value;
    }

    private static boolean isOpaque(@Nullable String key) {
        return key != null && OPAQUE.contains(key);
    }
}
