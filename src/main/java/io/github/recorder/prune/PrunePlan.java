package io.github.recorder.prune;

import java.nio.file.Path;
import java.util.List;

/**
 * The decisions on the recordings of one directory.
 *
 * @param recordings the directory, absolute and without links
 * @param total the number of files that were examined
 * @param served the number of recordings that a run of the current code served
 * @param verdicts the decisions on all others, sorted by test (shared ones last), then by path
 * @param evidence the reason for the verdicts
 * @param forced whether the plan does not require the proof
 * @param artifacts the decisions on the recordings of artifacts, of which none is counted above
 */
public record PrunePlan(
        Path recordings,
        int total,
        int served,
        List<Verdict> verdicts,
        Evidence evidence,
        boolean forced,
        List<ArtifactVerdicts> artifacts) {

    /** The decisions on a directory without artifacts. */
    public PrunePlan(
            Path recordings, int total, int served, List<Verdict> verdicts, Evidence evidence, boolean forced) {
        this(recordings, total, served, verdicts, evidence, forced, List.of());
    }

    /** Returns the same plan with other decisions on the recordings of artifacts. */
    PrunePlan with(List<ArtifactVerdicts> others) {
        return new PrunePlan(recordings, total, served, verdicts, evidence, forced, others);
    }

    /** Returns the verdicts on stale recordings. */
    public List<Verdict> stale() {
        return verdicts.stream().filter(verdict -> verdict.reason().isStale()).toList();
    }

    /** Returns the verdicts on recordings that are kept although they were not served. */
    public List<Verdict> kept() {
        return verdicts.stream().filter(verdict -> !verdict.reason().isStale()).toList();
    }

    /** Returns the verdicts on recordings that would be stale if there were a whole run. */
    public List<Verdict> probablyUnused() {
        return verdicts.stream()
                .filter(verdict -> verdict.reason() == Verdict.Reason.PROBABLY_UNUSED)
                .toList();
    }
}
