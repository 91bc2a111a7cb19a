package io.github.recorder.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.PythonTable;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class PythonJsonTest {

    static Stream<Arguments> values() {
        return PythonTable.rows("sorted.tsv");
    }

    @ParameterizedTest
    @MethodSource("values")
    void sortsAndEscapesAsPythonDoes(String value, String sorted) {
        assertThat(PythonJson.sorted(PythonTable.json(value))).isEqualTo(sorted);
    }

    @Test
    void indentsAsPythonDoes() {
        String compact = "{\"a\":[],\"b\":{},\"c\":[1,{\"d\":[[]]}],\"\u00e9\":\"\\u007f\"}";

        // json.dumps({'a': [], 'b': {}, 'c': [1, {'d': [[]]}], 'é': '\x7f'}, indent=2) + "\n"
        assertThat(PythonJson.indented(PythonTable.json(compact)))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("""
                        {
                          "a": [],
                          "b": {},
                          "c": [
                            1,
                            {
                              "d": [
                                []
                              ]
                            }
                          ],
                          "\\u00e9": "\\u007f"
                        }
                        """);
    }

    @Test
    void writesAScalarRoot() {
        assertThat(PythonJson.indented(PythonTable.json("\"x\"")))
                .isEqualTo("\"x\"\n".getBytes(StandardCharsets.UTF_8));
    }
}
