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
     * The directory has no recordings.
     *
     * @param text why
     */
    record Nothing(String text) implements PruneResult {}

    /** Another module of this build, which has yet to run its tests, will judge the directory. */
    record Waiting() implements PruneResult {}

    /** The directory was judged, and the requested action was taken. */
    record Judged(PrunePlan plan, PruneOutcome outcome, PruneReport report) implements PruneResult {}
}
