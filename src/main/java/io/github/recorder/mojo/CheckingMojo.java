package io.github.recorder.mojo;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.lifecycle.InvalidConfigurationException;
import io.github.recorder.lifecycle.ReportService;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Base of the goals that make and use the results of a check. */
abstract class CheckingMojo extends RecorderMojo {

    /**
     * The directory of the recordings, including subdirectories. A relative path is relative to the project.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.recordings", defaultValue = "src/test/recordings")
    private File recordings;

    /**
     * Texts that look like secrets and are not; as for {@code start}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.allowedSecrets")
    private @Nullable List<String> allowedSecrets;

    @Parameter(defaultValue = "${project.build.directory}/recorder", readonly = true, required = true)
    private File workDirectory;

    final Path recordings() {
        return recordings.toPath();
    }

    final @Nullable List<String> allowedSecrets() {
        return allowedSecrets;
    }

    /** Returns the directory of the results. */
    final Path workDirectory() {
        return workDirectory.toPath();
    }

    /**
     * Writes the report with the results. A failure is a warning, because the results are in another file, too.
     *
     * @return the page; empty if it could not be written
     */
    final Optional<Path> writeReport() throws MojoExecutionException {
        try {
            return Optional.of(ReportService.checked(
                    module(recordings()),
                    shown(recordings()),
                    System.getenv(),
                    execution().getVersion()));
        } catch (IOException | InvalidConfigurationException problem) {
            getLog().warn("Recorder: the report cannot be written: " + FileFailure.message(problem));
            return Optional.empty();
        }
    }
}
