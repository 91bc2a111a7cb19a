package io.github.recorder.mojo;

import io.github.recorder.lifecycle.InspectionOutcome;
import io.github.recorder.lifecycle.RecordingInspector;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Prints a recording in readable form: the test, the request, the response with its chunks joined, tool calls, usage.
 * Works with or without a pom: {@code mvn -q recorder:show -Drecorder.file=3efc78}. Fails if there is no such
 * recording.
 *
 * @since 0.1.0
 */
@Mojo(name = "show", requiresProject = false, threadSafe = true)
final class ShowMojo extends InspectingMojo {

    /**
     * Required. The recordings to show: a file, inside or outside the recordings directory; the prefix of a file name,
     * at least six characters; or the id of a test, which selects all its recordings.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.file")
    private @Nullable String file;

    @Override
    InspectionOutcome inspect(RecordingInspector inspection) throws MojoExecutionException {
        return inspection.show(required(
                file,
                "No recording to show is named. Name a file, the first six characters of one, or a test,"
                        + " for instance -Drecorder.file=3efc78."));
    }
}
