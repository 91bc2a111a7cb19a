package io.github.recorder.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.PythonTable;
import io.github.recorder.SeededTries;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class PythonFloatTest {

    static Stream<Arguments> floats() {
        return PythonTable.rows("floats.tsv");
    }

    @ParameterizedTest
    @MethodSource("floats")
    void writesAndRoundsAsPythonDoes(String text, String repr, String rounded, String fixed) {
        double value = Double.parseDouble(text);

        assertThat(PythonFloat.repr(value)).isEqualTo(repr);
        assertThat(PythonFloat.repr(PythonFloat.round5(value))).isEqualTo(rounded);
        assertThat(PythonFloat.fixed5(text)).isEqualTo(fixed);
    }

    @Test
    void namesWhatIsNoNumberAsPythonDoes() {
        assertThat(PythonFloat.repr(Double.NaN)).isEqualTo("nan");
        assertThat(PythonFloat.round5(Double.NaN)).isNaN();
    }

    @Test
    void reprReadsBackAsTheSameDouble() {
        SeededTries.check(random -> {
            double value = SeededTries.anyDouble(random);
            double again = Double.parseDouble(PythonFloat.repr(value));

            assertThat(Double.doubleToRawLongBits(again)).isEqualTo(Double.doubleToRawLongBits(value));
        });
    }

    @Test
    void noShorterDecimalReadsBackAsTheSameDouble() {
        SeededTries.check(random -> checkShortest(SeededTries.anyDouble(random)));
    }

    private static void checkShortest(double value) {
        if (value != 0) {
            BigDecimal written = new BigDecimal(PythonFloat.repr(value)).stripTrailingZeros();
            BigDecimal exact = new BigDecimal(value);
            if (written.precision() > 1) {
                int digits = written.precision() - 1;
                BigDecimal below = exact.round(new java.math.MathContext(digits, RoundingMode.DOWN));
                BigDecimal above = exact.round(new java.math.MathContext(digits, RoundingMode.UP));

                assertThat(below.doubleValue()).isNotEqualTo(value);
                assertThat(above.doubleValue()).isNotEqualTo(value);
            }
        }
    }

    @Test
    void roundingIsThatOfTheExactValue() {
        SeededTries.check(random -> {
            long thousands = SeededTries.anyLong(random);
            checkRounding(SeededTries.anyDouble(random), thousands / 1e9, thousands / 1048576.0);
        });
    }

    private static void checkRounding(double... values) {
        for (double value : values) {
            double rounded =
                    new BigDecimal(value).setScale(5, RoundingMode.HALF_EVEN).doubleValue();

            assertThat(PythonFloat.round5(value)).isEqualTo(Math.copySign(rounded, value));
        }
    }
}
