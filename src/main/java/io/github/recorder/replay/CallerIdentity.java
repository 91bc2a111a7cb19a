package io.github.recorder.replay;

import io.github.recorder.ledger.AttributionConfidence;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request.
 *
 * @param test the test's id in ASCII, or its class; null where neither is known
 * @param attribution how sure that is
 */
public record CallerIdentity(@Nullable String test, AttributionConfidence attribution) {

    static final CallerIdentity UNKNOWN = new CallerIdentity(null, AttributionConfidence.NONE);
}
