package io.github.recorder.lifecycle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * When a recording was made.
 *
 * @param path relative to the recordings directory, with forward slashes
 * @param made the time; of an unknown one, that of the file
 * @param certainty how far the time can be trusted
 */
public record RecordingAge(String path, Instant made, Certainty certainty) {

    /** How far the time of a recording can be trusted. */
    public enum Certainty {
        /** It was made then. */
        EXACT,
        /** The clone is shallow, and may lack the commit that made it. */
        CUT_OFF,
        /** Neither git nor the list of dates knows. */
        UNKNOWN
    }

    /** Returns the day on which it was made, in UTC, as in {@code 2026-11-27}. */
    public String day() {
        return LocalDate.ofInstant(made, ZoneOffset.UTC).toString();
    }
}
