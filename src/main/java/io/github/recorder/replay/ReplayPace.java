package io.github.recorder.replay;

import java.util.Locale;

/**
 * The pace of a replayed stream's events.
 *
 * @param factor the factor for the recorded times: 1 keeps them, 0.5 is twice as fast, 0 is all at once
 */
public record ReplayPace(double factor) {

    /** All events at once. */
    public static final ReplayPace NONE = new ReplayPace(0);

    /** The recorded pace. */
    public static final ReplayPace RECORDED = new ReplayPace(1);

    /**
     * Parses a pace: {@code none}, {@code recorded} or a number.
     *
     * @throws IllegalArgumentException if it is none of these; the message says so
     */
    public static ReplayPace parse(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (word.equals("none")) {
            return NONE;
        }
        if (word.equals("recorded")) {
            return RECORDED;
        }
        try {
            double factor = Double.parseDouble(word);
            if (factor >= 0 && factor <= 1000) {
                return new ReplayPace(factor);
            }
        } catch (NumberFormatException notANumber) {
            // The message below says what is allowed.
        }
        throw new IllegalArgumentException("The pace is " + text
                + ". Give none (all at once), recorded (as it was), or a number from 0 to 1000 that the"
                + " recorded times are multiplied by.");
    }
}
