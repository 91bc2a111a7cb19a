package io.github.recorder.recording;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeType;
import tools.jackson.databind.node.POJONode;
import tools.jackson.databind.util.RawValue;

/** Writes one JSON value as bytes in one of the layouts that the format knows. One instance writes one value. */
final class JsonWriter {

    /** The layout of the text. */
    enum Layout {
        /** Python's {@code json.dump(value, indent=2)}: ASCII, {@code ": "}, {@code ","} at the end of a line. */
        INDENTED,
        /** Python's {@code json.dumps(value, sort_keys=True)}: ASCII, one line, {@code ", "} and {@code ": "}. */
        SORTED,
        /** No blanks; UTF-8 for every character that UTF-8 can encode. */
        COMPACT,
        /** As {@link #COMPACT}, but numbers that JSON does not have are strings, and raw values are kept. */
        STRICT,
        /**
         * As {@link #STRICT}, and every character is escaped that HTML or JavaScript does not take for text. Raw values
         * must be escaped already.
         */
        SCRIPT;

        boolean isStrict() {
            return this == STRICT || this == SCRIPT;
        }
    }

    /** Python's order of strings: by code point, while Java compares UTF-16 units. */
    static final Comparator<String> BY_CODE_POINT = JsonWriter::compareCodePoints;

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;
    /** The maximum number of bytes for one character: two times a backslash, a u and four digits. */
    private static final int LONGEST_ESCAPE = 12;

    /** The characters of ASCII that need no escape in a string. */
    private static final boolean[] PLAIN = plain("\"\\");

    private static final boolean[] PLAIN_IN_SCRIPT = plain("\"\\<>&");

    /** The number of bytes that are written to a stream at once. */
    private static final int PART = 16 << 10;

    /** The number of characters of a string for which there is space before they are looked at. */
    private static final int RUN = PART / 4;

    private final Layout layout;
    private final @Nullable OutputStream target;
    private byte[] out;
    private int size;
    private int taken;

    private JsonWriter(Layout layout) {
        this.layout = layout;
        this.target = null;
        this.out = new byte[512];
    }

    private JsonWriter(Layout layout, OutputStream target) {
        this.layout = layout;
        this.target = target;
        this.out = new byte[PART];
    }

    private static boolean[] plain(String escaped) {
        boolean[] plain = new boolean[0x80];
        Arrays.fill(plain, ' ', 0x7F, true);
        escaped.chars().forEach(c -> plain[c] = false);
        return plain;
    }

    /** Returns whether a string has no character that any layout but {@link Layout#SCRIPT} escapes. */
    static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= PLAIN.length || !PLAIN[c]) {
                return false;
            }
        }
        return true;
    }

    /** Returns the value as text in the layout, without a newline at the end. */
    static byte[] write(JsonNode value, Layout layout) {
        JsonWriter writer = new JsonWriter(layout);
        writer.value(value, 0);
        return Arrays.copyOf(writer.out, writer.size);
    }

    /** Returns the value as text in the layout, with a newline at the end. */
    static byte[] writeLine(JsonNode value, Layout layout) {
        JsonWriter writer = new JsonWriter(layout);
        writer.value(value, 0);
        writer.raw('\n');
        return Arrays.copyOf(writer.out, writer.size);
    }

    /** Writes the value as text in the layout, without a newline at the end, and with little memory. */
    static void write(JsonNode value, Layout layout, OutputStream target) throws IOException {
        new JsonWriter(layout, target).write(value, "");
    }

    /** Writes the value as text in the layout, with a newline at the end, and with little memory. */
    static void writeLine(JsonNode value, Layout layout, OutputStream target) throws IOException {
        new JsonWriter(layout, target).write(value, "\n");
    }

    private void write(JsonNode value, String end) throws IOException {
        try {
            value(value, 0);
            ascii(end);
            flush();
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    /** Passes on what is written, if there is a stream that takes it. */
    private void flush() {
        if (target != null) {
            try {
                target.write(out, 0, size);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            size = 0;
        }
    }

    /** Returns a writer of a compact text that is written part by part. */
    static JsonWriter ofParts() {
        return new JsonWriter(Layout.COMPACT);
    }

    /** Returns whether there is nothing to {@link #take}. */
    boolean isEmpty() {
        return taken == size;
    }

    /** Moves the next written bytes into an array; returns their number. */
    int take(byte[] target, int offset, int length) {
        int count = Math.min(length, size - taken);
        System.arraycopy(out, taken, target, offset, count);
        taken += count;
        if (taken == size) {
            taken = 0;
            size = 0;
        }
        return count;
    }

    /** Returns the number of written bytes. */
    int length() {
        return size;
    }

    /** Returns the written bytes. */
    byte[] toByteArray() {
        return Arrays.copyOf(out, size);
    }

    /**
     * Writes the value that begins with the parser's current token as if it were read into a tree; its last token is
     * then the current one. The parser must refuse repeated names, or the text must have none.
     */
    void copy(JsonParser parser) {
        int depth = 0;
        for (JsonToken token = parser.currentToken(); ; token = parser.nextToken()) {
            switch (token) {
                case START_OBJECT, START_ARRAY -> {
                    comma();
                    raw(token == JsonToken.START_OBJECT ? '{' : '[');
                    depth++;
                }
                case END_OBJECT, END_ARRAY -> {
                    raw(token == JsonToken.END_OBJECT ? '}' : ']');
                    depth--;
                }
                case PROPERTY_NAME -> name(parser.currentName());
                case VALUE_STRING -> {
                    comma();
                    string(parser);
                }
                case VALUE_NUMBER_INT -> {
                    comma();
                    String digits = parser.getString();
                    ascii(digits.equals("-0") ? "0" : digits);
                }
                case VALUE_NUMBER_FLOAT -> {
                    comma();
                    number(parser.getDoubleValue());
                }
                case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> {
                    comma();
                    ascii(token.asString());
                }
                default -> throw new IllegalStateException("no part of a value is " + token);
            }
            if (depth == 0) {
                return;
            }
        }
    }

    /** Writes the name of a member that follows. */
    void name(String name) {
        comma();
        string(name);
        raw(':');
    }

    /** Writes a comma, except before the first value of an object or array and after a name. */
    private void comma() {
        byte last = size == 0 ? (byte) ':' : out[size - 1];
        if (last != ':' && last != '{' && last != '[') {
            raw(',');
        }
    }

    private void string(JsonParser parser) {
        char[] text = parser.getStringCharacters();
        int i = parser.getStringOffset();
        int end = i + parser.getStringLength();
        raw('"');
        while (i < end) {
            char c = text[i];
            if (c < PLAIN.length && PLAIN[c]) {
                room(1);
                out[size++] = (byte) c;
                i++;
            } else {
                int codePoint = Character.codePointAt(text, i, end);
                special(codePoint);
                i += Character.charCount(codePoint);
            }
        }
        raw('"');
    }

    /** Writes a part that has its final form. */
    void bytes(byte[] source, int from, int to) {
        room(to - from);
        System.arraycopy(source, from, out, size, to - from);
        size += to - from;
    }

    private void value(JsonNode value, int depth) {
        JsonNodeType type = value.getNodeType();
        switch (type) {
            case OBJECT -> object(value, depth);
            case ARRAY -> array(value, depth);
            case STRING -> string(value.stringValue());
            case NUMBER -> number(value);
            case BOOLEAN -> ascii(value.booleanValue() ? "true" : "false");
            case NULL -> ascii("null");
            case BINARY, POJO, MISSING -> rawValue(value);
        }
    }

    private void rawValue(JsonNode value) {
        if (layout.isStrict() && value instanceof POJONode node && node.getPojo() instanceof RawValue text) {
            byte[] bytes = String.valueOf(text.rawValue()).getBytes(StandardCharsets.UTF_8);
            bytes(bytes, 0, bytes.length);
            return;
        }
        throw new IllegalArgumentException("a value of type " + value.getNodeType() + " is no JSON value");
    }

    private void object(JsonNode object, int depth) {
        if (object.isEmpty()) {
            ascii("{}");
            return;
        }
        raw('{');
        boolean first = true;
        if (layout == Layout.SORTED) {
            String[] names = object.propertyNames().toArray(new String[0]);
            Arrays.sort(names, BY_CODE_POINT);
            for (String name : names) {
                separate(first, depth);
                first = false;
                member(name, object.path(name), depth);
            }
        } else {
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                separate(first, depth);
                first = false;
                member(entry.getKey(), entry.getValue(), depth);
            }
        }
        newLine(depth);
        raw('}');
    }

    private void member(String name, JsonNode value, int depth) {
        string(name);
        raw(':');
        if (layout == Layout.INDENTED || layout == Layout.SORTED) {
            raw(' ');
        }
        value(value, depth + 1);
    }

    private void array(JsonNode array, int depth) {
        if (array.isEmpty()) {
            ascii("[]");
            return;
        }
        raw('[');
        boolean first = true;
        for (JsonNode item : array) {
            separate(first, depth);
            first = false;
            value(item, depth + 1);
        }
        newLine(depth);
        raw(']');
    }

    private void separate(boolean first, int depth) {
        if (!first) {
            raw(',');
            if (layout == Layout.SORTED) {
                raw(' ');
            }
        }
        newLine(depth + 1);
    }

    private void newLine(int depth) {
        if (layout == Layout.INDENTED) {
            int blanks = 2 * depth;
            room(blanks + 1);
            out[size++] = '\n';
            Arrays.fill(out, size, size + blanks, (byte) ' ');
            size += blanks;
        }
    }

    void number(JsonNode number) {
        if (number.isIntegralNumber()) {
            ascii(number.numberValue().toString());
            return;
        }
        number(number.doubleValue());
    }

    private void number(double value) {
        String text = Double.isNaN(value)
                ? "NaN"
                : Double.isInfinite(value) ? (value > 0 ? "Infinity" : "-Infinity") : PythonFloat.repr(value);
        ascii(layout.isStrict() && !Double.isFinite(value) ? '"' + text + '"' : text);
    }

    private void string(String text) {
        raw('"');
        int length = text.length();
        boolean[] plain = layout == Layout.SCRIPT ? PLAIN_IN_SCRIPT : PLAIN;
        int i = 0;
        while (i < length) {
            int end = i + Math.min(length - i, RUN);
            room(end - i);
            byte[] bytes = out;
            int next = size;
            while (i < end && text.charAt(i) < plain.length && plain[text.charAt(i)]) {
                bytes[next++] = (byte) text.charAt(i++);
            }
            size = next;
            if (i < end) {
                int codePoint = text.codePointAt(i);
                special(codePoint);
                i += Character.charCount(codePoint);
            }
        }
        raw('"');
    }

    /** Writes a character of a string, or a lone surrogate. */
    void character(int codePoint) {
        if (codePoint < PLAIN.length && PLAIN[codePoint]) {
            raw((char) codePoint);
        } else {
            special(codePoint);
        }
    }

    /** Writes a character that must be escaped or is not printable ASCII. */
    private void special(int c) {
        room(LONGEST_ESCAPE);
        switch (c) {
            case '"' -> escape('"');
            case '\\' -> escape('\\');
            case '\b' -> escape('b');
            case '\f' -> escape('f');
            case '\n' -> escape('n');
            case '\r' -> escape('r');
            case '\t' -> escape('t');
            default -> {
                // A lone surrogate has no UTF-8 form, so every layout escapes it.
                boolean ascii = layout == Layout.INDENTED || layout == Layout.SORTED;
                if (ascii || c < ' ' || (layout == Layout.SCRIPT && isMarkup(c))) {
                    unicodeEscapes(c);
                } else if (c < 0x80) {
                    out[size++] = (byte) c;
                } else if (c < 0x800) {
                    out[size++] = (byte) (0xC0 | (c >> 6));
                    out[size++] = (byte) (0x80 | (c & 0x3F));
                } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                    unicodeEscapes(c);
                } else if (c <= Character.MAX_VALUE) {
                    out[size++] = (byte) (0xE0 | (c >> 12));
                    out[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
                    out[size++] = (byte) (0x80 | (c & 0x3F));
                } else {
                    out[size++] = (byte) (0xF0 | (c >> 18));
                    out[size++] = (byte) (0x80 | ((c >> 12) & 0x3F));
                    out[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
                    out[size++] = (byte) (0x80 | (c & 0x3F));
                }
            }
        }
    }

    /** Whether HTML or JavaScript reads a character in its own way, replaces it, or may be half of a pair. */
    private static boolean isMarkup(int c) {
        return switch (c) {
            case '<', '>', '&', '\u2028', '\u2029' -> true;
            default ->
                c > Character.MAX_VALUE || HtmlCharacters.isReplaced((char) c) || Character.isSurrogate((char) c);
        };
    }

    private void escape(char c) {
        out[size++] = '\\';
        out[size++] = (byte) c;
    }

    private void unicodeEscapes(int codePoint) {
        if (codePoint > Character.MAX_VALUE) {
            unicodeEscape(Character.highSurrogate(codePoint));
            unicodeEscape(Character.lowSurrogate(codePoint));
        } else {
            unicodeEscape((char) codePoint);
        }
    }

    private void unicodeEscape(char c) {
        out[size++] = '\\';
        out[size++] = 'u';
        out[size++] = HEX[(c >> 12) & 0xF];
        out[size++] = HEX[(c >> 8) & 0xF];
        out[size++] = HEX[(c >> 4) & 0xF];
        out[size++] = HEX[c & 0xF];
    }

    void raw(char c) {
        room(1);
        out[size++] = (byte) c;
    }

    void ascii(String text) {
        int length = text.length();
        room(length);
        for (int i = 0; i < length; i++) {
            out[size++] = (byte) text.charAt(i);
        }
    }

    private void room(int more) {
        if (more > out.length - size) {
            flush();
        }
        if (more > out.length - size) {
            long wanted = Math.max((long) size + more, 2L * out.length);
            if ((long) size + more > LONGEST_ARRAY) {
                throw new OutOfMemoryError("a JSON text of more than 2 GiB");
            }
            out = Arrays.copyOf(out, (int) Math.min(wanted, LONGEST_ARRAY));
        }
    }

    private static int compareCodePoints(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; ) {
            int a = left.codePointAt(i);
            int b = right.codePointAt(i);
            if (a != b) {
                return Integer.compare(a, b);
            }
            i += Character.charCount(a);
        }
        return Integer.compare(left.length(), right.length());
    }
}
