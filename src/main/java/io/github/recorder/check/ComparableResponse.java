package io.github.recorder.check;

import io.github.recorder.provider.Dialect;
import io.github.recorder.provider.ResponseDifferences;
import io.github.recorder.provider.ResponseReader;
import io.github.recorder.provider.Upstream;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedResponse;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A whole response as one JSON value, without the members that differ from one response to the next. Two responses are
 * identical only if these values are equal, whether or not a dialect understands them.
 */
final class ComparableResponse {

    /** The members with counts, durations and signatures of a model's response. */
    static final Set<String> COUNTS = Set.of(
            "usage",
            "usageMetadata",
            "usage_metadata",
            "billed_units",
            "prompt_eval_count",
            "prompt_eval_duration",
            "eval_count",
            "eval_duration",
            "total_duration",
            "load_duration",
            "timings",
            "time_info",
            "sdk_http_response",
            "sequence_number",
            "encrypted_content",
            "signature",
            "thoughtSignature",
            "thought_signature");

    static final Set<String> MODELS = Set.of("model", "modelVersion", "model_version");

    /** The members whose value is the user's data, in which every member counts. */
    private static final Set<String> USER_DATA = Set.of("args", "input", "arguments", "parameters");

    /** The members that hold JSON as text. */
    private static final Set<String> JSON_TEXT = Set.of("arguments", "partial_json");

    /** The member by which the items of a list are sorted. */
    static final String INDEX = "index";

    /** The largest number of zeros at the end of an integer that is written out. */
    private static final int MOST_ZEROS = 400;

    private final Dialect dialect;
    private final boolean inference;
    private final boolean otherModel;

    private ComparableResponse(Dialect dialect, boolean inference, boolean otherModel) {
        this.dialect = dialect;
        this.inference = inference;
        this.otherModel = otherModel;
    }

    /** Returns whether a response is that of a model, by the dialect of its request or by its own members. */
    static boolean isOfModel(Dialect dialect, RecordedResponse response) {
        return !dialect.name().equals(Upstream.HTTP)
                || ResponseReader.events(response).stream()
                        .anyMatch(event -> event.path("choices").isArray());
    }

    /**
     * Returns the value.
     *
     * @param inference whether the response is that of a model
     * @param otherModel whether the name of the model does not count
     */
    static JsonNode of(Dialect dialect, RecordedResponse response, boolean inference, boolean otherModel) {
        ComparableResponse form = new ComparableResponse(dialect, inference, otherModel);
        JsonNode body = response.body();
        // Some services send a stream as one list.
        boolean stream = response.streaming()
                || body.valueStream().anyMatch(item -> item.path("candidates").isArray());
        if (!body.isArray() || !stream) {
            return exact(form.content(body(response)), inference);
        }
        if (!inference) {
            return exact(form.content(lines(body)), false);
        }
        StreamContent joined = new StreamContent();
        ResponseReader.events(response).forEach(event -> joined.add(form.content(event)));
        eventNames(body).forEach(joined::addName);
        return exact(joined.value(), true);
    }

    /** Returns the JSON of the exact bytes if the recording holds them, because parsing changed it. */
    private static JsonNode body(RecordedResponse response) {
        JsonNode raw = response.document().path(RecordedResponse.RAW).path("text");
        return raw.isString() ? parsed(raw.stringValue()).orElse(raw) : ResponseReader.body(response);
    }

    /** Returns each line of a stream, with the names of its events. */
    private static ArrayNode lines(JsonNode body) {
        ArrayNode lines = Json.nodes().arrayNode();
        for (JsonNode line : body) {
            String text = line.asString("");
            if (text.startsWith("event:")) {
                lines.add(line);
            } else {
                ObjectNode one = Json.nodes().objectNode();
                one.set("body", Json.nodes().arrayNode().add(line));
                lines.addAll(ResponseReader.events(new RecordedResponse(one)));
            }
        }
        return lines;
    }

    private static List<String> eventNames(JsonNode body) {
        return body.valueStream()
                .map(line -> line.asString(""))
                .filter(line -> line.startsWith("event:"))
                .map(line -> line.substring("event:".length()).strip())
                .filter(name -> !name.equals("ping"))
                .distinct()
                .sorted()
                .toList();
    }

    /** Returns a value without null and without the members that change, its indexed lists in order. */
    private JsonNode content(JsonNode value) {
        if (value.isArray()) {
            List<JsonNode> items = new ArrayList<>();
            value.forEach(item -> items.add(content(item)));
            if (inference && items.stream().allMatch(item -> item.path(INDEX).isInt())) {
                items.sort(Comparator.comparingInt(item -> item.path(INDEX).asInt()));
            }
            return Json.nodes().arrayNode().addAll(items);
        }
        if (!value.isObject()) {
            return value;
        }
        ObjectNode content = Json.nodes().objectNode();
        value.properties().stream()
                .filter(field -> !field.getValue().isNull() && !isChanging(field))
                .forEach(field -> content.set(
                        field.getKey(),
                        inference && USER_DATA.contains(field.getKey())
                                ? field.getValue()
                                : content(field.getValue())));
        return content;
    }

    private boolean isChanging(Map.Entry<String, JsonNode> field) {
        String name = field.getKey();
        return ResponseDifferences.isChanging(dialect, name, field.getValue())
                || (otherModel && MODELS.contains(name))
                || (inference && (COUNTS.contains(name) || isId(field) || isTime(field)));
    }

    private static boolean isId(Map.Entry<String, JsonNode> field) {
        return field.getValue().isString()
                && (field.getKey().equals("id") || field.getKey().endsWith("_id"));
    }

    private static boolean isTime(Map.Entry<String, JsonNode> field) {
        return field.getKey().endsWith("_at") && !field.getValue().isContainer();
    }

    /**
     * Returns a value in which equal numbers are equal.
     *
     * @param calls whether the arguments of tools become JSON; not inside of arguments, which are the user's data
     */
    private static JsonNode exact(JsonNode value, boolean calls) {
        if (value.isArray()) {
            ArrayNode items = Json.nodes().arrayNode();
            value.forEach(item -> items.add(exact(item, calls)));
            return items;
        }
        if (!value.isObject()) {
            return value.isNumber() ? number(value) : value;
        }
        ObjectNode all = Json.nodes().objectNode();
        value.properties().forEach(field -> {
            JsonNode member = field.getValue();
            boolean json = calls && member.isString() && JSON_TEXT.contains(field.getKey());
            all.set(field.getKey(), json ? arguments(member.stringValue()) : exact(member, calls));
        });
        return all;
    }

    /** Returns the arguments of a tool as JSON in which equal numbers are equal, or else as a string. */
    static JsonNode arguments(String text) {
        return parsed(text)
                .map(json -> exact(json, false))
                .orElseGet(() -> Json.nodes().stringNode(text));
    }

    /** Returns the JSON of a text; empty if it is none, or has a name twice, of which programs read either. */
    static Optional<JsonNode> parsed(String text) {
        try {
            return text.isBlank()
                    ? Optional.empty()
                    : Optional.of(Json.mapper()
                            .reader()
                            .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                            .readTree(text.getBytes(StandardCharsets.UTF_8)));
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    /** Returns an integer, a double, or the text of a number that neither can hold. */
    private static JsonNode number(JsonNode number) {
        if (number.isIntegralNumber()) {
            return Json.nodes().numberNode(number.bigIntegerValue());
        }
        double rounded = number.doubleValue();
        if (number.isDouble() && (Double.isNaN(rounded) || Double.isInfinite(rounded))) {
            return number;
        }
        BigDecimal exact = number.decimalValue().stripTrailingZeros();
        if (exact.scale() <= 0 && exact.scale() > -MOST_ZEROS) {
            return Json.nodes().numberNode(exact.toBigInteger());
        }
        boolean fits = Double.isFinite(rounded) && new BigDecimal(Double.toString(rounded)).compareTo(exact) == 0;
        return fits ? Json.nodes().numberNode(rounded) : Json.nodes().stringNode(exact.toString());
    }
}
