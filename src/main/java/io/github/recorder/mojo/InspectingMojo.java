package io.github.recorder.mojo;

import io.github.recorder.lifecycle.InspectionOutcome;
import io.github.recorder.lifecycle.InvalidConfigurationException;
import io.github.recorder.lifecycle.RecordingInspector;
import io.github.recorder.lifecycle.RequestParsingOptions;
import java.io.File;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;

/** Base of the goals that read recordings without serving them. */
abstract class InspectingMojo extends RecorderMojo {

    /**
     * The directory of the recordings, including subdirectories. A relative path is relative to the project.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.recordings", defaultValue = "src/test/recordings")
    private File recordings;

    /**
     * Artifacts with further recordings below the recordings directory; as for {@code start}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.artifacts")
    private List<String> artifacts = List.of();

    /**
     * Whether JSON is printed instead of text: one value with stable keys, for programs.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.json", defaultValue = "false")
    private boolean json;

    /** Returns the options that decide how live and recorded requests are parsed. */
    RequestParsingOptions reading() {
        return RequestParsingOptions.DEFAULT;
    }

    /** Looks. */
    abstract InspectionOutcome inspect(RecordingInspector inspection) throws MojoExecutionException;

    @Override
    final void run() throws MojoExecutionException, MojoFailureException {
        InspectionOutcome outcome;
        try (RecordingInspector inspection = RecordingInspector.open(
                recordings.toPath(), artifacts(artifacts), shown(recordings.toPath()), reading())) {
            outcome = inspect(inspection);
        } catch (InvalidConfigurationException problem) {
            throw new MojoExecutionException(problem.getMessage(), problem);
        }
        StandardOutput.print(outcome.printed(json));
        if (!outcome.found()) {
            throw new MojoFailureException(outcome.sentence());
        }
    }
}
