package io.github.recorder.lifecycle;

import io.github.recorder.prune.PruneOutcome;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What to prune, and how.
 *
 * @param module the module whose recordings directory is pruned
 * @param reactor the modules of the whole build that use this plugin, this one included
 * @param unfinished ids of modules that this build has not done with
 * @param buildStarted when Maven started
 * @param root the directory from which the build was started; places in it are the same on each machine
 * @param directory the recordings directory as messages name it
 * @param moreLedgers ledgers of elsewhere: files, directories or globs, relative to the root
 * @param ignoredClasses binary names of test classes that need not run
 * @param action what to do with stale recordings
 * @param force whether to do without the proof
 */
public record PruneRequest(
        ProjectModule module,
        List<ProjectModule> reactor,
        Set<String> unfinished,
        Instant buildStarted,
        Path root,
        String directory,
        List<String> moreLedgers,
        Set<String> ignoredClasses,
        PruneOutcome.Kind action,
        boolean force) {}
