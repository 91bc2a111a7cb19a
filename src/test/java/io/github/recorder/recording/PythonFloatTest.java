package io.github.recorder.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.PythonTable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
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

    @Property
    void reprReadsBackAsTheSameDouble(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);
        if (Double.isFinite(value)) {
            double again = Double.parseDouble(PythonFloat.repr(value));

            assertThat(Double.doubleToRawLongBits(again)).isEqualTo(bits);
        }
    }

    @Property
    void noShorterDecimalReadsBackAsTheSameDouble(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);
        if (Double.isFinite(value) && value != 0) {
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

    @Property
    void roundingIsThatOfTheExactValue(@ForAll long thousands, @ForAll double any) {
        for (double value : new double[] {any, thousands / 1e9, thousands / 1048576.0}) {
            double rounded =
                    new BigDecimal(value).setScale(5, RoundingMode.HALF_EVEN).doubleValue();

            assertThat(PythonFloat.round5(value)).isEqualTo(Math.copySign(rounded, value));
        }
    }
}
