package io.github.recorder.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.PythonTable;
import io.github.recorder.recording.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class WireBodyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1}|{\"a\":1}|false",
                "{\"a\":1,\"extra_body\":{\"b\":2},\"c\":3}|{\"a\":1,\"c\":3,\"b\":2}|true",
                "{\"a\":1,\"extra_body\":{\"a\":2}}|{\"a\":2}|true",
                "{\"extra_body\":{\"timeout\":2}}|{\"timeout\":2}|true",
                "{\"extra_body\":{},\"extra_query\":{\"x\":1},\"extra_headers\":{\"h\":\"v\"},\"timeout\":5}|{}|false",
                "{\"extra_body\":null}|{}|false",
                "{\"a\":{\"extra_body\":{\"b\":1}}}|{\"a\":{\"extra_body\":{\"b\":1}}}|false",
                "[1]|[1]|false",
                "null|null|false",
            })
    void isWhatAnSdkSends(String recorded, String wire, boolean extraBody) {
        JsonNode body = PythonTable.json(recorded);

        assertThat(Json.compact(WireBody.of(body))).asString().isEqualTo(wire);
        assertThat(WireBody.hasExtraBody(body)).isEqualTo(extraBody);
        assertThat(Json.compact(body)).as("the argument").asString().isEqualTo(recorded);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1,\"timeout\":2}|true",
                "{\"extra_body\":{}}|true",
                "{\"a\":{\"timeout\":2}}|false",
                "[1]|false"
            })
    void tellsWhetherAnSdkTakesAMemberForItself(String body, boolean expected) {
        assertThat(WireBody.hasClientArguments(PythonTable.json(body))).isEqualTo(expected);
    }
}
