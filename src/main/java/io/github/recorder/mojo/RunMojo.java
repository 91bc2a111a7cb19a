package io.github.recorder.mojo;

import io.github.recorder.ledger.RunHeader;
import io.github.recorder.lifecycle.RecorderRun;
import io.github.recorder.lifecycle.ShellExports;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Serves recordings in the foreground until Ctrl-C, for tests that run in an IDE and for programs in other languages.
 * Works with or without a pom: {@code mvn recorder:run -Drecorder.recordings=DIR -Drecorder.port=8089}. Prints the
 * variables that a shell must export so that clients find the server. Ctrl-C or a SIGTERM ends the run: recordings that
 * wait for its end are written, and the summary is logged as by the goal {@code stop}.
 *
 * @since 0.1.0
 */
@Mojo(name = "run", requiresProject = false, threadSafe = true)
final class RunMojo extends ServingMojo {

    /**
     * Whether a line is logged for each request: method and path, the test, the status, and the recording that was
     * served.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.requests", defaultValue = "false")
    private boolean requests;

    @Override
    @Nullable
    Consumer<String> requestLog() {
        return requests ? line -> getLog().info("Recorder: " + line) : null;
    }

    @Override
    void run() throws MojoExecutionException {
        RecorderRun run = serve(ledger(RunHeader.RUN));
        ForegroundRun foreground = new ForegroundRun(run, getLog());
        foreground.endWithJvm();
        try {
            getLog().info(startSentence(run, run.url()));
            // A single message, so that only its first line has Maven's prefix and the rest can be pasted.
            getLog().info("Recorder: for the shell that runs the tests; Ctrl-C ends the server\n\n"
                    + ShellExports.of(run.url()));
            new CountDownLatch(1).await();
        } catch (InterruptedException ended) {
            foreground.end();
            Thread.currentThread().interrupt();
        }
    }
}
