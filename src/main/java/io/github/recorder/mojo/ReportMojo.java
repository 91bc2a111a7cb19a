package io.github.recorder.mojo;

import io.github.recorder.ledger.ProjectModule;
import io.github.recorder.lifecycle.InvalidConfigurationException;
import io.github.recorder.lifecycle.ReportService;
import io.github.recorder.prune.PruneOutcome;
import io.github.recorder.prune.PruneResult;
import io.github.recorder.recording.Json;
import java.io.IOException;
import java.time.Instant;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import tools.jackson.databind.JsonNode;

/**
 * Writes the report of the last run again, with every recording of the directory in full and with the judgement of
 * {@code prune} on each: {@code target/recorder/report/index.html}, a page that a browser opens from disk. The end of a
 * run writes the same page, with the recordings that the run used. Without a run the page shows only the recordings.
 *
 * @since 0.1.0
 */
@Mojo(name = "report", threadSafe = true)
final class ReportMojo extends PruningMojo {

    @Override
    void run() throws MojoExecutionException {
        endRuns();
        try {
            ProjectModule module = module(recordings());
            ReportService.WrittenReport report = ReportService.write(
                    module,
                    artifacts(),
                    directory(),
                    System.getenv(),
                    judged(),
                    execution().getVersion());
            getLog().info("Recorder: report of " + report.recordings() + " recordings: " + shown(report.page()));
        } catch (InvalidConfigurationException problem) {
            throw new MojoExecutionException(problem.getMessage(), problem);
        } catch (IOException problem) {
            throw new MojoExecutionException(
                    "The report cannot be written: " + problem.getMessage() + ". Make the directory writable.",
                    problem);
        }
    }

    private JsonNode judged() throws MojoExecutionException {
        return prune(PruneOutcome.Kind.DRY_RUN, false) instanceof PruneResult.Judged judged
                ? Json.parse(judged.report().json(Instant.now()))
                : Json.nodes().nullNode();
    }
}
