package io.github.recorder.prune;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The decisions on the recordings of an artifact, which are never removed.
 *
 * @param artifact the coordinates, for instance {@code com.acme:shop-recordings:1.4}
 * @param recordings the number of its recordings
 * @param served the number of those that a run of the current code served
 * @param verdicts the decisions on the others, except the covered ones and those that another directory needs
 * @param covered the recordings that are never served, because there is one with the same path above them, sorted
 */
public record ArtifactVerdicts(
        String artifact, int recordings, int served, List<Verdict> verdicts, List<String> covered) {

    /** Returns the same without some recordings, which others need. */
    ArtifactVerdicts without(Set<String> paths) {
        return new ArtifactVerdicts(
                artifact,
                recordings,
                served,
                verdicts.stream()
                        .filter(verdict -> !paths.contains(verdict.path()))
                        .toList(),
                covered.stream().filter(path -> !paths.contains(path)).toList());
    }

    /** Returns the recordings that no test of the directory needs, sorted. */
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

    /** Returns the group and the artifact, without the version. */
    static String anyVersion(String artifact) {
        return artifact.substring(0, artifact.indexOf(':', artifact.indexOf(':') + 1));
    }
}
