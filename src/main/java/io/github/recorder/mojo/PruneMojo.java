package io.github.recorder.mojo;

import io.github.recorder.lifecycle.PruneResult;
import io.github.recorder.prune.PruneOutcome;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Removes recordings that no test needs any more: after {@code mvn verify}, or together with it in {@code mvn verify
 * recorder:prune}.
 *
 * <p>A recording that a test run was served stays. Any other recording is removed only if the ledgers of the runs prove
 * that nothing needs it: the run covered the code as it is now and all test classes, in mode replay, and nothing failed
 * or was missed. Otherwise the goal says what the proof lacks. Without a ledger it refuses and fails.
 *
 * <p>Removed recordings move to a quarantine, and {@code recorder:restore} moves them back. The result is logged and
 * written to {@code target/recorder/prune.json}.
 *
 * @since 0.1.0
 */
@Mojo(name = "prune", threadSafe = true)
final class PruneMojo extends PruningMojo {

    /**
     * Says what would be pruned, and leaves it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.dryRun", defaultValue = "false")
    private boolean dryRun;

    /**
     * Deletes for good, instead of moving to {@code target/recorder/pruned}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.delete", defaultValue = "false")
    private boolean delete;

    /**
     * Does without the proof that the runs were complete. What any ledger saw served stays even then, whatever code it
     * is of; so does what was added or changed since, and what belongs to skipped tests.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.force", defaultValue = "false")
    private boolean force;

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        runs().end();
        PruneOutcome.Kind action = delete ? PruneOutcome.Kind.DELETE : PruneOutcome.Kind.QUARANTINE;
        PruneResult result = prune(dryRun ? PruneOutcome.Kind.DRY_RUN : action, force);
        if (result instanceof PruneResult.Refused refused) {
            throw new MojoFailureException("Nothing was pruned, for " + refused.why());
        } else if (result instanceof PruneResult.Nothing nothing) {
            getLog().info("Recorder: " + nothing.text());
        } else if (result instanceof PruneResult.Judged judged) {
            log(judged.report().lines(), force || !judged.plan().evidence().complete());
            failWhereNotDone(judged);
        }
    }

    private void log(List<String> lines, boolean warn) {
        lines.forEach(line -> {
            String text = "Recorder: " + line;
            if (warn) {
                getLog().warn(text);
            } else {
                getLog().info(text);
            }
        });
    }
}
