package io.github.recorder.mojo;

import io.github.recorder.lifecycle.InterchangeConfig;
import io.github.recorder.lifecycle.InvalidConfigurationException;
import java.io.File;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Base of the goals that exchange recordings with other tools. */
abstract class InterchangeMojo extends RecorderMojo {

    /**
     * The directory of the recordings, including subdirectories. A relative path is relative to the project.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.recordings", defaultValue = "src/test/recordings")
    private File recordings;

    /**
     * Whether to list only what would be written.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.dryRun", defaultValue = "false")
    private boolean dryRun;

    /**
     * The real services that are not built in, or that differ from the built-in ones; as for {@code start}.
     *
     * @since 0.1.0
     */
    @Parameter
    private @Nullable List<UpstreamParameter> upstreams;

    /**
     * Further values to replace by {@code REDACTED} before anything is written; as for {@code start}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.redactions")
    private @Nullable List<String> redactions;

    /**
     * Texts that look like secrets and are not; as for {@code start}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.allowedSecrets")
    private @Nullable List<String> allowedSecrets;

    /**
     * Your own rules about equal requests; as for {@code start}.
     *
     * @since 0.1.0
     */
    @Parameter
    private @Nullable MatchingParameter matching;

    /** Exchanges recordings. */
    abstract void exchange(InterchangeConfig config) throws InvalidConfigurationException, MojoExecutionException;

    /** Returns whether nothing is written. */
    final boolean isDryRun() {
        return dryRun;
    }

    @Override
    final void run() throws MojoExecutionException, MojoFailureException {
        try {
            exchange(new InterchangeConfig(
                    recordings.toPath(),
                    shown(recordings.toPath()),
                    UpstreamParameter.reading(
                            upstreams == null ? List.of() : upstreams,
                            null,
                            null,
                            redactions,
                            allowedSecrets,
                            matching),
                    System.getenv(),
                    properties()));
        } catch (InvalidConfigurationException problem) {
            throw new MojoExecutionException(problem.getMessage(), problem);
        }
    }
}
