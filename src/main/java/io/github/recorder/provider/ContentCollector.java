package io.github.recorder.provider;

import io.github.recorder.recording.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Collects the content of a response while a {@link Dialect} reads its chunks. Every method ignores values of an
 * unexpected type. Not thread-safe.
 */
final class ContentCollector {

    /** The initial value of a missing part. */
    static final JsonNode NOTHING = Json.nodes().missingNode();

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final Map<String, PartialCall> calls = new LinkedHashMap<>();
    private final List<JsonNode> vectors = new ArrayList<>();
    private final List<String> citations = new ArrayList<>();
    private final List<String> items = new ArrayList<>();
    private @Nullable String finish;
    private @Nullable JsonNode usage;

    ResponseContent content() {
        return new ResponseContent(
                text.toString(),
                reasoning.toString(),
                refusal.toString(),
                calls.values().stream().map(PartialCall::whole).toList(),
                finish,
                usage,
                List.copyOf(vectors),
                List.copyOf(citations),
                List.copyOf(items));
    }

    void text(JsonNode part) {
        append(text, part);
    }

    void reasoning(JsonNode part) {
        append(reasoning, part);
    }

    void refusal(JsonNode part) {
        append(refusal, part);
    }

    void finish(JsonNode word) {
        if (word.isString() && !word.stringValue().isEmpty()) {
            finish = word.stringValue();
        }
    }

    void usage(JsonNode counts) {
        if (counts.isObject() && !counts.isEmpty()) {
            usage = counts;
        }
    }

    /** Adds the first of the values that is a string. */
    void item(JsonNode id, JsonNode name) {
        if (id.isString() || name.isString()) {
            items.add((id.isString() ? id : name).stringValue());
        }
    }

    /** Adds an embedding: a list of numbers, or the base64 of floats. */
    void vector(JsonNode vector) {
        if (vector.isArray() || vector.isString()) {
            vectors.add(vector.isString() ? decoded(vector) : vector);
        }
    }

    private static JsonNode decoded(JsonNode text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text.stringValue());
            if (bytes.length == 0 || bytes.length % Float.BYTES != 0) {
                return text;
            }
            ArrayNode numbers = Json.nodes().arrayNode();
            FloatBuffer floats =
                    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
            while (floats.hasRemaining()) {
                numbers.add(floats.get());
            }
            return numbers;
        } catch (IllegalArgumentException notBase64) {
            return text;
        }
    }

    void citation(JsonNode citation) {
        if (!citation.isMissingNode() && !citation.isNull()) {
            citations.add(citation.isString() ? citation.stringValue() : citation.toString());
        }
    }

    /**
     * Adds to a tool call.
     *
     * @param key distinguishes the calls of a response; null for a call that arrives complete
     * @param name the new part of the name
     * @param arguments the new part of the arguments: text, or JSON if they arrive complete
     */
    void call(@Nullable String key, JsonNode id, JsonNode name, JsonNode arguments) {
        String place = key == null ? "whole " + calls.size() : key;
        calls.computeIfAbsent(place, first -> new PartialCall()).add(id, name, arguments);
    }

    /** Adds to the arguments of a tool call. */
    void arguments(String key, JsonNode more) {
        call(key, NOTHING, NOTHING, more);
    }

    /** Returns whether the call of this key has a name. */
    boolean isNamed(String key) {
        return calls.containsKey(key) && !calls.get(key).name.isEmpty();
    }

    /** Drops the collected parts, because the complete response follows. */
    void startOver() {
        text.setLength(0);
        reasoning.setLength(0);
        refusal.setLength(0);
        calls.clear();
        citations.clear();
    }

    private static void append(StringBuilder to, JsonNode part) {
        if (part.isString()) {
            to.append(part.stringValue());
        }
    }

    /** A tool call that is being collected. */
    private static final class PartialCall {

        private final StringBuilder name = new StringBuilder();
        private final StringBuilder arguments = new StringBuilder();
        private @Nullable String id;

        void add(JsonNode newId, JsonNode moreName, JsonNode moreArguments) {
            if (newId.isString() && !newId.stringValue().isEmpty()) {
                id = newId.stringValue();
            }
            append(name, moreName);
            if (moreArguments.isContainer()) {
                arguments.append(moreArguments);
            } else {
                append(arguments, moreArguments);
            }
        }

        ResponseContent.ToolCall whole() {
            return new ResponseContent.ToolCall(id, name.toString(), arguments.toString());
        }
    }
}
