package io.github.recorder.prune;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome for the stale recordings of a plan.
 *
 * @param kind the action
 * @param done the verdicts that were carried out
 * @param failed those that were not, each with the reason
 * @param quarantine where the files are now; null if none was moved
 * @param lasting where those that git cannot restore are copied to; null if there are none
 */
public record PruneOutcome(
        Kind kind,
        List<Verdict> done,
        List<Failure> failed,
        @Nullable Path quarantine,
        @Nullable Path lasting) {

    /** The action on stale recordings. */
    public enum Kind {
        /** Nothing. */
        DRY_RUN,
        /** They are moved to a quarantine, from which they can be restored. */
        QUARANTINE,
        /** They are deleted permanently. */
        DELETE
    }

    /**
     * A file that could not be pruned and is unchanged.
     *
     * @param reason why, without a full stop
     */
    public record Failure(Verdict verdict, String reason) {}

    /** Returns the outcome of a dry run. */
    public static PruneOutcome dryRun() {
        return new PruneOutcome(Kind.DRY_RUN, List.of(), List.of(), null, null);
    }
}
