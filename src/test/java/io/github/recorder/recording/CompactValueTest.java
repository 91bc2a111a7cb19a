package io.github.recorder.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.SeededTries;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A compact value has the bytes that its tree has. */
final class CompactValueTest {

    @Test
    void anyValueHasTheBytesOfItsTree() {
        SeededTries.check(random -> {
            JsonNode value = JsonValues.any(random);

            assertThat(CompactValue.of(value).json()).isEqualTo(Json.compact(value));
            assertThat(read(PythonJson.indented(value))).isEqualTo(Json.compact(value));
        });
    }

    /** Reads a value without a tree. */
    private static byte[] read(byte[] text) {
        try (JsonParser parser = Json.parser(JsonText.of(text))) {
            parser.nextToken();
            return CompactValue.of(parser).json();
        }
    }

    @Test
    void theFieldsOfAWrappedObjectAreWithoutTheWrapper() {
        ObjectNode fields = Json.nodes().objectNode().put("type", "a").put("b", 1);
        fields.putObject("__data__").put("type", "inner");
        ObjectNode wrapper = Json.nodes().objectNode().put("type", "outer");
        wrapper.set("__data__", fields);
        wrapper.put("type2", "after").putObject("last").put("type", "x");

        CompactValue value = CompactValue.of(wrapper);

        assertThat(value.json()).isEqualTo(Json.compact(wrapper));
        assertThat(value.fields()).isEqualTo(Json.compact(fields));
        assertThat(value.type()).isEqualTo("a");
        assertThat(value.text()).isNull();
        assertThat(CompactValue.of(wrapper.put("type", "a").without("__data__")).type())
                .isEqualTo("a");
        assertThat(CompactValue.of(Json.nodes().objectNode().put("type", 1)).type())
                .isNull();
    }

    @Test
    void aStringIsAlsoKnownAsText() {
        CompactValue value = CompactValue.of(Json.nodes().stringNode("a\n\u00e9"));

        assertThat(value.text()).isEqualTo("a\n\u00e9");
        assertThat(value.fields()).asString().isEqualTo("\"a\\n\u00e9\"");
    }
}
