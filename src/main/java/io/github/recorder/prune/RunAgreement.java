package io.github.recorder.prune;

import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.LedgerHead;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.prune.MissingProof.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Whether the decisive runs had the same code of other projects and the same settings. */
final class RunAgreement {

    /** Artifact, version and file, the last parts of a path in a local repository. */
    private static final int MAVEN_COORDINATES = 3;

    private final Map<String, String> snapshots = new HashMap<>();
    private final List<MissingProof> snapshotGaps = new ArrayList<>();

    /** The settings of a run that decide how requests are compared. */
    private record Settings(String plugin, String isolation, ObjectNode comparison) {}

    /** Compares the SNAPSHOT jars of a job that it did not build itself with those of the other jobs. */
    void addSnapshots(LedgerEvent.Execution execution, LedgerHead head) {
        String its = head.header().recordings();
        String inside = head.header().recordingsFromRoot();
        String root = inside == null || inside.length() > its.length()
                ? its
                : its.substring(0, its.length() - inside.length());
        execution.snapshots().forEach((jar, digest) -> {
            String[] parts = jar.split("[/\\\\]", -1);
            String name = Stream.of(parts)
                    .skip(Math.max(0, parts.length - MAVEN_COORDINATES))
                    .collect(Collectors.joining("/"));
            String other = jar.startsWith(root) ? null : snapshots.putIfAbsent(name, digest);
            if (other != null && !other.equals(digest)) {
                snapshotGaps.add(new MissingProof(
                        Kind.CODE_CHANGED,
                        "The job of " + head.file() + " had another " + name + " than other jobs",
                        "Run all jobs with the same one"));
            }
        });
    }

    /** Returns the differences between the SNAPSHOT jars. */
    List<MissingProof> snapshotGaps() {
        return List.copyOf(snapshotGaps);
    }

    /** Returns the difference if runs compared requests in different ways. */
    static Optional<MissingProof> ofSettings(Collection<LedgerHead> runs) {
        Map<Settings, LedgerHead> different = new LinkedHashMap<>();
        for (LedgerHead head : runs) {
            RunHeader header = head.header();
            different.putIfAbsent(new Settings(header.plugin(), header.isolation(), header.comparison()), head);
        }
        if (different.size() < 2) {
            return Optional.empty();
        }
        return Optional.of(new MissingProof(
                Kind.SETTINGS_DIFFER,
                "The runs of these ledgers differ in the version of this plugin, the isolation or the matching: "
                        + different.values().stream()
                                .map(head -> head.file().toString())
                                .collect(Collectors.joining(", ")),
                "Run all jobs with the same settings"));
    }
}
