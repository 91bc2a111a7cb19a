package io.github.recorder.mojo;

import io.github.recorder.prune.PruneOutcome;
import io.github.recorder.prune.PruneResult;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Removes recordings that no test needs any more: after {@code mvn verify}, or with it in {@code mvn verify
 * recorder:prune}.
 *
 * <p>A recording that a run served is kept. Any other is removed only if a whole run of the current code proves that
 * its test is gone, requested something else in its place, or changed and no longer requests it. A build that ran only
 * some tests removes nothing: it lists the recordings that are probably unused, and says what is missing for the proof.
 * Without a ledger the goal fails and removes nothing.
 *
 * <p>Recordings are moved to {@code target/recorder/pruned}; those that git cannot restore are also copied to {@code
 * .recorder/pruned}, which {@code mvn clean} does not delete. {@code recorder:restore} restores them. The findings are
 * logged, and written to {@code target/recorder/prune.json}, to {@code prune.md} for a pull request, and to {@code
 * prune-stale.txt} for {@code git rm --pathspec-from-file}.
 *
 * @since 0.1.0
 */
@Mojo(name = "prune", threadSafe = true)
final class PruneMojo extends PruningMojo {

    /**
     * Whether to list the recordings that would be pruned, without pruning them.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.dryRun", defaultValue = "false")
    private boolean dryRun;

    /**
     * Whether to delete recordings permanently instead of moving them to {@code target/recorder/pruned}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.delete", defaultValue = "false")
    private boolean delete;

    /**
     * Whether to prune without the proof of a whole run. Recordings that any ledger saw served are kept, whatever code
     * it covers; so are those that were added or changed since, and those of tests that exist and did not run.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.force", defaultValue = "false")
    private boolean force;

    /**
     * Whether the goal fails if the proof of a whole run is not complete, after it has written what is missing. Without
     * it, the goal succeeds and removes nothing.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.failOnIncomplete", defaultValue = "false")
    private boolean failOnIncomplete;

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        endRuns();
        PruneOutcome.Kind action = delete ? PruneOutcome.Kind.DELETE : PruneOutcome.Kind.QUARANTINE;
        PruneResult result = prune(dryRun ? PruneOutcome.Kind.DRY_RUN : action, force);
        if (result instanceof PruneResult.Refused refused) {
            throw new MojoFailureException("Nothing was pruned. " + refused.why());
        } else if (result instanceof PruneResult.Nothing nothing) {
            getLog().info("Recorder: " + nothing.text());
        } else if (result instanceof PruneResult.Judged judged) {
            log(judged.report().lines(), force || !judged.plan().evidence().complete());
            failWhereNotDone(judged);
            if (failOnIncomplete && !judged.plan().evidence().complete()) {
                throw new MojoFailureException(
                        "The proof that recordings are not needed is not complete (<failOnIncomplete>,"
                                + " -Drecorder.failOnIncomplete):"
                                + judged.plan().evidence().gaps().stream()
                                        .map(gap -> "\n  - " + gap.sentence())
                                        .collect(Collectors.joining()));
            }
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
