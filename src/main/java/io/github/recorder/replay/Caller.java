package io.github.recorder.replay;

import io.github.recorder.ledger.Attribution;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request.
 *
 * @param test the test's id in ASCII, or its class; null where neither is known
 * @param attribution how sure that is
 */
record Caller(@Nullable String test, Attribution attribution) {

    static final Caller UNKNOWN = new Caller(null, Attribution.NONE);
}
