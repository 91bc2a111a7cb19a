package io.github.recorder.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.PythonTable;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PythonTextTest {

    private static String matching(IntPredicate predicate) {
        return IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(predicate)
                .mapToObj(Integer::toHexString)
                .collect(Collectors.joining(","));
    }

    private static String python(int row) {
        return (String) PythonTable.rows("characters.tsv")
                .skip(row)
                .findFirst()
                .orElseThrow()
                .get()[1];
    }

    @Test
    void knowsPythonsSpaces() {
        assertThat(matching(c -> c <= Character.MAX_VALUE && PythonText.isSpace((char) c)))
                .isEqualTo(python(0));
    }

    @Test
    void knowsPythonsDigits() {
        assertThat(matching(PythonText::isDigit)).isEqualTo(python(1));
    }

    @Test
    void knowsWhatADigitIsWorth() {
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(PythonText::isDigit)
                .filter(c -> Character.digit(c, 10) >= 0)
                .forEach(c -> assertThat(PythonText.digit(c)).isEqualTo(Character.digit(c, 10)));
        assertThat(PythonText.digit('a')).isEqualTo(-1);
    }
}
