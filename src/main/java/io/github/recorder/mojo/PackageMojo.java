package io.github.recorder.mojo;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.lifecycle.InterchangeConfig;
import io.github.recorder.lifecycle.InvalidConfigurationException;
import io.github.recorder.lifecycle.PackageService;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;
import org.jspecify.annotations.Nullable;

/**
 * Packs the recordings into a zip file and attaches it to the project, so that {@code mvn install} and {@code mvn
 * deploy} publish it with the type {@code zip} and the classifier {@code recordings}. Other projects name it in {@code
 * artifacts}. It holds the recordings directory and, below it, the artifacts that this project names itself.
 *
 * <p>It is bound to the phase {@code verify}, after the integration tests, so that it packs what they recorded. Bound
 * to an earlier phase, it packs what was recorded before.
 *
 * <p>The same recordings give the same bytes. Nothing is packed if a file is not a recording, has a name that no
 * recording has, or contains a secret. Without recordings the goal does nothing.
 *
 * @since 0.1.0
 */
@Mojo(name = "package", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
final class PackageMojo extends RecorderMojo {

    /**
     * The directory of the recordings, including subdirectories. A relative path is relative to the project.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.recordings", defaultValue = "src/test/recordings")
    private File recordings;

    /**
     * Artifacts with further recordings below the recordings directory, which are packed, too;
     * as for {@code start}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.artifacts")
    private List<String> artifacts = List.of();

    /**
     * The classifier of the attached file. If it is another than {@code recordings}, those who use it name it as the
     * fourth part of its coordinates.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.classifier", defaultValue = ArtifactParameter.CLASSIFIER)
    private String classifier;

    /**
     * Texts that look like secrets and are not; as for {@code start}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.allowedSecrets")
    private @Nullable List<String> allowedSecrets;

    @Inject
    private MavenProjectHelper helper;

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        Path directory = recordings.toPath();
        Path target = Path.of(project().getBuild().getDirectory())
                .resolve(project().getBuild().getFinalName() + "-" + classifier + "." + ArtifactParameter.TYPE);
        PackageService.PackagedRecordings packed;
        try {
            packed = PackageService.write(
                    new InterchangeConfig(
                            directory,
                            shown(directory),
                            UpstreamParameter.reading(List.of(), null, null, null, allowedSecrets, null),
                            System.getenv(),
                            properties()),
                    artifacts(artifacts),
                    target);
        } catch (InvalidConfigurationException problem) {
            throw new MojoExecutionException(problem.getMessage(), problem);
        } catch (IOException problem) {
            throw new MojoExecutionException(
                    "The recordings were not packed: " + FileFailure.message(problem), problem);
        }
        if (!packed.problems().isEmpty()) {
            throw new MojoFailureException(
                    "The recordings were not packed:\n  - " + String.join("\n  - ", packed.problems()));
        }
        int count = packed.recordings();
        if (count == 0) {
            getLog().info("Recorder: no recordings to pack in " + shown(directory));
            return;
        }
        PackedRecordings.remember(project(), shown(target));
        helper.attachArtifact(project(), ArtifactParameter.TYPE, classifier, target.toFile());
        getLog().info("Recorder: " + count + (count == 1 ? " recording" : " recordings") + " packed into "
                + shown(target)
                + (packed.shadowed() == 0
                        ? ""
                        : "; " + packed.shadowed()
                                + " left out, because a layer above has the same request of the same test"));
    }
}
