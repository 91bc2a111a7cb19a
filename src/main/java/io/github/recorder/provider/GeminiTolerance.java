package io.github.recorder.provider;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The differences between SDKs for Gemini and Vertex that have no meaning. These three and no others are removed before
 * a request is compared with a recording.
 */
enum GeminiTolerance {
    /** {@code "generationConfig": {}} means the same as none; a recording has an empty {@code config}. */
    EMPTY_CONFIG {
        @Override
        void apply(ObjectNode request) {
            if (request.path(CONFIG).isObject() && request.path(CONFIG).isEmpty()) {
                request.remove(CONFIG);
            }
        }
    },
    /**
     * {@code "type": "object"} in a schema means {@code "OBJECT"}: the API's enum is upper case, JSON Schema's words
     * are lower.
     */
    SCHEMA_TYPE_CASE {
        @Override
        void apply(ObjectNode request) {
            eachSchema(request, schema -> {
                JsonNode type = schema.path("type");
                if (type.isString()) {
                    schema.put("type", upper(type));
                } else if (type instanceof ArrayNode types) {
                    for (int i = 0; i < types.size(); i++) {
                        if (types.get(i).isString()) {
                            types.set(i, StringNode.valueOf(upper(types.get(i))));
                        }
                    }
                }
            });
        }

        private static String upper(JsonNode type) {
            return type.stringValue().toUpperCase(Locale.ROOT);
        }
    },
    /** A schema's {@code title} is ignored: some SDKs send the name of the class that the schema was generated from. */
    SCHEMA_TITLE {
        @Override
        void apply(ObjectNode request) {
            eachSchema(request, schema -> {
                if (schema.path("title").isString()) {
                    schema.remove("title");
                }
            });
        }
    };

    private static final String CONFIG = "generationConfig";

    /** Keys of a schema whose value is a schema or a list of schemas. */
    private static final List<String> SUBSCHEMAS =
            List.of("items", "prefixItems", "anyOf", "oneOf", "allOf", "additionalProperties");

    /** Keys of a schema whose value maps names to schemas. */
    private static final Set<String> NAMED_SUBSCHEMAS = Set.of("properties", "defs", "$defs");

    /**
     * Removes the difference from a request.
     *
     * @param request a request body in the wire format, names in camel case, which may be changed
     */
    abstract void apply(ObjectNode request);

    /** Visits the response schema and those of the declared functions, outer schemas before inner ones. */
    private static void eachSchema(ObjectNode request, Consumer<ObjectNode> visitor) {
        visit(request.path(CONFIG).path("responseSchema"), visitor);
        for (JsonNode tool : request.path("tools")) {
            for (JsonNode function : tool.path("functionDeclarations")) {
                visit(function.path("parameters"), visitor);
                visit(function.path("response"), visitor);
            }
        }
    }

    private static void visit(JsonNode value, Consumer<ObjectNode> visitor) {
        if (value instanceof ObjectNode schema) {
            visitor.accept(schema);
            SUBSCHEMAS.forEach(key -> visit(schema.path(key), visitor));
            for (String key : NAMED_SUBSCHEMAS) {
                if (schema.path(key).isObject()) {
                    schema.path(key).forEach(named -> visit(named, visitor));
                }
            }
        } else if (value instanceof ArrayNode schemas) {
            schemas.forEach(schema -> visit(schema, visitor));
        }
    }
}
