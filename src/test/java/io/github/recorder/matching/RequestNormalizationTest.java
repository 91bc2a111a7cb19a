package io.github.recorder.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.PythonTable;
import io.github.recorder.SeededTries;
import io.github.recorder.recording.JsonValues;
import io.github.recorder.recording.PythonFloat;
import io.github.recorder.recording.PythonJson;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

final class RequestNormalizationTest {

    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    private static final String SPACE = pythonClass(0);
    private static final String DIGIT = pythonClass(1);

    private static final Pattern SCORE = python("score:\\s*[-+]?\\d*\\.?\\d+(?:[eE][-+]?\\d+)?");
    private static final Pattern ATTRIBUTES = python(",?\\s*attributes:\\s*\\{[^}]*\\}");
    private static final Pattern DOCUMENT_ID = python("document_id:\\s*" + UUID);
    private static final Pattern CITATION = python("<\\|" + UUID + "\\|>");
    private static final Pattern LONG_FRACTION = python("-?\\d+\\.\\d{4,}");

    private static String pythonClass(int row) {
        Object[] columns = PythonTable.rows("characters.tsv")
                .skip(row)
                .findFirst()
                .orElseThrow()
                .get();
        return Stream.of(((String) columns[1]).split(","))
                .map(hex -> "\\x{" + hex + "}")
                .collect(Collectors.joining("", "[", "]"));
    }

    private static Pattern python(String regex) {
        return Pattern.compile(regex.replace("\\s", SPACE).replace("\\d", DIGIT));
    }

    static Stream<Arguments> texts() {
        return PythonTable.rows("texts.tsv");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void normalizesTextsAsPythonDoes(String text, String normalized) {
        assertThat(RequestNormalization.text(PythonTable.json(text).stringValue()))
                .isEqualTo(PythonTable.json(normalized).stringValue());
    }

    @Test
    void doesWhatTheFormatsExpressionsSay() {
        SeededTries.check(random -> checkExpressions(JsonValues.string(random)));
    }

    private static void checkExpressions(String text) {
        String expected = SCORE.matcher(text).replaceAll("score: __NORMALIZED__");
        expected = ATTRIBUTES.matcher(expected).replaceAll("");
        expected = DOCUMENT_ID.matcher(expected).replaceAll("document_id: __NORMALIZED__");
        expected = CITATION.matcher(expected).replaceAll("<|__NORMALIZED__|>");
        expected = LONG_FRACTION.matcher(expected).replaceAll(RequestNormalizationTest::fiveDecimals);

        assertThat(RequestNormalization.text(text)).isEqualTo(expected);
    }

    private static String fiveDecimals(MatchResult number) {
        String ascii = number.group()
                .codePoints()
                .mapToObj(c -> c == '-' || c == '.' ? Character.toString(c) : Integer.toString(Character.digit(c, 10)))
                .collect(Collectors.joining());
        return Matcher.quoteReplacement(PythonFloat.fixed5(ascii));
    }

    @Test
    void aTextWithoutAnythingToDoStaysTheSameObject() {
        String text = "The score is 0.5, see attributes and 1.25.";

        assertThat(RequestNormalization.text(text)).isSameAs(text);
    }

    @Test
    void takesTimeInProportionToAHostileText() {
        // With backtracking expressions each of these takes hours.
        String spaces = " ".repeat(2_000_000) + "attributes:";
        String digits = "1".repeat(2_000_000) + ".1";

        assertThat(RequestNormalization.text(spaces)).isEqualTo(spaces);
        assertThat(RequestNormalization.text(digits)).isEqualTo(digits);
    }

    @Test
    void roundsFloatsAndLeavesIntegersAndBooleans() {
        // json.dumps(normalized({"a": [0.123456, 1, True, None, 5.0, 10**20, 2.675]}))
        JsonNode value = PythonTable.json("{\"a\":[0.123456,1,true,null,5.0,100000000000000000000,2.675]}");

        assertThat(PythonJson.sorted(RequestNormalization.normalized(value)))
                .isEqualTo("{\"a\": [0.12346, 1, true, null, 5.0, 100000000000000000000, 2.675]}");
    }

    @Test
    void dropsTheProjectOfTheRootAndOfObjectsInLists() {
        String extra = "{\"extra_body\":{\"project_id\":1,\"a\":2},\"extra_query\":{\"project_id\":1}}";
        JsonNode value =
                PythonTable.json("{\"extra_body\":{\"project_id\":1,\"a\":2},\"extra_query\":{\"project_id\":1},"
                        + "\"project_id\":3,\"inner\":" + extra + ",\"list\":[" + extra + "]}");

        assertThat(PythonJson.sorted(RequestNormalization.normalized(value)))
                .isEqualTo("{\"extra_body\": {\"a\": 2}, \"extra_query\": {}, "
                        + "\"inner\": {\"extra_body\": {\"a\": 2, \"project_id\": 1}, \"extra_query\": {\"project_id\": 1}}, "
                        + "\"list\": [{\"extra_body\": {\"a\": 2}, \"extra_query\": {}}], \"project_id\": 3}");
    }

    @Test
    void leavesItsArgumentAlone() {
        SeededTries.check(random -> {
            JsonNode value = JsonValues.any(random);
            String before = PythonJson.sorted(value);
            RequestNormalization.normalized(value);

            assertThat(PythonJson.sorted(value)).isEqualTo(before);
        });
    }
}
