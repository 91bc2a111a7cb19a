package io.github.recorder.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** The tree is the one that the mapper makes. */
final class JsonTreeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "true",
                "false",
                "\"\"",
                "\"caf\u00e9 \\ud83d\\ude00 \\ud800\"",
                "0",
                "-0",
                "-0.0",
                "1",
                "2147483648",
                "9223372036854775808",
                "1.50",
                "1E400",
                "-1e-400",
                "0.1234567890123456789",
                "NaN",
                "-Infinity",
                "[]",
                "{}",
                "[1, [], {}, [[2, \"x\"]], null]",
                "{\"b\": 1, \"a\": {\"c\": [true]}, \"b\": {\"d\": 2}, \"\": \"\"}"
            })
    void isTheOneOfTheMapper(String text) {
        JsonNode expected = Json.mapper().readTree(text);
        JsonNode read = Json.read(text);
        assertThat(read).isEqualTo(expected);
        assertThat(types(read)).isEqualTo(types(expected));
        assertThat(read).hasToString(expected.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1 2", "[1", "{\"a\"", "{\"a\": 1,}", "[1,]", "nul", "]", "{1: 2}", "[1}", "\"", "01", "+1"})
    void refusesWhatTheMapperRefuses(String text) {
        assertThatThrownBy(() -> Json.mapper().readTree(text)).isInstanceOf(JacksonException.class);
        assertThatThrownBy(() -> Json.read(text)).isInstanceOf(JacksonException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {Json.DEEPEST_NESTING, Json.DEEPEST_NESTING + 1})
    void isAsDeepAsItMayBe(int depth) {
        String text = "[".repeat(depth) + "]".repeat(depth);
        if (depth <= Json.DEEPEST_NESTING) {
            assertThat(Json.read(text)).isEqualTo(Json.mapper().readTree(text));
        } else {
            assertThatThrownBy(() -> Json.read(text)).isInstanceOf(JacksonException.class);
        }
    }

    @Test
    void isWrittenForEveryParser() {
        ObjectNode value = Json.nodes().objectNode();
        value.put("text", "caf\u00e9 \ud83d\ude00 \ud800 \"\n\u0001");
        value.putArray("numbers").add(1).add(1.5).add(1e300).add(Double.NaN).add(Double.NEGATIVE_INFINITY);
        value.putRawValue("raw", new RawValue("{\"a\": \"\u00e9\"}"));
        JsonMapper strict = JsonMapper.builder().build();
        assertThat(strict.readTree(Json.strict(value))).isEqualTo(strict.readTree(value.toString()));
        assertThat(Json.strict(value)).contains("\"NaN\"", "\"-Infinity\"", "caf\u00e9 \ud83d\ude00 \\ud800");
    }

    /** The classes of the nodes, because 1 and 1.0 are equal for some purposes. */
    private static List<Object> types(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return object.properties().stream()
                    .map(field -> (Object) List.of(field.getKey(), types(field.getValue())))
                    .toList();
        }
        if (value instanceof ArrayNode array) {
            return array.values().stream().map(item -> (Object) types(item)).toList();
        }
        return List.of(value.getClass());
    }
}
