package io.github.recorder.recording;

import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * JSON values as Python's {@code repr} prints them. Python's SDKs put a provider's response into an exception's text in
 * this form.
 */
public final class PythonRepr {

    private PythonRepr() {}

    /** Returns {@code repr(value)}, for instance {@code {'error': {'code': None}}}. */
    public static String of(JsonNode value) {
        StringBuilder out = new StringBuilder();
        append(value, out);
        return out.toString();
    }

    private static void append(JsonNode value, StringBuilder out) {
        switch (value.getNodeType()) {
            case OBJECT -> object(value, out);
            case ARRAY -> array(value, out);
            case STRING -> string(value.stringValue(), out);
            case BOOLEAN -> out.append(value.booleanValue() ? "True" : "False");
            case NUMBER ->
                out.append(
                        value.isIntegralNumber()
                                ? value.numberValue().toString()
                                : PythonFloat.repr(value.doubleValue()));
            default -> out.append("None");
        }
    }

    private static void object(JsonNode object, StringBuilder out) {
        out.append('{');
        for (Iterator<Map.Entry<String, JsonNode>> fields = object.properties().iterator(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            string(field.getKey(), out);
            out.append(": ");
            append(field.getValue(), out);
            out.append(fields.hasNext() ? ", " : "");
        }
        out.append('}');
    }

    private static void array(JsonNode array, StringBuilder out) {
        out.append('[');
        for (int i = 0; i < array.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            append(array.path(i), out);
        }
        out.append(']');
    }

    private static void string(String text, StringBuilder out) {
        // Python chooses the quotes that need no escape.
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append(quote);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c == quote) {
                        out.append('\\').append(quote);
                    } else if (isPrintable(c)) {
                        out.appendCodePoint(c);
                    } else {
                        String format = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
                        out.append(String.format(Locale.ROOT, format, c));
                    }
                }
            }
        });
        out.append(quote);
    }

    /**
     * Python's {@code str.isprintable}: no control, format, private, unassigned or separating character except the
     * space.
     */
    private static boolean isPrintable(int c) {
        if (c == ' ') {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }
}
