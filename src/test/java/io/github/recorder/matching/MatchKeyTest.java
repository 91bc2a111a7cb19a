package io.github.recorder.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.PythonTable;
import io.github.recorder.SeededTries;
import io.github.recorder.recording.JsonValues;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class MatchKeyTest {

    private static MatchKey key(@Nullable String body) {
        return MatchKey.of(new WireRequest("POST", "/v1/x", body == null ? null : PythonTable.json(body)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"b\":2}|{\"b\":2,\"a\":1}",
                "1|1.0",
                "1|1e0",
                "100|1E2",
                "0|-0.0",
                "10000000000000000000000|1e22",
                "[{\"a\":1.0}]|[{\"a\":1}]",
                "0.5|5e-1",
                "9007199254740992|9007199254740992.0",
                "\"\\u00e9\"|\"é\"",
                "18446744073709551616|1.8446744073709552e19"
            })
    void valuesThatAreEqualHaveOneKey(String one, String other) {
        assertThat(key(one)).isEqualTo(key(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|[]",
                "{}|null",
                "1|\"1\"",
                "1|true",
                "0|false",
                "[1,2]|[2,1]",
                "[[1],2]|[[1,2]]",
                "{\"a\":{}}|{\"a\":[]}",
                "\"\"|null",
                "1.5|15",
                "{\"a\":\"b\"}|{\"b\":\"a\"}",
                "[\"a\",\"b\"]|[\"ab\"]",
                "\"\\ud83d\"|\"\\ude00\"",
                "9007199254740993|9007199254740993.0",
                "1e400|\"Infinity\"",
                "1e400|-1e400"
            })
    void valuesThatDifferHaveTwoKeys(String one, String other) {
        assertThat(key(one).normalized()).isNotEqualTo(key(other).normalized());
        assertThat(key(one).raw()).isNotEqualTo(key(other).raw());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "0.123456|0.1234561",
                "\"score: 1\"|\"score: 2\"",
                "\"1.000001\"|\"1.0000012\"",
                "{\"extra_body\":{\"project_id\":1}}|{\"extra_body\":{\"project_id\":2}}",
                "{\"extra_body\":{\"project_id\":1}}|{\"extra_body\":{}}",
                "[{\"extra_query\":{\"project_id\":1}}]|[{\"extra_query\":{}}]",
                "1.0000001|1"
            })
    void valuesThatDifferOnlyBeforeNormalizationDifferInTheRawDigest(String one, String other) {
        assertThat(key(one).normalized()).isEqualTo(key(other).normalized());
        assertThat(key(one).raw()).isNotEqualTo(key(other).raw());
    }

    @Test
    void noBodyIsNotAnEmptyOne() {
        assertThat(key(null).normalized())
                .isNotIn(key("{}").normalized(), key("null").normalized());
    }

    @Test
    void methodAndEndpointCount() {
        MatchKey post = MatchKey.of(new WireRequest("POST", "/a", null));

        assertThat(MatchKey.of(new WireRequest("GET", "/a", null))).isNotEqualTo(post);
        assertThat(MatchKey.of(new WireRequest("POST", "/b", null))).isNotEqualTo(post);
        assertThat(MatchKey.of(new WireRequest("POST", "/a", null))).isEqualTo(post);
    }

    @Test
    void projectsInsideDoCount() {
        assertThat(key("{\"a\":{\"extra_body\":{\"project_id\":1}}}").normalized())
                .isNotEqualTo(key("{\"a\":{\"extra_body\":{\"project_id\":2}}}").normalized());
        assertThat(key("{\"project_id\":1}").normalized())
                .isNotEqualTo(key("{\"project_id\":2}").normalized());
    }

    @Test
    void theNormalizedDigestIsThatOfTheNormalizedValue() {
        SeededTries.check(random -> {
            JsonNode body = JsonValues.any(random);
            MatchKey key = MatchKey.of(new WireRequest("POST", "/x", body));
            MatchKey normal = MatchKey.of(new WireRequest("POST", "/x", RequestNormalization.normalized(body)));

            assertThat(key.normalized()).isEqualTo(normal.normalized());
        });
    }

    @Test
    void theOrderOfKeysDoesNotCount() {
        SeededTries.check(random -> {
            JsonNode body = JsonValues.any(random);

            assertThat(MatchKey.of(new WireRequest("POST", "/x", RequestHashTest.reversed(body))))
                    .isEqualTo(MatchKey.of(new WireRequest("POST", "/x", body)));
        });
    }

    @Test
    void aDigestIsAMapsKeyAndReadsAsHex() {
        Map<Digest, String> map = new HashMap<>();
        map.put(key("{\"a\":1}").normalized(), "found");

        assertThat(map).containsEntry(key("{\"a\":1.0}").normalized(), "found");
        assertThat(new Digest(1, -1)).hasToString("0000000000000001ffffffffffffffff");
    }
}
