package io.github.recorder.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.PythonTable;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Builds the expected bytes part by part, each with its kind and length. */
final class CanonicalFormTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream expected = new DataOutputStream(bytes);

    private static Digest raw(JsonNode body) {
        return MatchKey.of(new WireRequest("POST", "/x", body)).raw();
    }

    private Digest expected() {
        return Digest.of(bytes.toByteArray(), bytes.size());
    }

    private CanonicalFormTest text(String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        kind('"', text.length());
        expected.write(utf8);
        return this;
    }

    private CanonicalFormTest kind(char kind, int length) throws IOException {
        expected.write(kind);
        expected.writeInt(length);
        return this;
    }

    private CanonicalFormTest integer(String digits) throws IOException {
        kind('#', digits.length());
        expected.write(digits.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    private CanonicalFormTest fraction(double value) throws IOException {
        expected.write('.');
        expected.writeLong(Double.doubleToRawLongBits(value));
        return this;
    }

    private CanonicalFormTest word(char kind) throws IOException {
        expected.write(kind);
        return this;
    }

    @Test
    void writesEachPartWithItsKindAndLength() throws IOException {
        kind('{', 3);
        text("a").kind('{', 0);
        text("b")
                .kind('[', 9)
                .integer("1")
                .integer("-2")
                .fraction(0.5)
                .word('t')
                .word('f')
                .word('n');
        integer("9223372036854775808")
                .integer(new BigDecimal(Double.parseDouble("1e300"))
                        .toBigInteger()
                        .toString());
        text("\u007f\u0080\u07ff\u0800\u4e2d");
        text("c").kind('[', 1).kind('[', 0);

        assertThat(raw(PythonTable.json("{\"c\":[[]],\"b\":[1,-2.0,0.5,true,false,null,9223372036854775808.0,1e300,"
                        + "\"\\u007f\\u0080\\u07ff\\u0800\\u4e2d\"],\"a\":{}}")))
                .isEqualTo(expected());
    }

    @Test
    void writesALoneHalfOfAPairAsAUnitOfItsOwn() throws IOException {
        kind('"', 1);
        expected.write(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0xBD});

        assertThat(raw(JsonNodeFactory.instance.stringNode("\ud83d"))).isEqualTo(expected());
    }

    @Test
    void writesNoBodyAsAKindOfItsOwn() throws IOException {
        word('-');

        assertThat(raw(null)).isEqualTo(expected());
    }

    @Test
    void growsWithTheBody() throws IOException {
        String text = "\u4e2d".repeat(5_000);
        kind('[', 1_000);
        for (int i = 0; i < 1_000; i++) {
            text(i == 500 ? text : "");
        }
        String items = "\"\",".repeat(500) + '"' + text + '"' + ",\"\"".repeat(499);

        assertThat(raw(PythonTable.json("[" + items + "]"))).isEqualTo(expected());
    }
}
