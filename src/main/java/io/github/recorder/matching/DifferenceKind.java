package io.github.recorder.matching;

import java.util.regex.Pattern;
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

    /** The number of characters that are compared, so that very long strings cost no more. */
    private static final int MOST_CHARACTERS = 1 << 16;

    private static final Pattern WHITE = Pattern.compile("[\\s\\u00a0]+");

    /**
     * Returns the first kind that applies, in the order of this list; {@link #NONE} if the two are not both strings.
     */
    static DifferenceKind of(JsonNode request, JsonNode recording) {
        if (!request.isString() || !recording.isString()) {
            return NONE;
        }
        String one = cut(request.stringValue());
        String other = cut(recording.stringValue());
        if (unix(one).equals(unix(other))) {
            return LINE_ENDS;
        }
        if (withoutWhite(one).equals(withoutWhite(other))) {
            return WHITE_SPACE;
        }
        return ChangingValue.withoutChanging(one).equals(ChangingValue.withoutChanging(other)) ? CHANGING_VALUES : NONE;
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), MOST_CHARACTERS));
    }

    private static String unix(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n');
    }

    private static String withoutWhite(String text) {
        return WHITE.matcher(text).replaceAll("");
    }
}
