package io.github.recorder.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

final class JsonTest {

    private static JsonNode parse(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void keepsOfARepeatedKeyTheLastValueAtTheFirstPlace() {
        // json.dumps(json.loads('{"a": 1, "b": 2, "a": 3}'))
        assertThat(Json.compact(parse("{\"a\": 1, \"b\": 2, \"a\": 3}")))
                .asString()
                .isEqualTo("{\"a\":3,\"b\":2}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5|5",
                "5.0|5.0",
                "-0|0",
                "-0.0|-0.0",
                "1e5|100000.0",
                "1E400|Infinity",
                "-1e400|-Infinity",
                "NaN|NaN",
                "Infinity|Infinity",
                "-Infinity|-Infinity",
                "1e-400|0.0",
                "123456789012345678901234567890|123456789012345678901234567890",
                "0.1000|0.1",
                "12345678901234567.0|1.2345678901234568e+16"
            })
    void keepsNumbersAsPythonDoes(String text, String expected) {
        assertThat(PythonJson.sorted(parse(text))).isEqualTo(expected);
    }

    @Test
    void writesScriptsWithoutMarkup() {
        String hostile = "</script><!-- & \u2028\u2029\u0000\ufffe\uffff\ud83d\ude00 \ud83d \u00e9 \"\\\n\u007f'";
        JsonNode value = Json.nodes().objectNode().put(hostile, hostile).put("none", Double.NaN);

        String script = Json.script(value);

        assertThat(script).doesNotContainPattern("[<>&\u2028\u2029\u0000\ufffe\uffff\ud800-\udfff]");
        assertThat(script)
                .contains("\\u003c/script\\u003e\\u003c!-- \\u0026 \\u2028")
                .contains("\u00e9");
        assertThat(parse(script)).isEqualTo(parse(Json.strict(value)));
    }

    @Test
    void keepsAnIntegerOfThousandsOfDigits() {
        String digits = "9".repeat(20_000);

        assertThat(PythonJson.sorted(parse(digits))).isEqualTo(digits);
    }

    @Test
    void keepsHalvesOfSurrogatePairsInValuesAndKeys() {
        JsonNode value = parse("{\"\\ud83dx\": \"\\ude00\\ud83d\\ud83d\\ude00\"}");

        assertThat(value.get("\ud83dx").stringValue()).isEqualTo("\ude00\ud83d\ud83d\ude00");
        assertThat(Json.compact(value)).asString().isEqualTo("{\"\\ud83dx\":\"\\ude00\\ud83d\ud83d\ude00\"}");
    }

    @Test
    void doesNotTakeAnEscapedBackslashForAnEscape() {
        assertThat(parse("\"\\\\ud83d\\\\\\ud83d\\u00e9\\u\\u0064800\".".replace("\\u\\u0064800\".", "\""))
                        .stringValue())
                .isEqualTo("\\ud83d\\\ud83d\u00e9");
    }

    @Test
    void readsDeepNesting() {
        String deep = "[".repeat(1_000) + "]".repeat(1_000);

        assertThat(Json.compact(parse(deep))).asString().isEqualTo(deep);
    }

    @Test
    void refusesNestingThatNoStackHolds() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);

        assertThatThrownBy(() -> parse(deep)).isInstanceOf(JacksonException.class);
    }

    @Test
    void readsAStringOf32Megabytes() {
        byte[] text = new byte[32 << 20];
        java.util.Arrays.fill(text, (byte) 'x');
        text[0] = '"';
        text[text.length - 1] = '"';

        JsonNode value = Json.parse(text);

        assertThat(value.stringValue()).hasSize(text.length - 2);
        assertThat(Json.compact(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{}x",
                "{} {}",
                "[1,]",
                "{'a': 1}",
                "{\"a\": 01}",
                "\"\n\"",
                "nul",
                "\ufeff{}",
                "[1.]",
                "\u0000"
            })
    void refusesWhatPythonRefuses(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(JacksonException.class);
    }

    @ParameterizedTest
    @CsvSource({"80", "c080", "c3", "eda080", "f4908080", "f5808080", "ff", "e282", "f09f98", "c328"})
    void refusesWhatIsNotUtf8(String hex) {
        byte[] bad = java.util.HexFormat.of().parseHex("22" + hex + "22");

        assertThatThrownBy(() -> Json.parse(bad))
                .isInstanceOf(JacksonException.class)
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void refusesUtf16() {
        assertThatThrownBy(() -> Json.parse("{}".getBytes(StandardCharsets.UTF_16LE)))
                .isInstanceOf(JacksonException.class)
                .hasMessageContaining("NUL");
    }

    @Test
    void writesCompactTextWithCharactersAsTheyAre() {
        String text = "{\"é\":[\"中\ud83d\ude00\u007f\",1.5,1e-05,null,true],\"\\\"\\\\\\n\\u0001\":{}}";

        assertThat(Json.compact(parse(text))).asString(StandardCharsets.UTF_8).isEqualTo(text);
    }
}
