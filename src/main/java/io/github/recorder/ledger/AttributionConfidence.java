package io.github.recorder.ledger;

import java.util.Locale;

/** The confidence in the attribution of a request to a test. */
public enum AttributionConfidence {
    /** The request names its test, or only one test ran in its session. */
    EXACT,
    /**
     * Several tests ran at once, and this one has a recording of the request; if others have one too, they are served
     * in turn.
     */
    CONTENT,
    /** The request does not name its test JVM, but there was only one, and only this test ran in it. */
    ASSUMED,
    /**
     * The class is known but not the test, because several of its tests, or none, ran at that time (static
     * initializers, {@code
     *
     * @BeforeAll}).
     */
    CLASS,
    /** Neither the test nor the class is known. */
    NONE;

    /** Returns the word that ledgers use, in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
