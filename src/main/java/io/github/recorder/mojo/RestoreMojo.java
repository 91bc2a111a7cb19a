package io.github.recorder.mojo;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.ledger.ProjectModule;
import io.github.recorder.prune.RestoreOutcome;
import io.github.recorder.prune.Restorer;
import java.io.File;
import java.io.IOException;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Restores pruned recordings: the latest quarantine in {@code target/recorder/pruned} and {@code .recorder/pruned}, or
 * the one that is named. An existing file is not overwritten; the pruned recording then stays in the quarantine, and
 * the goal fails.
 *
 * @since 0.1.0
 */
@Mojo(name = "restore", threadSafe = true)
final class RestoreMojo extends RecorderMojo {

    /**
     * The name of the quarantine to restore, which is its creation time, for instance {@code 20261122T164501Z}. The
     * latest by default.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.quarantine")
    private @Nullable String quarantine;

    @Parameter(defaultValue = "${project.build.directory}/recorder/pruned", readonly = true, required = true)
    private File quarantines;

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        Restorer restorer =
                new Restorer(List.of(quarantines.toPath(), base().resolve(ProjectModule.LASTING_QUARANTINES)));
        try {
            List<String> names = restorer.names();
            if (quarantine != null && !names.contains(quarantine)) {
                throw new MojoFailureException("<quarantine> (-Drecorder.quarantine) is " + quarantine + ", and there "
                        + (names.isEmpty() ? "is none." : "are only: " + String.join(", ", names) + "."));
            }
            if (names.isEmpty()) {
                getLog().info("Recorder: nothing to restore for " + project().getArtifactId());
                return;
            }
            RestoreOutcome outcome = restorer.restore(quarantine == null ? names.get(names.size() - 1) : quarantine);
            int count = outcome.restored().size();
            getLog().info("Recorder: " + count + (count == 1 ? " recording" : " recordings") + " of "
                    + outcome.quarantine() + " restored to " + outcome.recordings());
            if (!outcome.failed().isEmpty()) {
                throw new MojoFailureException("Not all recordings could be restored; these are still in quarantine "
                        + outcome.quarantine() + ":\n  - " + String.join("\n  - ", outcome.failed()));
            }
        } catch (IOException problem) {
            throw new MojoExecutionException(
                    "The quarantine cannot be restored: " + FileFailure.message(problem) + ".", problem);
        }
    }
}
