package io.github.recorder.mojo;

import io.github.recorder.lifecycle.RecorderRun;
import io.github.recorder.lifecycle.RunRequest;
import io.github.recorder.lifecycle.StartException;
import io.github.recorder.matching.Isolation;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What the goals that serve recordings have in common. */
abstract class ServingMojo extends RecorderMojo {

    /**
     * The directory of the recordings, folders below it included. A relative path is relative to the project. It may be
     * missing: then there are no recordings, and every call is missed.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.recordings", defaultValue = "src/test/recordings")
    private File recordings;

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

    /** Starts the server as configured; misses and unfit files are logged as warnings while it runs. */
    final RecorderRun serve() throws MojoExecutionException {
        RunRequest request =
                new RunRequest(recordings.toPath(), directory(), port, isolation(), cacheMegabytes, missReports());
        try {
            return RecorderRun.start(request, warning -> getLog().warn("Recorder: " + warning));
        } catch (StartException problem) {
            throw new MojoExecutionException(problem.getMessage(), problem);
        }
    }

    /** Returns the recordings directory as messages name it: relative to the project where it lies in it. */
    final String directory() {
        return shown(recordings.toPath());
    }

    private String shown(Path some) {
        Path path = some.toAbsolutePath().normalize();
        Path base = base().toAbsolutePath().normalize();
        Path shown = path.startsWith(base) && !path.equals(base) ? base.relativize(path) : path;
        return shown.toString().replace(File.separatorChar, '/');
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
        if (!recordings.isDirectory()) {
            return "Recorder: no recordings to replay at " + run.url() + ", for there is no directory " + directory()
                    + " (<recordings>, -Drecorder.recordings)";
        }
        int count = run.recordings();
        return "Recorder: replaying " + count + (count == 1 ? " recording" : " recordings") + " of " + directory()
                + " at " + run.url();
    }

    private Path base() {
        @Nullable File base = project().getBasedir();
        return base == null ? Path.of(session().getExecutionRootDirectory()) : base.toPath();
    }

    private Isolation isolation() throws MojoExecutionException {
        for (Isolation value : Isolation.values()) {
            if (word(value).equals(isolation)) {
                return value;
            }
        }
        String allowed =
                Arrays.stream(Isolation.values()).map(ServingMojo::word).collect(Collectors.joining(", "));
        throw new MojoExecutionException(
                "<isolation> (-Drecorder.isolation) is " + isolation + ". Give one of: " + allowed + ".");
    }

    private static String word(Isolation isolation) {
        return isolation.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
