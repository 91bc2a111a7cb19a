package io.github.recorder.matching;

import java.util.Arrays;
import java.util.Iterator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A kind of text that changes with each run. The kinds are tried in this order. No expression nests repetitions that
 * could backtrack, and none has a capturing group.
 */
enum ChangingValue {
    /** A path in the temporary directory, on Linux, macOS and Windows. */
    TEMPORARY_PATH("(?:/private)?/(?:tmp|var/folders/[^/\\s\"']+/[^/\\s\"']+/T)/[^\\s\"'<>]+"
            + "|[A-Za-z]:\\\\Users\\\\[^\\\\\\s\"']+\\\\AppData\\\\Local\\\\Temp\\\\[^\\s\"'<>]+"),
    /** A UUID. */
    UUID("\\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\b"),
    /** A date, or a date and a time. */
    DATE("\\b\\d{4}-\\d{2}-\\d{2}(?:[T ]\\d{2}:\\d{2}(?::\\d{2})?(?:[.,]\\d{1,9})?)?(?:Z|[-+]\\d{2}:?\\d{2})?"),
    /** A time of day. */
    TIME("\\b\\d{1,2}:\\d{2}(?::\\d{2})?(?:[.,]\\d{1,9})?\\b"),
    /** A hash or a random id. */
    HEXADECIMAL("\\b[0-9a-f]{16,64}\\b"),
    /** Seconds or milliseconds since 1970, or a random number. */
    LONG_NUMBER("\\b\\d{9,20}\\b"),
    /** A name that JUnit gives to temporary folders. */
    JUNIT_FOLDER("\\bjunit-?\\d{4,}\\b"),
    /** A counter. It does not show that a text changes with each run, but it may change. */
    COUNTER("(?<![\\w.])\\d{1,8}(?!\\w|\\.\\d)");

    private static final Pattern ANY = Pattern.compile(
            Arrays.stream(values()).map(kind -> "(" + kind.expression + ")").collect(Collectors.joining("|")));

    private static final Pattern EACH_RUN = Pattern.compile(Arrays.stream(values())
            .filter(kind -> kind != COUNTER)
            .map(kind -> "(?:" + kind.expression + ")")
            .collect(Collectors.joining("|")));

    private final String expression;

    ChangingValue(String expression) {
        this.expression = expression;
    }

    /** Returns the regular expression that matches all values of this kind, in Java's form and without groups. */
    String expression() {
        return expression;
    }

    /** Returns a text in which the same character replaces each value that changes with each run. */
    static String withoutChanging(String text) {
        return EACH_RUN.matcher(text).replaceAll("\u0000");
    }

    /** Returns the values in a text, including counters, in their order. Each is searched for when it is requested. */
    static Iterator<Place> in(String text) {
        return ANY.matcher(text).results().map(ChangingValue::place).iterator();
    }

    private static Place place(MatchResult match) {
        int group = 1;
        while (match.group(group) == null) {
            group++;
        }
        return new Place(values()[group - 1], match.start(), match.end());
    }

    /**
     * A value in a text.
     *
     * @param start the index of its first character
     * @param end the index after its last character
     */
    record Place(ChangingValue kind, int start, int end) {}
}
