package io.github.recorder.replay;

import io.github.recorder.ledger.AttributionConfidence;
import io.github.recorder.matching.TestId;
import org.jspecify.annotations.Nullable;

/**
 * The test that sent a request.
 *
 * @param test the test's id in ASCII, or its class; null if neither is known
 * @param attribution the confidence
 * @param formerTest the id of the test in recordings from before test ids were unique; null if there is none
 * @param stranger whether the request may come from another program or a page in a browser, and not from the tests
 */
public record CallerIdentity(
        @Nullable String test,
        AttributionConfidence attribution,
        @Nullable String formerTest,
        boolean stranger) {

    static final CallerIdentity UNKNOWN = new CallerIdentity(null, AttributionConfidence.NONE);

    static final CallerIdentity STRANGER = new CallerIdentity(null, AttributionConfidence.NONE, null, true);

    /** Returns the identity of a test; of a program that names no test if it is null. */
    public static CallerIdentity of(@Nullable String test) {
        return test == null ? UNKNOWN : new CallerIdentity(TestId.ascii(test), AttributionConfidence.EXACT);
    }

    CallerIdentity(@Nullable String test, AttributionConfidence attribution) {
        this(test, attribution, null);
    }

    CallerIdentity(@Nullable String test, AttributionConfidence attribution, @Nullable String formerTest) {
        this(test, attribution, formerTest, false);
    }
}
