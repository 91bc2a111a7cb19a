package io.github.recorder.replay;

import io.github.recorder.ledger.AttributionConfidence;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request.
 *
 * @param test the test's id in ASCII, or its class; null where neither is known
 * @param attribution how sure that is
 * @param formerTest the id of the test in recordings that were made before test ids were unique; null if there is none
 */
public record CallerIdentity(
        @Nullable String test,
        AttributionConfidence attribution,
        @Nullable String formerTest) {

    static final CallerIdentity UNKNOWN = new CallerIdentity(null, AttributionConfidence.NONE);

    CallerIdentity(@Nullable String test, AttributionConfidence attribution) {
        this(test, attribution, null);
    }
}
