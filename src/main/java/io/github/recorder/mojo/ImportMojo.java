package io.github.recorder.mojo;

import io.github.recorder.interchange.ImportResult;
import io.github.recorder.lifecycle.InterchangeConfig;
import io.github.recorder.lifecycle.InterchangeService;
import io.github.recorder.lifecycle.InvalidConfigurationException;
import java.io.File;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Imports what other tools recorded: the mappings of WireMock 3 with their {@code __files}, HAR 1.2, and the cassettes
 * of vcrpy, VCR for Ruby, OkReplay and EasyVCR. Each entry becomes a recording, or a line that says why it does not.
 * The recordings belong to no test, unless {@code test} is set, so they are replayed for each. Existing recordings are
 * never changed. Works with or without a pom.
 *
 * @since 0.1.0
 */
@Mojo(name = "import", requiresProject = false, threadSafe = true)
final class ImportMojo extends InterchangeMojo {

    /**
     * Required. The file to import, or a directory: then all its files in JSON, HAR and YAML are imported, including
     * those in subdirectories. The content of a file decides about its format.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.import")
    private @Nullable File source;

    /**
     * The service of the requests that name no host, as in WireMock's mappings: its base URL, for instance {@code
     * https://api.example.com}, or the name of a service that is built in or in {@code upstreams}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.upstream")
    private @Nullable String upstream;

    /**
     * The id of the test that the recordings belong to, for instance {@code com.acme.PetIT#adopts}. By default they
     * belong to no test.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.test")
    private @Nullable String test;

    @Override
    void exchange(InterchangeConfig config) throws InvalidConfigurationException, MojoExecutionException {
        File files = required(
                source, "No file or directory to import is named. Name one, for instance -Drecorder.import=cassettes.");
        ImportResult result = InterchangeService.read(config, files.toPath(), upstream, test, isDryRun());
        int count = result.recordings();
        getLog().info("Recorder: " + result.imported().size() + " imported, "
                + result.refused().size() + " not imported; " + count
                + (count == 1 ? " recording" : " recordings") + (isDryRun() ? " would be" : "") + " written to "
                + config.directory());
        result.imported().forEach(line -> getLog().info("Recorder:   " + line));
        result.refused().forEach(line -> getLog().warn("Recorder:   " + line));
    }
}
