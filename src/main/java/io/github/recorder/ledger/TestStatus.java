package io.github.recorder.ledger;

import java.util.Locale;

/** The result of a test, or of a test class. */
public enum TestStatus {
    /** It ran to its end without failure. */
    PASSED,
    /** It threw. */
    FAILED,
    /** It was aborted because an assumption failed. */
    ABORTED,
    /** It did not run: disabled, or excluded by a condition. */
    SKIPPED;

    /** Returns the word that ledgers and the listener's messages use, in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
