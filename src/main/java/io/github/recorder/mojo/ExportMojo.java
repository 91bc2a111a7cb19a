package io.github.recorder.mojo;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.interchange.ExportResult;
import io.github.recorder.lifecycle.InterchangeConfig;
import io.github.recorder.lifecycle.InterchangeService;
import io.github.recorder.lifecycle.InvalidConfigurationException;
import java.io.File;
import java.io.IOException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Writes all recordings for other tools: as {@code recordings.har} in HAR 1.2, and as mappings of WireMock 3 in {@code
 * wiremock/mappings} and {@code wiremock/__files}. A recording with a secret is left out, with a line that says where
 * the secret is. Works with or without a pom.
 *
 * @since 0.1.0
 */
@Mojo(name = "export", requiresProject = false, threadSafe = true)
final class ExportMojo extends InterchangeMojo {

    /**
     * Required. The directory to write to. It must have no earlier export, unless {@code overwrite} is set.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.export")
    private @Nullable File target;

    /**
     * Whether the files of an earlier export are replaced. Files of recordings that are gone stay.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.overwrite", defaultValue = "false")
    private boolean overwrite;

    @Override
    void exchange(InterchangeConfig config) throws InvalidConfigurationException, MojoExecutionException {
        File directory = required(
                target, "No directory to export to is named. Name one, for instance -Drecorder.export=target/export.");
        ExportResult result;
        try {
            result = InterchangeService.write(config, directory.toPath(), overwrite, isDryRun());
        } catch (IOException problem) {
            throw new MojoExecutionException(
                    "The recordings were not exported: " + FileFailure.message(problem), problem);
        }
        int count = result.recordings();
        getLog().info("Recorder: " + count + (count == 1 ? " recording" : " recordings") + " with "
                + result.responses() + (result.responses() == 1 ? " response" : " responses")
                + (isDryRun() ? " would be" : "") + " exported to " + shown(directory.toPath()));
        result.remarks().forEach(line -> getLog().warn("Recorder:   " + line));
    }
}
