package io.github.recorder.mojo;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.lifecycle.ClientSettings;
import io.github.recorder.lifecycle.LedgerSettings;
import io.github.recorder.lifecycle.RecorderRun;
import io.github.recorder.lifecycle.RunConfig;
import io.github.recorder.lifecycle.ShellExports;
import io.github.recorder.lifecycle.TestJvmSetup;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Serves recordings in the foreground until Ctrl-C, for tests that run in an IDE and for programs in other languages.
 * Works with or without a pom: {@code mvn recorder:run -Drecorder.recordings=DIR -Drecorder.port=8089}. With a pom,
 * test JVMs that have the listener jar on their class path find the server by {@code target/recorder}. Prints the
 * variables that a shell must export so that clients find the server, and the address of a page that shows requests
 * and misses as they come. Ctrl-C or a SIGTERM ends the run: recordings that
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
    boolean page() {
        return true;
    }

    @Override
    void run() throws MojoExecutionException {
        ClientSettings clients = clientSettings();
        RunConfig config = config();
        LedgerSettings ledger = ledger(RunHeader.RUN, null);
        RecorderRun run = serve(config, ledger);
        ForegroundRun foreground = new ForegroundRun(run, getLog());
        foreground.endWithJvm();
        if (ledger != null) {
            connect(run, clients, foreground);
            rememberLaunch(config, clients);
        }
        try {
            getLog().info(startSentence(run, run.url()));
            getLog().info(pageSentence(run));
            // A single message, so that only its first line has Maven's prefix and the rest can be pasted.
            getLog().info("Recorder: for the shell that runs the tests; Ctrl-C ends the server\n\n"
                    + ShellExports.of(run.url()));
            new CountDownLatch(1).await();
        } catch (InterruptedException ended) {
            foreground.end();
            Thread.currentThread().interrupt();
        }
    }

    /** Lets test JVMs find the server by the listener jar on their class path. */
    private void connect(RecorderRun run, ClientSettings clients, ForegroundRun foreground)
            throws MojoExecutionException {
        try {
            foreground.withdrawAtEnd(TestJvmSetup.connect(workDirectory(), run, clients));
        } catch (IOException problem) {
            foreground.end();
            throw new MojoExecutionException(
                    "What test JVMs need cannot be written to " + workDirectory() + ": " + FileFailure.message(problem)
                            + ". Make the directory writable.",
                    problem);
        }
    }
}
