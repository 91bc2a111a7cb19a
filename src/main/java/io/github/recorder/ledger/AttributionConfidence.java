package io.github.recorder.ledger;

import java.util.Locale;

/** How sure it is which test made a call. */
public enum AttributionConfidence {
    /** The call names its test, or the test was the only one that ran in its session. */
    EXACT,
    /** Several tests ran at once, and only one of them has a recording of the call. */
    CONTENT,
    /** The call does not say which test JVM it comes of; there was only one, and this ran in it. */
    ASSUMED,
    /**
     * The class is known, but not which of its tests: several ran at once, or none (static initializers, {@code
     * @BeforeAll}).
     */
    CLASS,
    /** Nothing is known. */
    NONE;

    /** Returns the word that ledgers use, in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
