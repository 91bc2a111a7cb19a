package io.github.recorder.mojo;

import io.github.recorder.lifecycle.RecorderRun;
import io.github.recorder.lifecycle.RunOutcome;
import io.github.recorder.lifecycle.TestSetup;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * A run and the project that it belongs to, from {@code start} to whatever ends it first: {@code stop}, {@code verify}, or the
 * end of the project's build. Safe for use by many threads.
 */
final class ProjectRun {

    private final MavenProject project;
    private final RecorderRun run;
    private final TestSetup setup;
    private final Log log;
    private @Nullable TestExecution tests;
    private @Nullable RunOutcome outcome;

    /**
     * Takes over a run that has started.
     *
     * @param log told the summary when the run ends
     */
    ProjectRun(MavenProject project, RecorderRun run, TestSetup setup, Log log) {
        this.project = project;
        this.run = run;
        this.setup = setup;
        this.log = log;
        // For people who name the server in their own configuration, which Maven reads when the tests are due.
        // One by one, for the properties of Maven 4 forget what putIfAbsent and its like have put.
        Properties properties = project.getProperties();
        for (Map.Entry<String, String> property : setup.properties().entrySet()) {
            if (properties.getProperty(property.getKey()) == null) {
                properties.setProperty(property.getKey(), property.getValue());
            }
        }
    }

    /** Tells whether the run belongs to a project: the very object, for a forked life cycle works on a copy. */
    @SuppressWarnings("ReferenceEquality") // The copy equals the original.
    boolean isOf(@Nullable MavenProject other) {
        return project == other;
    }

    /** Called when an execution of the project is about to start. */
    synchronized void started(MojoExecution execution) {
        if (outcome == null && TestExecution.runsTests(execution)) {
            log.debug("Recorder: " + execution + " calls " + run.url());
            tests = TestExecution.prepare(project, execution, setup, System.getenv());
        }
    }

    /** Called when an execution of the project has ended, well or not. */
    synchronized void ended(MojoExecution execution) {
        if (tests != null && tests.isOf(execution)) {
            tests.restore();
            tests = null;
        }
    }

    /** Ends the run and logs its summary; from the second time on only returns the outcome. */
    synchronized RunOutcome end() {
        if (outcome == null) {
            outcome = run.stop();
            for (Map.Entry<String, String> property : setup.properties().entrySet()) {
                if (property.getValue().equals(project.getProperties().getProperty(property.getKey()))) {
                    project.getProperties().remove(property.getKey());
                }
            }
            log.info("Recorder: " + outcome.sentence());
        }
        return outcome;
    }
}
