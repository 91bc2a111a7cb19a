package io.github.recorder.prune;

import io.github.recorder.ledger.ArtifactFile;
import io.github.recorder.ledger.BuildLayout;
import io.github.recorder.ledger.ProjectModule;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.progress.TimedProgress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The request to prune a directory.
 *
 * @param module the module whose recordings directory is pruned
 * @param build the whole build
 * @param unfinished ids of modules that this build has not finished
 * @param buildStarted when Maven started
 * @param base the base of relative paths of further ledgers: the directory in which Maven was started
 * @param directory the recordings directory as messages name it
 * @param artifacts the artifacts below the directory, the uppermost first
 * @param moreLedgers further ledgers: files, directories or globs
 * @param options the options of the plan
 * @param comparison returns how requests were compared in a run, given the first line of its ledger
 * @param action the action on stale recordings
 * @param progress how far the reading and the judging are
 */
public record PruneRequest(
        ProjectModule module,
        BuildLayout build,
        Set<String> unfinished,
        Instant buildStarted,
        Path base,
        String directory,
        List<ArtifactFile> artifacts,
        List<String> moreLedgers,
        PrunePlanner.PlanOptions options,
        Function<RunHeader, RequestComparison> comparison,
        PruneOutcome.Kind action,
        TimedProgress progress) {}
