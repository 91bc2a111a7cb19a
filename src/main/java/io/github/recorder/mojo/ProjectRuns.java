package io.github.recorder.mojo;

import io.github.recorder.lifecycle.RunOutcome;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The runs of one project in one build, handed from goal to goal through Maven's plugin context. Mostly one; more where
 * {@code start} is bound twice, say for Surefire and for Failsafe.
 */
final class ProjectRuns {

    private final List<ProjectRun> runs = new CopyOnWriteArrayList<>();

    private ProjectRuns() {}

    /**
     * Returns the runs that a plugin context holds.
     *
     * @param context the context, which Maven keeps for each project and build
     */
    @SuppressWarnings("unchecked") // Maven's signature has no type parameters; the keys are strings.
    static ProjectRuns in(Map<?, ?> context) {
        return (ProjectRuns)
                ((Map<String, Object>) context).computeIfAbsent(ProjectRuns.class.getName(), key -> new ProjectRuns());
    }

    /** Adds a run that has just started. */
    void add(ProjectRun run) {
        runs.add(run);
    }

    /** Ends those that have not ended, and returns what all came to, in the order of their starts. */
    List<RunOutcome> end() {
        return runs.stream().map(ProjectRun::end).toList();
    }
}
