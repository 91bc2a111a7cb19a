package io.github.recorder.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

final class JsonEditorTest {

    /** Spaces, escapes and notations of numbers that a writer would not choose. */
    private static final String TEXT = """
            { "id" : "a\\u0062c", "list":[1.50, true,null, {"deep":"é"} ,"last"],
              "empty":"", "n": -1E+2 }\s\s""";

    private static String edited(String json, Map<String, JsonNode> changes) {
        byte[] edited = JsonEditor.edited(
                json.getBytes(StandardCharsets.UTF_8),
                (steps, value) -> Optional.ofNullable(changes.get(String.join("/", steps))));
        return new String(edited, StandardCharsets.UTF_8);
    }

    @Test
    void showsEachStringAndNumberWithItsPlace() {
        List<String> seen = new ArrayList<>();
        byte[] same = JsonEditor.edited(TEXT.getBytes(StandardCharsets.UTF_8), (steps, value) -> {
            seen.add(String.join("/", steps) + "=" + value);
            return Optional.empty();
        });

        assertThat(seen)
                .containsExactly(
                        "id=\"abc\"", "list/0=1.5", "list/3/deep=\"é\"", "list/4=\"last\"", "empty=\"\"", "n=-100.0");
        assertThat(same).asString(StandardCharsets.UTF_8).isEqualTo(TEXT);
    }

    @Test
    void replacesOnlyTheValues() {
        Map<String, JsonNode> changes = Map.of(
                "id", StringNode.valueOf("new \"id\""),
                "list/0", Json.parse("2".getBytes(StandardCharsets.UTF_8)),
                "list/3/deep", StringNode.valueOf("è"),
                "empty", StringNode.valueOf("full"),
                "n", StringNode.valueOf("text"));

        assertThat(edited(TEXT, changes)).isEqualTo("""
                { "id" : "new \\"id\\"", "list":[2, true,null, {"deep":"è"} ,"last"],
                  "empty":"full", "n": "text" }\s\s""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no JSON", "{\"id\": \"abc\"", "{\"id\": \"abc\"} {", "[\"abc\" 1]"})
    void leavesWhatIsNotJson(String text) {
        Map<String, JsonNode> changes = Map.of("id", StringNode.valueOf("new"), "0", StringNode.valueOf("new"));

        assertThat(edited(text, changes)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE"})
    void leavesOtherCharsets(String charset) {
        byte[] json = "{\"id\": \"abc\", \"n\": 12}".getBytes(Charset.forName(charset));

        assertThat(JsonEditor.edited(json, (steps, value) -> Optional.of(StringNode.valueOf("new"))))
                .isEqualTo(json);
    }

    @Test
    void replacesAValueThatStandsAlone() {
        assertThat(edited(" \"abc\"\n", Map.of("", StringNode.valueOf("new")))).isEqualTo(" \"new\"\n");
        assertThat(edited("12", Map.of("", StringNode.valueOf("new")))).isEqualTo("\"new\"");
    }
}
