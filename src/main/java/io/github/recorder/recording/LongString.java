package io.github.recorder.recording;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/** A long string of a JSON text. Its characters stay in the text until they are read. Immutable and thread-safe. */
public final class LongString {

    private final TextSource source;
    private final long start;
    private final long end;

    /**
     * Creates the string.
     *
     * @param start the position after its opening quotation mark, in bytes
     * @param end the position of its closing one
     */
    LongString(TextSource source, long start, long end) {
        this.source = source;
        this.start = start;
        this.end = end;
    }

    /**
     * Opens the characters, without their escapes. Reading fails if they are not JSON in UTF-8.
     *
     * @throws IOException if the text cannot be read
     */
    public Reader open() throws IOException {
        InputStream bytes = new Part(source.open(start), end - start);
        // A decoder, unlike a charset, rejects what is not UTF-8.
        return new Unescaped(new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()));
    }

    /** The first bytes of a stream. */
    private static final class Part extends InputStream {

        private final InputStream source;
        private long left;

        Part(InputStream source, long length) {
            this.source = source;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = left == 0 ? -1 : source.read(target, offset, (int) Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }

    /** The characters of a string without their escapes. */
    private static final class Unescaped extends Reader {

        private static final int UNICODE_DIGITS = 4;

        private final Reader source;
        private final char[] chars = new char[8192];
        private int next;
        private int limit;

        Unescaped(Reader source) {
            this.source = source;
        }

        @Override
        public int read(char[] target, int offset, int length) throws IOException {
            int count = 0;
            while (count < length && (next < limit || (count == 0 && fill()))) {
                char c = chars[next++];
                if (c < ' ') {
                    throw malformed();
                }
                target[offset + count++] = c == '\\' ? escaped() : c;
            }
            return count == 0 && length > 0 ? -1 : count;
        }

        private boolean fill() throws IOException {
            next = 0;
            limit = Math.max(0, source.read(chars, 0, chars.length));
            return limit > 0;
        }

        private char escaped() throws IOException {
            char c = required();
            return switch (c) {
                case '"', '\\', '/' -> c;
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'u' -> {
                    int unit = 0;
                    for (int i = 0; i < UNICODE_DIGITS; i++) {
                        char digit = required();
                        int value = digit < 0x80 ? Character.digit(digit, 16) : -1;
                        if (value < 0) {
                            throw malformed();
                        }
                        unit = unit << 4 | value;
                    }
                    yield (char) unit;
                }
                default -> throw malformed();
            };
        }

        private char required() throws IOException {
            if (next == limit && !fill()) {
                throw malformed();
            }
            return chars[next++];
        }

        private static IOException malformed() {
            return new IOException("a string is not JSON");
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }
}
