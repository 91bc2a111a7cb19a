package io.github.recorder.recording;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.Serial;

/**
 * The characters of a JSON text, prepared for the parser, which differs from Python in two ways. The parser accepts
 * UTF-16, encoded surrogates and overlong forms; this class accepts only strict UTF-8 without a byte order mark and
 * without NUL. The parser also rejects an escaped lone surrogate in a key but accepts the same character unescaped; so
 * this class replaces each escape of a surrogate by its character. Not thread-safe.
 */
final class JsonText extends Reader {

    /** Thrown if the text is not the UTF-8 that a recording requires. */
    static final class Malformed extends IOException {

        @Serial
        private static final long serialVersionUID = 1L;

        private final int line;

        Malformed(int line, String reason) {
            super(reason);
            this.line = line;
        }

        /** Returns the line of the bad byte, from 1. */
        int line() {
            return line;
        }
    }

    /** The number of hexadecimal digits of an escaped UTF-16 unit. */
    static final int UNIT_DIGITS = 4;

    private static final int CHUNK = 8192;
    private static final int ESCAPE_LENGTH = 6;

    private final InputStream source;
    private final byte[] bytes;
    private int nextByte;
    private int byteLimit;
    private long bytesBefore;
    private int line = 1;

    private final char[] chars;
    private int nextChar;
    private int charLimit;

    /**
     * The number of bytes that the current character still needs, its bits so far, and the allowed range of its next
     * byte.
     */
    private int missing;

    private int codePoint;
    private int lowest;
    private int highest;

    /** A possible escape of a surrogate: a backslash and the characters after it. */
    private final char[] escape = new char[ESCAPE_LENGTH];

    private int escapeLength;

    private JsonText(InputStream source, byte[] bytes, int byteLimit) {
        this.source = source;
        this.bytes = bytes;
        this.byteLimit = byteLimit;
        // A byte yields at most one character, but it may also release a held escape, or a pair after its fourth byte.
        this.chars = new char[Math.min(bytes.length, CHUNK) + ESCAPE_LENGTH + 2];
    }

    /**
     * Returns the text of a stream.
     *
     * @param source closed with the reader
     */
    static JsonText of(InputStream source) {
        return new JsonText(source, new byte[CHUNK], 0);
    }

    /** Returns the text of an array. The array must not change while the text is read. */
    static JsonText of(byte[] bytes) {
        return new JsonText(InputStream.nullInputStream(), bytes, bytes.length);
    }

    /** Returns whether a text is ASCII without NUL, so that the parser can read its bytes as they are. */
    static boolean isAscii(byte[] text) {
        for (byte b : text) {
            if (b <= 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the UTF-16 unit of an escape.
     *
     * @param start the index of the first of its {@value #UNIT_DIGITS} digits
     * @return negative if one of them is no digit, or if the text ends before
     */
    static int unit(byte[] text, int start) {
        int unit = 0;
        for (int i = start; i < start + UNIT_DIGITS; i++) {
            int digit = i < text.length ? Character.digit(text[i], 16) : -1;
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        while (nextChar == charLimit) {
            if (!fill()) {
                return -1;
            }
        }
        int count = Math.min(length, charLimit - nextChar);
        System.arraycopy(chars, nextChar, target, offset, count);
        nextChar += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    /** Decodes one more part. Returns false at the end of the text. */
    private boolean fill() throws IOException {
        nextChar = 0;
        charLimit = 0;
        if (nextByte == byteLimit) {
            bytesBefore += byteLimit;
            nextByte = 0;
            byteLimit = Math.max(0, source.read(bytes, 0, bytes.length));
            if (byteLimit == 0) {
                if (missing > 0) {
                    throw new Malformed(line, "not UTF-8: the text ends within a character");
                }
                releaseEscape();
                return charLimit > 0;
            }
        }
        int end = Math.min(byteLimit, nextByte + CHUNK);
        while (nextByte < end) {
            byte b = bytes[nextByte];
            if (b > 0 && b != '\\' && (missing | escapeLength) == 0) {
                if (b == '\n') {
                    line++;
                }
                chars[charLimit++] = (char) b;
            } else if (b > 0 && missing == 0) {
                escaping((char) b);
            } else {
                multiByte(b & 0xFF);
            }
            nextByte++;
        }
        return true;
    }

    private void escaping(char c) {
        boolean expected = switch (escapeLength) {
            case 0 -> true;
            case 1 -> c == 'u';
            case 2 -> c == 'd' || c == 'D';
            case 3 -> Character.digit(c, 16) >= 8;
            default -> Character.digit(c, 16) >= 0;
        };
        if (expected) {
            escape[escapeLength++] = c;
            if (escapeLength == ESCAPE_LENGTH) {
                chars[charLimit++] = (char) Integer.parseInt(new String(escape, 2, ESCAPE_LENGTH - 2), 16);
                escapeLength = 0;
            }
            return;
        }
        // A second backslash after a backslash is escaped itself; a later one begins another escape.
        boolean another = c == '\\' && escapeLength > 1;
        releaseEscape();
        if (another) {
            escape[escapeLength++] = c;
            return;
        }
        if (c == '\n') {
            line++;
        }
        chars[charLimit++] = c;
    }

    private void releaseEscape() {
        System.arraycopy(escape, 0, chars, charLimit, escapeLength);
        charLimit += escapeLength;
        escapeLength = 0;
    }

    private void multiByte(int b) throws Malformed {
        if (missing > 0) {
            if (b < lowest || b > highest) {
                throw malformed(b);
            }
            codePoint = (codePoint << 6) | (b & 0x3F);
            lowest = 0x80;
            highest = 0xBF;
            if (--missing == 0) {
                if (codePoint == 0xFEFF && bytesBefore + nextByte == 2) {
                    throw new Malformed(line, "a byte order mark before the JSON, which has to be UTF-8 without one");
                }
                charLimit += Character.toChars(codePoint, chars, charLimit);
            }
            return;
        }
        releaseEscape();
        if (b == 0) {
            throw new Malformed(line, "not JSON in UTF-8: a NUL byte at offset " + (bytesBefore + nextByte));
        }
        if (b >= 0xC2 && b <= 0xDF) {
            expect(1, b & 0x1F, 0x80, 0xBF);
        } else if (b >= 0xE0 && b <= 0xEF) {
            expect(2, b & 0x0F, b == 0xE0 ? 0xA0 : 0x80, b == 0xED ? 0x9F : 0xBF);
        } else if (b >= 0xF0 && b <= 0xF4) {
            expect(3, b & 0x07, b == 0xF0 ? 0x90 : 0x80, b == 0xF4 ? 0x8F : 0xBF);
        } else {
            throw malformed(b);
        }
    }

    private void expect(int count, int bits, int low, int high) {
        missing = count;
        codePoint = bits;
        lowest = low;
        highest = high;
    }

    private Malformed malformed(int b) {
        return new Malformed(line, "not UTF-8: the byte 0x%02x at offset %d".formatted(b, bytesBefore + nextByte));
    }
}
