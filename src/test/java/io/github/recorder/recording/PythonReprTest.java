package io.github.recorder.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.PythonTable;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class PythonReprTest {

    static Stream<Arguments> values() {
        return PythonTable.rows("reprs.tsv");
    }

    @ParameterizedTest
    @MethodSource("values")
    void printsAsPythonDoes(String value, String repr) {
        assertThat(PythonRepr.of(PythonTable.json(value)))
                .isEqualTo(PythonTable.json(repr).stringValue());
    }
}
