package io.github.recorder.lifecycle;

import io.github.recorder.ledger.CodeFingerprint;
import io.github.recorder.ledger.LedgerLocator;
import java.nio.file.Path;
import java.util.List;

/**
 * A module of the build, as far as ledgers and prune need to know it.
 *
 * @param id the module as {@code groupId:artifactId}
 * @param basedir its directory, absolute
 * @param buildDirectory mostly {@code target}, absolute
 * @param testClasses the directory of its compiled tests, absolute
 * @param sources files and directories that decide what its tests ask for
 * @param recordings its recordings directory, absolute and, as far as it exists, without links
 */
public record ProjectModule(
        String id, Path basedir, Path buildDirectory, Path testClasses, List<Path> sources, Path recordings) {

    /** Returns where the ledgers of its runs lie. */
    public Path ledgers() {
        return LedgerLocator.directory(buildDirectory);
    }

    /** Returns where this plugin keeps what a build leaves. */
    public Path workDirectory() {
        return buildDirectory.resolve("recorder");
    }

    /** Returns where its pruned recordings lie, a directory a time. */
    public Path quarantines() {
        return workDirectory().resolve("pruned");
    }

    /** Returns where prune leaves its report for programs. */
    public Path pruneReport() {
        return workDirectory().resolve("prune.json");
    }

    /** Returns where Surefire and Failsafe leave their reports. */
    public List<Path> testReports() {
        return List.of(buildDirectory.resolve("surefire-reports"), buildDirectory.resolve("failsafe-reports"));
    }

    /** Returns what its code is. */
    CodeFingerprint.Scope code() {
        return new CodeFingerprint.Scope(basedir, sources, testClasses, recordings);
    }
}
