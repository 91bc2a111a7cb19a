package io.github.recorder.mojo;

import io.github.recorder.lifecycle.InspectionOutcome;
import io.github.recorder.lifecycle.RecordingInspector;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Prints a recording as a person reads it: who asked, the request, the answer with its chunks put together, tool calls, usage. Works
 * with or without a pom: {@code mvn -q recorder:show -Drecorder.file=3efc78}. Fails where there is no such recording.
 *
 * @since 0.1.0
 */
@Mojo(name = "show", requiresProject = false, threadSafe = true)
final class ShowMojo extends InspectingMojo {

    /**
     * What is shown: a file, inside or outside the recordings directory; the beginning of a file's name, which is its hash, six
     * characters at least; or the id of a test, all of whose recordings are shown then.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.file", required = true)
    private String file;

    @Override
    InspectionOutcome inspect(RecordingInspector inspection) {
        return inspection.show(file);
    }
}
