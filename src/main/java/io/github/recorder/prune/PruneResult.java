package io.github.recorder.prune;

/** The outcome of pruning. */
public sealed interface PruneResult {

    /**
     * Nothing was looked at, because nobody can know what is needed.
     *
     * @param why what is not known, and what to do, in sentences
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
