package io.github.recorder.prune;

/** The outcome of pruning. */
public sealed interface PruneResult {

    /**
     * No recording was judged, because it is unknown which are needed.
     *
     * @param why what is unknown, and what to do, in sentences
     */
    record Refused(String why) implements PruneResult {}

    /**
     * There is nothing to do in this module, or not yet.
     *
     * @param text why
     */
    record Nothing(String text) implements PruneResult {}

    /** The directory was judged, and the requested action was taken. */
    record Judged(PrunePlan plan, PruneOutcome outcome, PruneReport report) implements PruneResult {}
}
