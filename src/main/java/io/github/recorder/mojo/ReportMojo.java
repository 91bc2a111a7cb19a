package io.github.recorder.mojo;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.ledger.ProjectModule;
import io.github.recorder.lifecycle.InvalidConfigurationException;
import io.github.recorder.lifecycle.ReportService;
import io.github.recorder.prune.PruneOutcome;
import io.github.recorder.prune.PruneResult;
import io.github.recorder.recording.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.maven.doxia.sink.Sink;
import org.apache.maven.doxia.sink.SinkFactory;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.reporting.MavenMultiPageReport;
import org.apache.maven.reporting.MavenReportException;
import tools.jackson.databind.JsonNode;

/**
 * Writes the report of the last run again, with every recording of the directory in full and with the judgement of
 * {@code prune} on each: {@code target/recorder/report/index.html}, a page that a browser opens from disk. The end of a
 * run writes the same page, with the recordings that the run used. Without a run the page shows only the recordings.
 *
 * <p>It is also a report of {@code mvn site}: name the plugin in {@code <reporting>} of the pom, and the site has the
 * page as {@code recorder/index.html}, linked with the other reports.
 *
 * @since 0.1.0
 */
@Mojo(name = "report", threadSafe = true)
final class ReportMojo extends PruningMojo implements MavenMultiPageReport {

    /** The folder in the site. */
    private static final String FOLDER = "recorder";

    @Parameter(defaultValue = "${project.reporting.outputDirectory}", readonly = true, required = true)
    private File reportOutputDirectory;

    @Override
    void run() throws MojoExecutionException {
        write();
    }

    private Path write() throws MojoExecutionException {
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
            return report.page();
        } catch (InvalidConfigurationException problem) {
            throw new MojoExecutionException(problem.getMessage(), problem);
        } catch (IOException problem) {
            throw new MojoExecutionException(
                    "The report cannot be written: " + FileFailure.message(problem) + ". Make the directory writable.",
                    problem);
        }
    }

    private JsonNode judged() throws MojoExecutionException {
        return prune(PruneOutcome.Kind.DRY_RUN, false) instanceof PruneResult.Judged judged
                ? Json.parse(judged.report().json(Instant.now()))
                : Json.nodes().nullNode();
    }

    @Override
    public void generate(Sink sink, Locale locale) throws MavenReportException {
        try {
            Path folder = write().resolveSibling("");
            copy(folder, getReportOutputDirectory().toPath().resolve(FOLDER));
        } catch (MojoExecutionException | IOException problem) {
            throw new MavenReportException("The report cannot be part of the site: " + problem.getMessage(), problem);
        }
    }

    @Override
    public void generate(Sink sink, SinkFactory sinks, Locale locale) throws MavenReportException {
        generate(sink, locale);
    }

    /** Copies the page and what it loads. */
    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(from)) {
            files = found.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            String name = file.toString();
            if (name.endsWith(".html") || name.endsWith(".js")) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.resolveSibling(""));
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @Override
    public boolean canGenerateReport() {
        return !isSkipped() && Files.isDirectory(recordings());
    }

    @Override
    public boolean isExternalReport() {
        return true; // The page has a style of its own.
    }

    @Override
    @SuppressWarnings("deprecation") // Site plugins before 3.20 ask for it, and later ones for what derives from it.
    public String getOutputName() {
        return FOLDER + "/index";
    }

    @Override
    public String getCategoryName() {
        return CATEGORY_PROJECT_REPORTS;
    }

    @Override
    public String getName(Locale locale) {
        return "Recorder";
    }

    @Override
    public String getDescription(Locale locale) {
        return "What the tests say to services and what the services answer: recordings served, missed, changed and"
                + " unused.";
    }

    @Override
    public void setReportOutputDirectory(File directory) {
        reportOutputDirectory = directory;
    }

    @Override
    public File getReportOutputDirectory() {
        return reportOutputDirectory;
    }
}
