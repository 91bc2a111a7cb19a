package io.github.recorder.interchange;

import java.util.regex.Pattern;

/** A text from a file as one line of a log. */
final class SingleLine {

    private static final Pattern BREAKING = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");

    private SingleLine() {}

    /** Returns the text without line breaks and other control characters. */
    static String of(String text) {
        return BREAKING.matcher(text).replaceAll(" ");
    }
}
