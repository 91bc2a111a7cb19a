package io.github.recorder.mojo;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.ledger.ArtifactFile;
import io.github.recorder.lifecycle.RunComparison;
import io.github.recorder.prune.PruneOutcome;
import io.github.recorder.prune.PrunePlanner;
import io.github.recorder.prune.PruneRequest;
import io.github.recorder.prune.PruneResult;
import io.github.recorder.prune.PruneService;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;

/** Base of the goals that judge whether recordings are stale. */
abstract class PruningMojo extends RecorderMojo {

    /**
     * The directory of the recordings, including subdirectories. A relative path is relative to the project. If the
     * directory is missing, there are no recordings, and no request matches.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.recordings", defaultValue = "src/test/recordings")
    private File recordings;

    /**
     * Artifacts with further recordings below the recordings directory, the same as for {@code start}. Nothing of them
     * is ever removed or renamed. {@code prune} says which of them no test of the directory needs.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.artifacts")
    private List<String> artifacts = List.of();

    /**
     * Ledgers of runs on other machines, for instance of the jobs of a CI that run a part of the tests each: files,
     * directories that are searched recursively, or globs; relative to the directory in which Maven was started. Those
     * of the current commit prove together what each of them cannot prove alone. What any of them saw served is kept.
     * The ledgers of the build's own modules ({@code target/recorder/ledgers}) are always used.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.ledgers")
    private List<String> ledgers = List.of();

    /**
     * Test classes, by their full names, that no run is expected to execute, for instance because only a person runs
     * them. Their recordings are kept. They must not need those of other tests, nor other tests depend on them.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.ignoredTestClasses")
    private List<String> ignoredTestClasses = List.of();

    /**
     * Recordings that are always kept: globs, relative to the recordings directory, for those that no run on this
     * machine can prove to be needed.
     * <pre>{@code
     * <keep>
     *   <pattern>com.acme.NightlyIT/**</pattern>
     *   <pattern>**.models.json</pattern>
     * </keep>
     * }</pre>
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.keep")
    private List<String> keep = List.of();

    /** Returns whether the user names ledgers of runs on other machines. */
    final boolean namesLedgers() {
        return !ledgers.isEmpty();
    }

    /** Returns the artifacts below the directory, the uppermost first. */
    final List<ArtifactFile> artifacts() throws MojoExecutionException {
        return artifacts(artifacts);
    }

    /** Returns the directory of the recordings. */
    final Path recordings() {
        return recordings.toPath();
    }

    /** Returns the recordings directory for messages: relative to the project if it is inside. */
    final String directory() {
        return shown(recordings.toPath());
    }

    /** Returns the request to judge the recordings of the project. */
    final PruneRequest request(PruneOutcome.Kind action, boolean force) throws MojoExecutionException {
        return new PruneRequest(
                module(recordings()),
                layout(),
                unfinished(),
                buildStarted(),
                startDirectory(),
                directory(),
                artifacts(),
                ledgers,
                new PrunePlanner.PlanOptions(force, keep, Set.copyOf(ignoredTestClasses)),
                header -> RunComparison.of(header.comparison()),
                action,
                progress());
    }

    /** Judges the recordings of the project, and takes the requested action on the stale ones. */
    final PruneResult prune(PruneOutcome.Kind action, boolean force) throws MojoExecutionException {
        PruneRequest request = request(action, force);
        try {
            return PruneService.run(request);
        } catch (IOException problem) {
            throw new MojoExecutionException("Pruning failed: " + FileFailure.message(problem), problem);
        }
    }

    /** Fails if a stale recording could not be removed. All others have been handled before. */
    static void failWhereNotDone(PruneResult.Judged judged) throws MojoFailureException {
        List<PruneOutcome.Failure> failed = judged.outcome().failed();
        if (!failed.isEmpty()) {
            String list = failed.stream()
                    .map(failure -> failure.verdict().path() + ": " + failure.reason())
                    .collect(Collectors.joining("\n  - ", "\n  - ", ""));
            throw new MojoFailureException(
                    "Stale recordings that could not be removed and stay where they are:" + list);
        }
    }

    /** Returns the modules that this build has not finished yet, if it also runs tests. */
    private Set<String> unfinished() {
        MavenSession session = session();
        if (session.getGoals().stream().allMatch(goal -> goal.indexOf(':') >= 0)) {
            return Set.of();
        }
        return session.getProjects().stream()
                .filter(project -> session.getResult().getBuildSummary(project) == null)
                .map(BuildModules::id)
                .collect(Collectors.toUnmodifiableSet());
    }
}
