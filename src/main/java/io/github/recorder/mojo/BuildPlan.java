package io.github.recorder.mojo;

import io.github.recorder.lifecycle.ExecutionOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.lifecycle.LifecycleExecutor;
import org.apache.maven.plugin.MojoExecution;
import org.jspecify.annotations.Nullable;

/**
 * The executions of a project's build in their order; empty if Maven cannot compute it.
 *
 * @param executions the executions
 */
record BuildPlan(List<MojoExecution> executions) {

    /** Returns the plan of the session's current project. */
    @SuppressWarnings("deprecation") // A goal without injection has no other access to a component of Maven.
    static BuildPlan of(MavenSession session) {
        try {
            LifecycleExecutor lifecycle = session.getContainer().lookup(LifecycleExecutor.class);
            return new BuildPlan(lifecycle
                    .calculateExecutionPlan(session, false, session.getGoals().toArray(String[]::new))
                    .getMojoExecutions());
        } catch (Exception undecided) { // A dozen kinds. Only a warning needs the plan, so the build can continue.
            return new BuildPlan(List.of());
        }
    }

    /** Returns the executions before one; none if it is not in the plan. */
    List<MojoExecution> before(MojoExecution one) {
        int index = index(one);
        return executions.subList(0, Math.max(0, index));
    }

    /**
     * Returns the executions that run tests, relative to a run.
     *
     * @param start the execution that started the run
     * @param stop the execution that stops it
     * @return null if one of the two is not in the plan
     */
    @Nullable
    ExecutionOrder order(MojoExecution start, MojoExecution stop) {
        int from = index(start);
        int to = index(stop);
        if (from < 0 || to < from) {
            return null;
        }
        int previous = from;
        while (previous > 0 && !isOf(start, executions.get(previous - 1))) {
            previous--;
        }
        List<MojoExecution> rest = executions.subList(to, executions.size());
        // Executions between two runs count as before the second.
        boolean last = rest.stream()
                .noneMatch(later -> isOf(start, later) && later.getGoal().equals(start.getGoal()));
        return new ExecutionOrder(
                tests(executions.subList(previous, from)),
                tests(executions.subList(from, to)),
                last ? tests(rest) : List.of());
    }

    private static boolean isOf(MojoExecution start, MojoExecution other) {
        return other.getPlugin().getKey().equals(start.getPlugin().getKey());
    }

    private static List<String> tests(List<MojoExecution> executions) {
        List<String> tests = new ArrayList<>();
        for (MojoExecution execution : executions) {
            if (SurefireExecution.runsTests(execution)) {
                tests.add(SurefireExecution.name(execution));
            }
        }
        return tests;
    }

    private int index(MojoExecution one) {
        for (int i = 0; i < executions.size(); i++) {
            MojoExecution other = executions.get(i);
            if (one.getGoal().equals(other.getGoal())
                    && one.getExecutionId().equals(other.getExecutionId())
                    && one.getPlugin().getKey().equals(other.getPlugin().getKey())) {
                return i;
            }
        }
        return -1;
    }
}
