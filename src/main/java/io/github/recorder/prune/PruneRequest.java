package io.github.recorder.prune;

import io.github.recorder.ledger.BuildLayout;
import io.github.recorder.ledger.ProjectModule;
import io.github.recorder.ledger.RunHeader;
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
 * @param unfinished ids of modules that this build has not done with
 * @param buildStarted when Maven started
 * @param base what ledgers of elsewhere are relative to: the directory from which Maven was started
 * @param directory the recordings directory as messages name it
 * @param moreLedgers ledgers of elsewhere: files, directories or globs
 * @param options what the plan depends on
 * @param comparison how requests were compared in the run with a ledger that begins so
 * @param action what to do with stale recordings
 */
public record PruneRequest(
        ProjectModule module,
        BuildLayout build,
        Set<String> unfinished,
        Instant buildStarted,
        Path base,
        String directory,
        List<String> moreLedgers,
        PrunePlanner.PlanOptions options,
        Function<RunHeader, RequestComparison> comparison,
        PruneOutcome.Kind action) {}
