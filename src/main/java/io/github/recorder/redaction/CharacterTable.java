package io.github.recorder.redaction;

/**
 * A set of characters below 256. One look in a table replaces several comparisons, whose results a processor cannot
 * predict in data, and a scan spends most of its time there. Immutable and thread-safe.
 */
final class CharacterTable {

    private static final int SIZE = 256;

    private final boolean[] members = new boolean[SIZE];

    /**
     * Creates a set.
     *
     * @param characters its members, all below 256
     */
    CharacterTable(String characters) {
        characters.chars().forEach(c -> members[c] = true);
    }

    /**
     * Returns whether a character, or an unsigned byte, is a member.
     *
     * @param c at least 0
     */
    boolean contains(int c) {
        return c < SIZE && members[c];
    }

    /** Returns the index of the first character, at an index or after it, that is no member; else the length. */
    int endOfRun(String text, int start) {
        int i = start;
        while (i < text.length() && contains(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** Returns all characters between two, both included. */
    static String range(char first, char last) {
        StringBuilder all = new StringBuilder();
        for (char c = first; c <= last; c++) {
            all.append(c);
        }
        return all.toString();
    }
}
