package io.github.recorder.ledger;

import java.nio.file.Path;
import java.util.List;

/**
 * The parts of a module of the build that ledgers and prune use. A module that uses two recordings directories
 * counts twice.
 *
 * @param id the module as {@code groupId:artifactId}
 * @param basedir its directory, absolute and without links
 * @param buildDirectory mostly {@code target}, absolute
 * @param testClasses the directory of its compiled tests, absolute
 * @param recordings its recordings directory, absolute and, as far as it exists, without links
 */
public record ProjectModule(String id, Path basedir, Path buildDirectory, Path testClasses, Path recordings) {

    /** Where pruned recordings are that git cannot restore, below the module's directory. */
    public static final Path LASTING_QUARANTINES = Path.of(".recorder", "pruned");

    /** Returns the directory of the ledgers of its runs. */
    public Path ledgers() {
        return LedgerLocator.directory(buildDirectory);
    }

    /** Returns this plugin's folder in the build directory. */
    public Path workDirectory() {
        return buildDirectory.resolve("recorder");
    }

    /** Returns where its pruned recordings are, a directory a time; {@code mvn clean} removes it. */
    public Path quarantines() {
        return workDirectory().resolve("pruned");
    }

    /** Returns where those of its pruned recordings are that git cannot restore; no build removes it. */
    public Path lastingQuarantines() {
        return basedir.resolve(LASTING_QUARANTINES);
    }

    /** Returns where prune leaves its report for programs. */
    public Path pruneReport() {
        return workDirectory().resolve("prune.json");
    }

    /** Returns where Surefire and Failsafe leave their reports. */
    public List<Path> testReports() {
        return List.of(buildDirectory.resolve("surefire-reports"), buildDirectory.resolve("failsafe-reports"));
    }
}
