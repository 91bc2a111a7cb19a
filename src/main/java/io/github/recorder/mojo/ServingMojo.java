package io.github.recorder.mojo;

import io.github.recorder.lifecycle.LedgerSettings;
import io.github.recorder.lifecycle.RecorderRun;
import io.github.recorder.lifecycle.RunRequest;
import io.github.recorder.lifecycle.StartException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What the goals that serve recordings have in common. */
abstract class ServingMojo extends RecordingsMojo {

    /**
     * The port that the server listens on, on the loopback interface. 0, the default, takes any that is free, so that builds
     * and modules that run at the same time never meet. A port that is taken fails the build.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.port", defaultValue = "0")
    private int port;

    /**
     * Whether a test may be answered with a recording of another test: {@code strict}, never; {@code prefer}, where
     * neither the test itself nor a shared recording answers and all the others would answer alike; {@code shared}, as
     * {@code prefer}, but without regard to which test asks. A recording without a test id is everyone's.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.isolation", defaultValue = "prefer")
    private String isolation;

    /**
     * The bound on the answers that the server keeps in memory, in MiB. Recordings beyond it are read from the disk again
     * when they are asked for; the number of recordings does not matter.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.cacheMegabytes", defaultValue = "32")
    private int cacheMegabytes;

    /**
     * Starts the server as configured; misses and unfit files are logged as warnings while it runs.
     *
     * @param ledger the ledger that the run keeps; null for none
     */
    final RecorderRun serve(@Nullable LedgerSettings ledger) throws MojoExecutionException {
        RunRequest request = new RunRequest(
                recordings(), directory(), port, IsolationWord.isolation(isolation), cacheMegabytes, missReports());
        try {
            return RecorderRun.start(request, ledger, warning -> getLog().warn("Recorder: " + warning));
        } catch (StartException problem) {
            throw new MojoExecutionException(problem.getMessage(), problem);
        }
    }

    /** Returns where misses are written to; null without a project, for then nobody asked for a directory of ours. */
    private RunRequest.@Nullable Folder missReports() {
        if (project().getBasedir() == null) {
            return null;
        }
        Path folder = Path.of(project().getBuild().getDirectory(), "recorder", "misses");
        return new RunRequest.Folder(folder, shown(folder));
    }

    /** Returns what is logged of a run that has started. */
    final String startSentence(RecorderRun run) {
        if (!Files.isDirectory(recordings())) {
            return "Recorder: no recordings to replay at " + run.url() + ", for there is no directory " + directory()
                    + " (<recordings>, -Drecorder.recordings)";
        }
        int count = run.recordings();
        return "Recorder: replaying " + count + (count == 1 ? " recording" : " recordings") + " of " + directory()
                + " at " + run.url();
    }

    /** Returns the word for the isolation. */
    final String isolationWord() {
        return isolation;
    }
}
