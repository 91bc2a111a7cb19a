package io.github.recorder.mojo;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.ledger.UnreadableLedgerException;
import io.github.recorder.prune.PruneOutcome;
import io.github.recorder.rekey.RekeyResult;
import io.github.recorder.rekey.RekeyService;
import io.github.recorder.rekey.RekeyStep;
import java.io.IOException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Corrects the test id and file name of recordings after a test was renamed or moved, and renames files whose hash no
 * longer fits their content. It is a dry run unless {@code -Drecorder.apply} is set.
 *
 * <p>A test counts as renamed if a complete run has no test with the old id and served the recording to exactly one
 * test.
 *
 * @since 0.1.0
 */
@Mojo(name = "rekey", threadSafe = true)
final class RekeyMojo extends PruningMojo {

    /**
     * Whether to rename. Otherwise the goal only lists what it would rename.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.apply", defaultValue = "false")
    private boolean apply;

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        endRuns();
        RekeyResult result;
        try {
            result = RekeyService.run(request(PruneOutcome.Kind.DRY_RUN, false), apply);
        } catch (IOException problem) {
            throw new MojoExecutionException("Rekeying failed: " + FileFailure.message(problem), problem);
        } catch (UnreadableLedgerException problem) {
            throw new MojoFailureException(problem.getMessage(), problem);
        }
        int count = result.plan().size();
        getLog().info("Recorder: " + directory() + ": " + count + (count == 1 ? " recording" : " recordings")
                + (apply ? " renamed" : " would be renamed"));
        for (RekeyStep rekeying : result.plan()) {
            getLog().info("Recorder:   " + rekeying.line());
        }
        if (!result.unproven().isEmpty()) {
            getLog().warn("Recorder: test ids are not changed because there is no proof of a complete run:");
            result.unproven().forEach(gap -> getLog().warn("Recorder:   - " + gap));
        }
        if (!apply && count > 0) {
            getLog().info("Recorder: nothing was changed; -Drecorder.apply does it");
        }
        if (!result.failed().isEmpty()) {
            throw new MojoFailureException(
                    "Not all recordings could be renamed:\n  - " + String.join("\n  - ", result.failed()));
        }
    }
}
