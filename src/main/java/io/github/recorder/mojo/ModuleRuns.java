package io.github.recorder.mojo;

import io.github.recorder.lifecycle.RunOutcome;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.maven.plugin.MojoExecution;

/**
 * The runs of one project in one build, passed from goal to goal through Maven's plugin context. Usually one; several
 * if {@code start} is bound more than once, for instance for Surefire and for Failsafe.
 */
final class ModuleRuns {

    private final List<ModuleRun> runs = new CopyOnWriteArrayList<>();

    private ModuleRuns() {}

    /**
     * Returns the runs that a plugin context holds.
     *
     * @param context the context, which Maven keeps for each project and build
     */
    @SuppressWarnings("unchecked") // The signature in Maven has no type parameters.
    static ModuleRuns in(Map<?, ?> context) {
        // Not the name of the class: another version of this plugin in the same build has a class of that name.
        return (ModuleRuns) ((Map<Object, Object>) context).computeIfAbsent(ModuleRuns.class, key -> new ModuleRuns());
    }

    /** Adds a run that has just started. */
    void add(ModuleRun run) {
        runs.add(run);
    }

    /** Returns whether a run is still active. */
    boolean areRunning() {
        return runs.stream().anyMatch(ModuleRun::isRunning);
    }

    /**
     * Ends the active runs, and returns the outcomes of all, in the order of their starts.
     *
     * @param stop the execution that ends them
     * @param plan the build
     */
    List<RunOutcome> end(MojoExecution stop, BuildPlan plan) {
        return runs.stream().map(run -> run.end(stop, plan)).toList();
    }
}
