package io.github.recorder.prune;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome for the stale recordings of a plan.
 *
 * @param kind what was to be done
 * @param done the verdicts that were carried out
 * @param failed those that were not, each with the reason
 * @param quarantine where the files are now; null if none was moved
 * @param lasting where those are too that git cannot restore; null if there are none
 */
public record PruneOutcome(
        Kind kind,
        List<Verdict> done,
        List<Failure> failed,
        @Nullable Path quarantine,
        @Nullable Path lasting) {

    /** The action that is taken on stale recordings. */
    public enum Kind {
        /** Nothing. */
        DRY_RUN,
        /** They are moved to where they can be restored from. */
        QUARANTINE,
        /** They are deleted for good. */
        DELETE
    }

    /**
     * A file that could not be pruned, and is where it was.
     *
     * @param reason why, without a full stop
     */
    public record Failure(Verdict verdict, String reason) {}

    /** Returns the outcome of doing nothing. */
    public static PruneOutcome dryRun() {
        return new PruneOutcome(Kind.DRY_RUN, List.of(), List.of(), null, null);
    }
}
