package io.github.recorder.ledger;

import java.nio.file.Path;
import java.util.List;

/**
 * The parts of a module of the build that ledgers and prune use. A module with two recordings directories is
 * represented twice.
 *
 * @param id the module as {@code groupId:artifactId}
 * @param basedir its directory, absolute and without links
 * @param buildDirectory usually {@code target}, absolute
 * @param testClasses the directory of its compiled tests, absolute
 * @param recordings its recordings directory, absolute; links in its existing part are resolved
 * @param executions the executions of Surefire and Failsafe in the phase of the start or later
 */
public record ProjectModule(
        String id,
        Path basedir,
        Path buildDirectory,
        Path testClasses,
        Path recordings,
        List<DeclaredExecution> executions) {

    /** The folder, in the module's directory, for pruned recordings that git cannot restore. */
    public static final Path LASTING_QUARANTINES = Path.of(".recorder", "pruned");

    /** Returns the directory of the module's ledgers. */
    public Path ledgers() {
        return LedgerLocator.directory(buildDirectory);
    }

    /** Returns this plugin's folder in the build directory. */
    public Path workDirectory() {
        return buildDirectory.resolve("recorder");
    }

    /**
     * Returns the directory of its pruned recordings, with one subdirectory for each prune; {@code mvn clean} deletes
     * it.
     */
    public Path quarantines() {
        return workDirectory().resolve("pruned");
    }

    /** Returns the directory of its pruned recordings that git cannot restore; no build deletes it. */
    public Path lastingQuarantines() {
        return basedir.resolve(LASTING_QUARANTINES);
    }

    /** Returns the file of prune's report in JSON. */
    public Path pruneReport() {
        return workDirectory().resolve("prune.json");
    }

    /** Returns the file of prune's summary in Markdown, for a pull request. */
    public Path pruneSummary() {
        return workDirectory().resolve("prune.md");
    }

    /** Returns the file that lists stale recordings for {@code git rm --pathspec-from-file}. */
    public Path staleList() {
        return workDirectory().resolve("prune-stale.txt");
    }

    /** Returns the file that lists the recordings of artifacts that no test of the module needs. */
    public Path artifactList() {
        return workDirectory().resolve("prune-artifacts.txt");
    }

    /** Returns the directories of Surefire's and Failsafe's reports. */
    public List<Path> testReports() {
        return List.of(buildDirectory.resolve("surefire-reports"), buildDirectory.resolve("failsafe-reports"));
    }
}
