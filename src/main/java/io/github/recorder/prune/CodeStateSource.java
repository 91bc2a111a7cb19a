package io.github.recorder.prune;

import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.RunHeader;
import org.jspecify.annotations.Nullable;

/** Tells how a module's code is now. */
@FunctionalInterface
public interface CodeStateSource {

    /** Returns the code, with an empty digest for tests that are not compiled; null where the module cannot be found. */
    LedgerEvent.@Nullable CodeState of(RunHeader run);
}
