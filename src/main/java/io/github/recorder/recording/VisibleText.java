package io.github.recorder.recording;

import java.util.HexFormat;

/**
 * Makes the text of a service or of a file safe for a terminal and a log, where control characters could erase lines,
 * begin lines that look like others, or reverse the direction of the text. Pure.
 */
public final class VisibleText {

    private static final HexFormat HEX = HexFormat.of();

    private VisibleText() {}

    /** Returns the text with its control characters as escapes, as in {@code \n} and {@code \u001b}. */
    public static String of(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                visible.append("\\n");
            } else if (Character.isISOControl(c) || isDirection(c) || c == '\u2028' || c == '\u2029') {
                visible.append("\\u").append(HEX.toHexDigits(c));
            } else {
                visible.append(c);
            }
        }
        return visible.toString();
    }

    /** Whether a character changes the direction of the text beyond the characters of a script. */
    private static boolean isDirection(char c) {
        return (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
    }
}
