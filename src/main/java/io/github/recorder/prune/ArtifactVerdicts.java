package io.github.recorder.prune;

import java.util.List;
import java.util.stream.Stream;

/**
 * The decisions on the recordings of an artifact, which are never removed.
 *
 * @param artifact the coordinates, for instance {@code com.acme:shop-recordings:1.4}
 * @param recordings the number of its recordings
 * @param served the number of those that a run of the current code served
 * @param verdicts the decisions on all others, except the covered ones
 * @param covered the recordings that never answer, because there is one with the same path above them, sorted
 */
public record ArtifactVerdicts(
        String artifact, int recordings, int served, List<Verdict> verdicts, List<String> covered) {

    /** Returns the recordings that no test of this build needs, sorted. */
    public List<String> unneeded() {
        return Stream.concat(
                        covered.stream(),
                        verdicts.stream()
                                .filter(verdict -> verdict.reason().isStale())
                                .map(Verdict::path))
                .sorted()
                .toList();
    }

    /** Returns the number of recordings that would also be unneeded if there were a whole run. */
    public long probablyUnneeded() {
        return verdicts.stream()
                .filter(verdict -> verdict.reason() == Verdict.Reason.PROBABLY_UNUSED)
                .count();
    }

    /** Returns the coordinates without the version. */
    String anyVersion() {
        return artifact.substring(0, artifact.indexOf(':', artifact.indexOf(':') + 1));
    }
}
