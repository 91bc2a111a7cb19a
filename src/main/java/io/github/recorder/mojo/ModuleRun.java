package io.github.recorder.mojo;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.lifecycle.ExecutionOrder;
import io.github.recorder.lifecycle.RecorderRun;
import io.github.recorder.lifecycle.RunOutcome;
import io.github.recorder.lifecycle.TestJvmSetup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * A run and its project, from {@code start} to whatever ends it first: {@code stop}, {@code verify}, or the end of the
 * project's build. Thread-safe.
 */
final class ModuleRun {

    private final MojoExecution start;
    private final ExecutionReader executions;
    private final MavenProject project;
    private final RecorderRun run;
    private final TestJvmSetup setup;
    private final Log log;
    private final List<String> published = new ArrayList<>();
    private @Nullable SurefireExecution tests;
    private @Nullable RunOutcome outcome;

    /** Reads the ledger's facts about an execution that runs tests. */
    @FunctionalInterface
    interface ExecutionReader {
        LedgerEvent.Execution read(MojoExecution execution) throws IOException;
    }

    /**
     * Takes over a run that has started.
     *
     * @param start the execution that started it
     * @param log receives the summary when the run ends
     */
    ModuleRun(
            MojoExecution start,
            ExecutionReader executions,
            MavenProject project,
            RecorderRun run,
            TestJvmSetup setup,
            Log log) {
        this.start = start;
        this.executions = executions;
        this.project = project;
        this.run = run;
        this.setup = setup;
        this.log = log;
        publish(project.getProperties(), setup.properties());
    }

    /**
     * For users who name the server in their own configuration, which Maven evaluates when the tests are about to
     * start.
     */
    private void publish(Properties project, Map<String, String> server) {
        for (Map.Entry<String, String> property : server.entrySet()) {
            if (project.getProperty(property.getKey()) == null) {
                // Not putIfAbsent, which the properties of Maven 4 do not support.
                project.setProperty(property.getKey(), property.getValue());
                published.add(property.getKey());
            }
        }
    }

    /** Returns whether the run belongs to a project. Compares identity, because a forked life cycle works on a copy. */
    @SuppressWarnings("ReferenceEquality") // The copy is equal to the original.
    boolean isOf(@Nullable MavenProject other) {
        return project == other;
    }

    /** Returns whether the run is still active. */
    synchronized boolean isRunning() {
        return outcome == null;
    }

    /** Called when an execution of the project is about to start. */
    synchronized void started(MojoExecution execution) {
        if (outcome == null && SurefireExecution.runsTests(execution)) {
            log.debug("Recorder: " + execution + " calls " + run.address());
            noteInLedger(execution);
            tests = SurefireExecution.prepare(project, execution, setup, System.getenv());
        }
    }

    private void noteInLedger(MojoExecution execution) {
        try {
            run.ledger().executionStarted(executions.read(execution));
        } catch (IOException unreadable) {
            // An execution that is missing from the ledger keeps prune from treating the run as whole.
            log.warn(
                    "Recorder: the class path of " + execution + " cannot be read: " + FileFailure.message(unreadable));
        }
    }

    /** Called when an execution of the project has ended, successfully or not. */
    synchronized void ended(MojoExecution execution) {
        if (tests != null && tests.isOf(execution)) {
            tests.restore();
            tests = null;
        }
    }

    /**
     * Ends the run with the project's build. Nothing is said about tests that were to run later, because they never
     * will.
     */
    RunOutcome end() {
        return end(null);
    }

    /**
     * Ends the run.
     *
     * @param stop the execution that ends it
     * @param plan the build
     */
    RunOutcome end(MojoExecution stop, BuildPlan plan) {
        return end(plan.order(start, stop));
    }

    /**
     * Ends the run and logs its summary, and a line for each changed recording; later calls only return the outcome.
     */
    private synchronized RunOutcome end(@Nullable ExecutionOrder order) {
        if (outcome == null) {
            outcome = run.stop(order);
            published.forEach(project.getProperties()::remove);
            outcome.sentences().forEach(sentence -> log.info("Recorder: " + sentence));
            outcome.warnings().forEach(sentence -> log.warn("Recorder: " + sentence));
            PackedRecordings.outdated(project, outcome.recording().files())
                    .ifPresent(sentence -> log.warn("Recorder: " + sentence));
        }
        return outcome;
    }
}
