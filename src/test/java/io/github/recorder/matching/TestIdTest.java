package io.github.recorder.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.PythonTable;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class TestIdTest {

    static Stream<Arguments> ids() {
        return PythonTable.rows("test_ids.tsv");
    }

    @ParameterizedTest
    @MethodSource("ids")
    void isWrittenInAsciiAsPythonDoes(String id, String ascii) {
        String text = PythonTable.json(id).stringValue();

        assertThat(TestId.ascii(text)).isEqualTo(ascii);
        assertThat(TestId.ascii(ascii)).as("twice").isEqualTo(ascii);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tests/integration/responses/test_x.py::test_y[a::b]|responses/recordings",
                "tests/integration/inference/deep/test_x.py::TestC::test_y|inference/deep/recordings",
                "tests/unit/test_x.py::test_y|tests/unit/recordings",
                "tests/integration/test_x.py::test_y|recordings",
                "test_x.py::test_y|recordings",
                "com.acme.ChatIT#answers[1]|com.acme.ChatIT",
                "com.acme.ChatIT|com.acme.ChatIT",
                "::test_y|recordings",
                "/test_x.py::test_y|/recordings",
                "#m|''",
            })
    void hasADirectory(String id, String directory) {
        assertThat(TestId.directory(id)).isEqualTo(directory);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "responses/recordings/a.json|tests/integration/responses/test_x.py::t|true",
                "old/responses/recordings/a.json|tests/integration/responses/test_x.py::t|true",
                "myresponses/recordings/a.json|tests/integration/responses/test_x.py::t|false",
                "responses/recordings/deeper/a.json|tests/integration/responses/test_x.py::t|false",
                "a.json|tests/integration/responses/test_x.py::t|false",
                "com.acme.ChatIT/a.json|com.acme.ChatIT#t|true",
                "com.acme.Chat/a.json|com.acme.ChatIT#t|false",
                "/a.json|#t|true",
            })
    void liesInTheDirectoryOfATest(String path, String id, boolean expected) {
        assertThat(TestId.isInDirectoryOf(path, id)).isEqualTo(expected);
    }
}
