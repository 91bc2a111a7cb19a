package io.github.recorder.lifecycle;

import io.github.recorder.prune.PruneOutcome;
import io.github.recorder.prune.PrunePlan;
import io.github.recorder.prune.PruneReport;

/** What pruning came to. */
public sealed interface PruneResult {

    /**
     * Nothing was looked at, because nobody can know what is needed.
     *
     * @param why a clause that goes on after "for", and sentences that say what to do
     */
    record Refused(String why) implements PruneResult {}

    /**
     * There is nothing to do here, or not yet.
     *
     * @param text why
     */
    record Nothing(String text) implements PruneResult {}

    /** The directory was judged, and what was asked for was done. */
    record Judged(PrunePlan plan, PruneOutcome outcome, PruneReport report) implements PruneResult {}
}
