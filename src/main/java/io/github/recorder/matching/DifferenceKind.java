package io.github.recorder.matching;

import java.util.PrimitiveIterator;
import java.util.function.Function;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** The kind of difference between two strings. It hints at the cause, and never makes the strings equal. */
public enum DifferenceKind {
    /** No known kind. */
    NONE,
    /** They are equal except for line ends: CR LF in one, LF in the other. */
    LINE_ENDS,
    /** They are equal except for white space. */
    WHITE_SPACE,
    /**
     * They are equal except for dates, times, UUIDs, long numbers and paths of temporary folders, which change with
     * each run.
     */
    CHANGING_VALUES;

    /** The maximum length of the parts that are searched for changing values. */
    private static final int MOST_SEARCHED = 1 << 16;

    /** The number of equal characters around the differing part that are searched too, as they may be of a value. */
    private static final int MARGIN = 256;

    /**
     * Returns the first kind that applies, in the order of this list; {@link #NONE} if the two are not both strings.
     */
    static DifferenceKind of(JsonNode request, JsonNode recording) {
        if (!request.isString() || !recording.isString()) {
            return NONE;
        }
        String one = request.stringValue();
        String other = recording.stringValue();
        if (areEqual(one, other, DifferenceKind::unixLines)) {
            return LINE_ENDS;
        }
        if (areEqual(one, other, DifferenceKind::withoutWhite)) {
            return WHITE_SPACE;
        }
        return differInChangingValues(one, other) ? CHANGING_VALUES : NONE;
    }

    /** Compares the texts that a form makes of two, up to the first difference. */
    private static boolean areEqual(String one, String other, Function<String, PrimitiveIterator.OfInt> form) {
        PrimitiveIterator.OfInt left = form.apply(one);
        PrimitiveIterator.OfInt right = form.apply(other);
        while (left.hasNext() && right.hasNext()) {
            if (left.nextInt() != right.nextInt()) {
                return false;
            }
        }
        return left.hasNext() == right.hasNext();
    }

    private static PrimitiveIterator.OfInt unixLines(String text) {
        return IntStream.range(0, text.length())
                .filter(i -> text.charAt(i) != '\n' || i == 0 || text.charAt(i - 1) != '\r')
                .map(i -> text.charAt(i) == '\r' ? '\n' : text.charAt(i))
                .iterator();
    }

    private static PrimitiveIterator.OfInt withoutWhite(String text) {
        return text.chars()
                .filter(character -> " \t\n\u000b\f\r\u00a0".indexOf(character) < 0)
                .iterator();
    }

    /** Compares only the part in which the texts differ, and nothing if that is very long. */
    private static boolean differInChangingValues(String one, String other) {
        int shorter = Math.min(one.length(), other.length());
        int head = 0;
        while (head < shorter && one.charAt(head) == other.charAt(head)) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && one.charAt(one.length() - 1 - tail) == other.charAt(other.length() - 1 - tail)) {
            tail++;
        }
        int from = Math.max(0, head - MARGIN);
        int left = Math.max(0, tail - MARGIN);
        return Math.max(one.length(), other.length()) - left - from <= MOST_SEARCHED
                && ChangingValue.withoutChanging(one.substring(from, one.length() - left))
                        .equals(ChangingValue.withoutChanging(other.substring(from, other.length() - left)));
    }
}
