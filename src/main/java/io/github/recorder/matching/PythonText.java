package io.github.recorder.matching;

import java.util.Arrays;

/**
 * The characters that Python's regular expressions treat as spaces and digits. Computed with CPython 3.11 (Unicode 14)
 * by matching every code point with {@code re.match(r'\s', c)} and {@code re.match(r'\d', c)}. Java's own classes
 * differ.
 */
final class PythonText {

    /** The zeros of all ranges of ten decimal digits beyond ASCII, ascending. */
    private static final int[] ZEROS = {
        0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20,
        0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0,
        0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0,
        0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60, 0x16ac0,
        0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0
    };

    private PythonText() {}

    /** Returns whether {@code \s} matches the character. */
    static boolean isSpace(char c) {
        if (c <= ' ') {
            return c == ' ' || (c >= 0x09 && c <= 0x0d) || c >= 0x1c;
        }
        if (c < 0x85) {
            return false;
        }
        return c == 0x85
                || c == 0xa0
                || c == 0x1680
                || (c >= 0x2000 && c <= 0x200a)
                || c == 0x2028
                || c == 0x2029
                || c == 0x202f
                || c == 0x205f
                || c == 0x3000;
    }

    /** Returns whether {@code \d} matches the code point. */
    static boolean isDigit(int codePoint) {
        return digit(codePoint) >= 0;
    }

    /** Returns the value of a digit, 0 to 9; -1 if {@code \d} does not match the code point. */
    static int digit(int codePoint) {
        if (codePoint < 0x80) {
            return codePoint >= '0' && codePoint <= '9' ? codePoint - '0' : -1;
        }
        int found = Arrays.binarySearch(ZEROS, codePoint);
        if (found >= 0) {
            return 0;
        }
        int before = -found - 2;
        int value = before < 0 ? 10 : codePoint - ZEROS[before];
        return value < 10 ? value : -1;
    }
}
