package io.github.recorder.recording;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import tools.jackson.databind.JsonNode;

/**
 * JSON text as Python's {@code json} module writes it, byte for byte: everything except printable ASCII is escaped (DEL
 * too), numbers have the form of Python's {@code repr}, and non-JSON numbers are {@code NaN}, {@code Infinity}, {@code
 * -Infinity}.
 */
public final class PythonJson {

    private PythonJson() {}

    /** Returns Python's order of strings: by code point, while Java compares UTF-16 units. */
    public static Comparator<String> stringOrder() {
        return JsonWriter.BY_CODE_POINT;
    }

    /** Returns the output of {@code json.dump(value, indent=2)} and one newline: the text of a recording's file. */
    public static byte[] indented(JsonNode value) {
        return JsonWriter.writeLine(value, JsonWriter.Layout.INDENTED);
    }

    /** Writes the text of {@link #indented(JsonNode)} with little memory. */
    static void indented(JsonNode value, OutputStream out) throws IOException {
        JsonWriter.writeLine(value, JsonWriter.Layout.INDENTED, out);
    }

    /** Returns {@code json.dumps(value, sort_keys=True)}; keys are sorted by code point. */
    public static String sorted(JsonNode value) {
        return new String(sortedBytes(value), StandardCharsets.ISO_8859_1);
    }

    /** Returns the text of {@link #sorted} as ASCII bytes, which are the input of the identity hash. */
    public static byte[] sortedBytes(JsonNode value) {
        return JsonWriter.write(value, JsonWriter.Layout.SORTED);
    }
}
