package io.github.recorder.lifecycle;

import java.util.Locale;

/** The action of {@code verify} on recordings that are older than allowed. */
public enum AgePolicy {
    /** Logs a warning that lists them. */
    WARN,
    /** Fails the build and lists them. */
    FAIL;

    /** Returns the value for configurations, in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
