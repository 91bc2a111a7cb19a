package io.github.recorder.recording;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;

/**
 * The bytes of one JSON value in another form, which are made while the value is read, so that a value of any length
 * takes the same memory. The text must be valid JSON in UTF-8 without repeated keys; it ends with the value, whatever
 * follows. Not thread-safe.
 */
public final class JsonValueStream extends InputStream {

    private static final int CHUNK = 1 << 16;

    /** The escapes of both halves of a surrogate pair. */
    private static final int LONGEST_ESCAPE = 12;

    private static final int UNICODE_ESCAPE = 6;

    private final InputStream source;
    private final boolean onlyText;
    private final byte[] text = new byte[CHUNK];
    private final JsonWriter out = JsonWriter.ofParts();
    private int next;
    private int limit;
    private int depth;
    private boolean inString;
    private boolean ended;

    private JsonValueStream(InputStream source, boolean onlyText) {
        this.source = source;
        this.onlyText = onlyText;
    }

    /**
     * Returns the bytes of {@link Json#compact} of a value.
     *
     * @param source begins with the value; closed with the result
     */
    public static JsonValueStream compact(InputStream source) {
        return new JsonValueStream(source, false);
    }

    /**
     * Returns the characters of a string in UTF-8, with a question mark for each lone surrogate.
     *
     * @param source begins with the quotation mark of the string; closed with the result
     */
    public static JsonValueStream text(InputStream source) {
        return new JsonValueStream(source, true);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (out.isEmpty() && !ended) {
            advance();
        }
        return out.isEmpty() && length > 0 ? -1 : out.take(target, offset, length);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    /** Converts what is left of the current chunk, or the next one. */
    private void advance() throws IOException {
        require(1);
        while (next < limit && !ended) {
            if (inString) {
                characters();
            } else {
                token(text[next]);
            }
        }
    }

    private void token(byte b) throws IOException {
        switch (b) {
            case ' ', '\n', '\r', '\t' -> next++;
            case '"' -> quote(true);
            case '{', '[' -> {
                depth++;
                punctuation(b);
            }
            case '}', ']' -> {
                depth--;
                punctuation(b);
                ended = depth == 0;
            }
            case ',', ':' -> punctuation(b);
            default -> {
                scalar();
                ended = depth == 0;
            }
        }
    }

    private void punctuation(byte b) {
        out.raw((char) b);
        next++;
    }

    private void quote(boolean opening) {
        if (!onlyText) {
            out.raw('"');
        }
        inString = opening;
        next++;
    }

    /** Converts the characters of a string up to its end, or to that of the chunk. */
    private void characters() throws IOException {
        int from = next;
        while (next < limit && text[next] != '"' && text[next] != '\\') {
            next++;
        }
        out.bytes(text, from, next);
        if (next == limit) {
            return;
        }
        if (text[next] == '\\') {
            escape();
        } else {
            quote(false);
            ended = depth == 0;
        }
    }

    private void escape() throws IOException {
        boolean whole = has(LONGEST_ESCAPE);
        require(2);
        byte kind = text[next + 1];
        if (kind != 'u') {
            next += 2;
            character(
                    switch (kind) {
                        case 'b' -> '\b';
                        case 'f' -> '\f';
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        case 't' -> '\t';
                        default -> kind;
                    });
            return;
        }
        require(UNICODE_ESCAPE);
        char first = unit(next);
        next += UNICODE_ESCAPE;
        boolean mayBePair = whole && Character.isHighSurrogate(first) && text[next] == '\\' && text[next + 1] == 'u';
        char second = mayBePair ? unit(next) : 0;
        if (Character.isLowSurrogate(second)) {
            next += UNICODE_ESCAPE;
            character(Character.toCodePoint(first, second));
        } else {
            character(first);
        }
    }

    /** Returns the UTF-16 unit whose escape begins at an index. */
    private char unit(int escape) throws IOException {
        int unit = JsonText.unit(text, escape + 2);
        if (unit < 0) {
            throw new IOException("an escape in the JSON has a digit that is none");
        }
        return (char) unit;
    }

    private void character(int codePoint) {
        if (!onlyText) {
            out.character(codePoint);
        } else if (codePoint < 0x80) {
            out.raw((char) codePoint);
        } else if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
            out.raw('?');
        } else {
            out.character(codePoint);
        }
    }

    /** Converts a number, a truth value or null. */
    private void scalar() throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        do {
            read.write(text[next++]);
        } while (has(1) && !endsScalar(text[next]));
        String scalar = read.toString(StandardCharsets.ISO_8859_1);
        switch (scalar) {
            case "true", "false", "null" -> out.ascii(scalar);
            case "-0" -> out.raw('0');
            default -> number(scalar);
        }
    }

    private static boolean endsScalar(byte b) {
        return b == ',' || b == '}' || b == ']' || b <= ' ';
    }

    private void number(String number) throws IOException {
        boolean whole = true;
        boolean finite = true;
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            boolean ofInteger = (c >= '0' && c <= '9') || c == '-';
            whole &= ofInteger;
            finite &= ofInteger || c == '.' || c == 'e' || c == 'E' || c == '+';
        }
        if (whole) {
            out.ascii(number);
            return;
        }
        try {
            out.number(
                    finite && number.indexOf('+') != 0
                            ? Json.nodes().numberNode(Double.parseDouble(number))
                            : Json.read(number));
        } catch (JacksonException | NumberFormatException notJson) {
            throw new IOException("the JSON has a number that is none", notJson);
        }
    }

    private void require(int count) throws IOException {
        if (!has(count)) {
            throw new EOFException("the JSON ends within a value");
        }
    }

    /** Returns whether so many further bytes are in the chunk; reads them if there are as many. */
    private boolean has(int count) throws IOException {
        if (limit - next >= count) {
            return true;
        }
        System.arraycopy(text, next, text, 0, limit - next);
        limit -= next;
        next = 0;
        while (limit < count) {
            int more = source.read(text, limit, text.length - limit);
            if (more < 0) {
                return false;
            }
            limit += more;
        }
        return true;
    }
}
