package io.github.recorder.recording;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that lets through only what is strict UTF-8 without a byte order mark and without NUL, and counts lines. The JSON
 * parser alone is more lenient than Python: it reads UTF-16, surrogates and overlong forms.
 */
final class Utf8Check extends FilterInputStream {

    /** The text is not what a recording may hold. */
    static final class Malformed extends IOException {

        private static final long serialVersionUID = 1L;

        private final int line;

        Malformed(int line, String reason) {
            super(reason);
            this.line = line;
        }

        /** Returns the line on which the bad byte stands, from 1. */
        int line() {
            return line;
        }
    }

    private int line = 1;
    private long position;
    /** Bytes that the character begun has still to come, and the range that the next of them must be in. */
    private int missing;

    private int lowest;
    private int highest;
    /** The bytes so far are the begin of a byte order mark. */
    private boolean marked;

    Utf8Check(InputStream in) {
        super(in);
    }

    /** Checks a whole text at once. */
    static void check(byte[] bytes) throws Malformed {
        Utf8Check check = new Utf8Check(InputStream.nullInputStream());
        check.take(bytes, 0, bytes.length);
        check.end();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        if (count < 0) {
            end();
        } else {
            take(buffer, offset, count);
        }
        return count;
    }

    private void end() throws Malformed {
        if (missing > 0) {
            throw new Malformed(line, "not UTF-8: the file ends within a character");
        }
    }

    private void take(byte[] bytes, int offset, int count) throws Malformed {
        for (int i = offset; i < offset + count; i++) {
            int b = bytes[i];
            if (b > 0 && missing == 0) {
                if (b == '\n') {
                    line++;
                }
            } else {
                position += i - offset;
                rare(b & 0xFF);
                position -= i - offset;
            }
        }
        position += count;
    }

    private void rare(int b) throws Malformed {
        if (missing > 0) {
            if (b < lowest || b > highest) {
                throw malformed(b);
            }
            marked &= position == 1 ? b == 0xBB : b == 0xBF;
            missing--;
            if (missing == 0 && marked) {
                throw new Malformed(line, "a byte order mark before the JSON, which has to be UTF-8 without one");
            }
            lowest = 0x80;
            highest = 0xBF;
        } else if (b == 0) {
            throw new Malformed(line, "a NUL byte at offset " + position + ", so it is not JSON in UTF-8");
        } else if (b >= 0xC2 && b <= 0xDF) {
            expect(1, 0x80, 0xBF);
        } else if (b >= 0xE0 && b <= 0xEF) {
            marked = b == 0xEF && position == 0;
            expect(2, b == 0xE0 ? 0xA0 : 0x80, b == 0xED ? 0x9F : 0xBF);
        } else if (b >= 0xF0 && b <= 0xF4) {
            expect(3, b == 0xF0 ? 0x90 : 0x80, b == 0xF4 ? 0x8F : 0xBF);
        } else {
            throw malformed(b);
        }
    }

    private void expect(int count, int low, int high) {
        missing = count;
        lowest = low;
        highest = high;
    }

    private Malformed malformed(int b) {
        return new Malformed(line, "not UTF-8: the byte 0x%02x at offset %d".formatted(b, position));
    }
}
