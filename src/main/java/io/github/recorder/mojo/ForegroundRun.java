package io.github.recorder.mojo;

import io.github.recorder.lifecycle.RecorderRun;
import io.github.recorder.lifecycle.RunOutcome;
import io.github.recorder.lifecycle.TestJvmSetup;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/** A run that lasts as long as this JVM, unless its thread is interrupted first. Thread-safe. */
final class ForegroundRun {

    private final RecorderRun run;
    private final Log log;
    private TestJvmSetup.@Nullable Connection connection;
    private boolean ended;

    ForegroundRun(RecorderRun run, Log log) {
        this.run = run;
        this.log = log;
    }

    /**
     * Ends the run when the JVM ends. People and scripts end the goal with Ctrl-C and SIGTERM, and only a shutdown hook
     * runs after them.
     */
    void endWithJvm() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "recorder-end"));
    }

    /** Withdraws, when the run ends, what leads test JVMs to it. */
    synchronized void withdrawAtEnd(TestJvmSetup.Connection published) {
        connection = published;
    }

    /** Ends the run and logs its summary, the first time it is called. */
    synchronized void end() {
        if (!ended) {
            ended = true;
            if (connection != null) {
                connection.withdraw();
            }
            RunOutcome outcome = run.stop();
            outcome.sentences().forEach(sentence -> log.info("Recorder: " + sentence));
            outcome.warnings().forEach(sentence -> log.warn("Recorder: " + sentence));
        }
    }
}
