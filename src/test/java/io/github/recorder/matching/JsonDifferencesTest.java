package io.github.recorder.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.SeededTries;
import io.github.recorder.recording.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class JsonDifferencesTest {

    private static final List<String> LEAVES = List.of(
            "1",
            "1.0",
            "2",
            "0.5",
            "1e400",
            "NaN",
            "'a'",
            "'b'",
            "'score: 1'",
            "'score: 2'",
            "true",
            "null",
            "{}",
            "[]");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {'a': 1}                     | {'a': 1.0}
                    {'a': 1e2, 'b': []}          | {'b': [], 'a': 100}
                    {'a': 0.1234561}             | {'a': 0.1234559}
                    {'a': 'score: 0.91 b'}       | {'a': 'score: 0.92 b'}
                    {'a': '1.23456789'}          | {'a': '1.23457'}
                    {'a': -0.0}                  | {'a': 0}
                    {'extra_body': {'project_id': 1}} | {'extra_body': {'project_id': 2}}
                    'a'                          | 'a'
                    null                         | null
                    {}                           | {}
                    """)
    void whatMatchingOverlooksIsNoDifference(String request, String recording) {
        JsonDifferences differences = JsonDifferences.between(json(request), json(recording));
        assertThat(differences.none()).isTrue();
        assertThat(differences.distance()).isZero();
        assertThat(differences.listed()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {'a': 1}            | {'a': 2}            | /a     | 1     | 2
                    {'a': 1}            | {'a': '1'}          | /a     | 1     | '1'
                    {'a': true}         | {'a': 1}            | /a     | true  | 1
                    {'a': null}         | {}                  | /a     | null  | -
                    {}                  | {'a': {'b': 1}}     | /a     | -     | {'b':1}
                    {'a': {}}           | {'a': []}           | /a     | {}    | []
                    {'a/b~c': 1}        | {'a/b~c': 2}        | /a~1b~0c | 1   | 2
                    [1, 2, 3]           | [1, 3]              | /1     | 2     | -
                    [1, 3]              | [1, 2, 3]           | /1     | -     | 2
                    [1, 2, 3]           | [1, 9, 3]           | /1     | 2     | 9
                    [1, 1]              | [1]                 | /1     | 1     | -
                    [1]                 | [1, 1]              | /1     | -     | 1
                    {'a': [{'b': 'x'}]} | {'a': [{'b': 'y'}]} | /a/0/b | 'x'   | 'y'
                    1                   | 2                   | ''     | 1     | 2
                    """)
    void namesThePlaceAndBothValues(
            String request, String recording, String pointer, String requestValue, String recordingValue) {
        JsonDifferences differences = JsonDifferences.between(json(request), json(recording));
        assertThat(differences.count()).isEqualTo(1);
        Difference difference = differences.listed().get(0);
        assertThat(difference.pointer()).isEqualTo(pointer.replace("'", ""));
        assertThat(difference.request()).isEqualTo(value(requestValue));
        assertThat(difference.recording()).isEqualTo(value(recordingValue));
    }

    @Test
    void noBodyAndABodyDifferAsAWhole() {
        JsonDifferences differences = JsonDifferences.between(null, json("{'a': 1}"));
        assertThat(differences.listed())
                .containsExactly(new Difference("", null, json("{'a': 1}"), DifferenceKind.NONE));
        assertThat(differences.distance()).isEqualTo(JsonDifferences.FARTHEST);
        assertThat(JsonDifferences.between(null, null).none()).isTrue();
    }

    @Test
    void aMessageInBetweenIsOneDifference() {
        JsonDifferences differences = JsonDifferences.between(
                json("{'messages': [{'c': 'one'}, {'c': 'new'}, {'c': 'two'}, {'c': 'three'}]}"),
                json("{'messages': [{'c': 'one'}, {'c': 'two'}, {'c': 'three'}]}"));
        assertThat(differences.count()).isEqualTo(1);
        assertThat(differences.listed().get(0).pointer()).isEqualTo("/messages/1");
        assertThat(differences.listed().get(0).recording()).isNull();
    }

    @Test
    void theRootsDifferencesComeFirst() {
        JsonDifferences differences = JsonDifferences.between(
                json("{'a': [{'b': 1}, {'b': 2}], 'model': 'x', 'z': 1}"),
                json("{'a': [{'b': 3}, {'b': 4}], 'model': 'y', 'z': 1}"));
        assertThat(differences.listed()).extracting(Difference::pointer).containsExactly("/model", "/a/0/b", "/a/1/b");
    }

    @Test
    void aMissingValueDeepInsideComesAfterOneNearTheRoot() {
        assertThat(JsonDifferences.between(json("{'a': {'b': {'c': 1}}, 'z': 1}"), json("{'a': {'b': {}}, 'z': 2}"))
                        .listed())
                .extracting(Difference::pointer)
                .containsExactly("/z", "/a/b/c");
        assertThat(JsonDifferences.between(json("{'a': [[1, 2]], 'z': 1}"), json("{'a': [[1]], 'z': 2}"))
                        .listed())
                .extracting(Difference::pointer)
                .containsExactly("/z", "/a/0/1");
    }

    @Test
    void listsDifferencesInTheOrderOfTheirKeys() {
        assertThat(JsonDifferences.between(json("{'c': 1, 'a': 1}"), json("{'b': 1, 'a': 2}"))
                        .listed())
                .extracting(Difference::pointer)
                .containsExactly("/a", "/b", "/c");
    }

    @Test
    void pointersNameTheDifferencesWithoutNormalizing() {
        assertThat(JsonDifferences.pointers(
                        json("{'a': [{'b': 'score: 0.91'}], 'z': 1}"), json("{'a': [{'b': 'score: 0.92'}], 'z': 2}")))
                .containsExactly("/z", "/a/0/b");
        assertThat(JsonDifferences.pointers(json("{'a': 1}"), json("{'a': 1}"))).isEmpty();
    }

    @Test
    void listsABoundedNumberAndCountsAll() {
        String one = "[" + "1,".repeat(9_999) + "1]";
        String two = "[" + "2,".repeat(9_999) + "2]";
        JsonDifferences differences = JsonDifferences.between(json(one), json(two));
        assertThat(differences.count()).isEqualTo(10_000);
        assertThat(differences.listed()).hasSize(JsonDifferences.MOST_LISTED);
        assertThat(differences.distance()).isEqualTo(JsonDifferences.FARTHEST);
        assertThat(differences.likeness()).isEqualTo(DifferenceKind.NONE);
    }

    @Test
    void aWordInALongTextIsNearerThanAnotherText() {
        String text = "Answer in French, and be brief. ".repeat(20);
        JsonNode recorded = json("{'prompt': '" + text + "'}");
        int word = JsonDifferences.between(json("{'prompt': '" + text.replaceFirst("brief", "short") + "'}"), recorded)
                .distance();
        int other = JsonDifferences.between(json("{'prompt': '" + "x".repeat(text.length()) + "'}"), recorded)
                .distance();
        assertThat(word).isBetween(1, 100);
        assertThat(other).isEqualTo(JsonDifferences.FARTHEST);
    }

    @Test
    void theWeightsAreThoseOfTheContract() {
        // One of two leaves of 32 differs: a half.
        assertThat(JsonDifferences.between(json("{'a': 1, 'b': 2}"), json("{'a': 1, 'b': 3}"))
                        .distance())
                .isEqualTo(500);
        // 32 + 5 of 10 characters, of 42.
        assertThat(JsonDifferences.between(json("'aaaaabbbbb'"), json("'aaaaaccccc'"))
                        .distance())
                .isEqualTo(1000 * 37 / 42);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {'a': [1], 'b': 1}         | {'a': [1], 'b': 2}  | 32      | 64
                    {'a': [1, 5], 'b': 1}      | {'a': [2, 5], 'b': 1} | 32    | 96
                    {'a': 'four', 'b': 1}      | {'b': 1}            | 36      | 68
                    {'a': {'x': 1, 'y': 2}, 'b': 1} | {'b': 1}       | 64      | 96
                    {'a': {}, 'b': 1}          | {'b': 1}            | 32      | 64
                    {'a': 'four'}              | {'a': 1}            | 36      | 36
                    'aa'                       | 'a'                 | 33      | 34
                    """)
    void eachLeafWeighsOnceOnBothSides(String request, String recording, int different, int all) {
        assertThat(JsonDifferences.between(json(request), json(recording)).distance())
                .isEqualTo(1000 * different / all);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    a\\r\\nb                                     | a\\nb                                       | LINE_ENDS
                    a  b                                         | a b                                         | WHITE_SPACE
                    of 2026-11-22T10:00:00Z                      | of 2026-11-23T11:22:33.123456Z              | CHANGING_VALUES
                    id 5f0e4c1a-0b0a-4a8b-9d3e-1f2a3b4c5d6e      | id 00000000-0b0a-4a8b-9d3e-1f2a3b4c5d6e     | CHANGING_VALUES
                    at 1763800000123                             | at 1763800009999                            | CHANGING_VALUES
                    /tmp/junit-123456/x                          | /tmp/junit-98765/x                          | CHANGING_VALUES
                    two                                          | three                                       | NONE
                    of 2026-11-22 two                            | of 2026-11-23 three                         | NONE
                    """)
    void saysWhatTwoTextsHaveInCommon(String request, String recording, DifferenceKind likeness) {
        JsonDifferences differences =
                JsonDifferences.between(json("{'a': '" + request + "'}"), json("{'a': '" + recording + "'}"));
        assertThat(differences.listed().get(0).likeness()).isEqualTo(likeness);
        assertThat(differences.likeness()).isEqualTo(likeness);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
                    one|two|NONE
                    \\r\\n|\\n|LINE_ENDS
                    \\r\\none|\\ntwo|NONE
                      | |WHITE_SPACE
                     2026-11-22 | 2026-11-23 |CHANGING_VALUES
                     of 2026-11-22 one| of 2026-11-23 two|NONE
                    """)
    void comparesVeryLongTextsToTheirEnds(String request, String recording, DifferenceKind likeness) {
        String text = "the same words ".repeat(10_000);
        for (String end : List.of("", text)) {
            assertThat(JsonDifferences.between(
                                    json("{'a': '" + text + request + end + "'}"),
                                    json("{'a': '" + text + recording + end + "'}"))
                            .likeness())
                    .isEqualTo(likeness);
        }
    }

    @Test
    void seesLineEndsAllOverAVeryLongText() {
        String lines = "a line\\n".repeat(20_000);
        String dos = lines.replace("\\n", "\\r\\n");
        assertThat(JsonDifferences.between(json("{'a': '" + dos + "'}"), json("{'a': '" + lines + "'}"))
                        .likeness())
                .isEqualTo(DifferenceKind.LINE_ENDS);
        assertThat(JsonDifferences.between(json("{'a': '" + dos + "x'}"), json("{'a': '" + lines + "y'}"))
                        .likeness())
                .isEqualTo(DifferenceKind.NONE);
    }

    @Test
    void saysNothingOfValuesThatChangeInAVeryLongDifference() {
        String text = " 2026-11-22 and words".repeat(10_000);
        assertThat(JsonDifferences.between(
                                json("{'a': '" + text + "'}"), json("{'a': '" + text.replace("22", "23") + "'}"))
                        .likeness())
                .isEqualTo(DifferenceKind.NONE);
    }

    @Test
    void oneOtherDifferenceMakesNoLikenessOfAll() {
        JsonDifferences differences =
                JsonDifferences.between(json("{'a': 'x  y', 'b': 1}"), json("{'a': 'x y', 'b': 2}"));
        assertThat(differences.likeness()).isEqualTo(DifferenceKind.NONE);
    }

    @Test
    void noneExactlyWhereTheKeysAreEqual() {
        SeededTries.check(300, random -> {
            JsonNode one = anyValue(random);
            JsonNode two = anyValue(random);
            boolean same = key(one).equals(key(two));
            assertThat(JsonDifferences.between(one, two).none()).isEqualTo(same);
            assertThat(JsonDifferences.between(one, one).none()).isTrue();
        });
    }

    @Test
    void theDistanceIsTheSameInBothDirectionsAndBounded() {
        SeededTries.check(300, random -> {
            JsonNode one = anyValue(random);
            JsonNode two = anyValue(random);
            JsonDifferences there = JsonDifferences.between(one, two);
            JsonDifferences back = JsonDifferences.between(two, one);
            assertThat(there.distance()).isEqualTo(back.distance()).isBetween(0, JsonDifferences.FARTHEST);
            assertThat(there.count()).isEqualTo(back.count());
            assertThat(there.distance() == 0).isEqualTo(there.none());
        });
    }

    /** Returns one of few values, so that two of them are often equal. */
    private static JsonNode anyValue(Random random) {
        return json(anyValue(random, random.nextInt(4)));
    }

    private static String anyValue(Random random, int depth) {
        if (depth == 0) {
            return LEAVES.get(random.nextInt(LEAVES.size()));
        }
        List<String> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            items.add(anyValue(random, depth - 1));
        }
        return random.nextBoolean() ? "[" + String.join(",", items) + "]" : object(items);
    }

    private static String object(List<String> items) {
        StringBuilder object = new StringBuilder("{");
        for (int i = 0; i < items.size(); i++) {
            object.append(i == 0 ? "" : ",").append("'k").append(i).append("':").append(items.get(i));
        }
        return object.append('}').toString();
    }

    private static Digest key(JsonNode body) {
        return MatchKey.of(new WireRequest("POST", "/x", body)).normalized();
    }

    private static JsonNode value(String text) {
        return text.equals("-") ? null : json(text);
    }

    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
