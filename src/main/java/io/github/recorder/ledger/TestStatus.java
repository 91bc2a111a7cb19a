package io.github.recorder.ledger;

import java.util.Locale;

/** How a test, or a test class, ended. */
public enum TestStatus {
    /** It ran to its end. */
    PASSED,
    /** It threw. */
    FAILED,
    /** It gave up, because an assumption of its own did not hold. */
    ABORTED,
    /** It was not run: disabled, or left out by a condition. */
    SKIPPED;

    /** Returns the word that ledgers and the listener's messages use, in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
