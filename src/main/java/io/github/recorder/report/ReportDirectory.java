package io.github.recorder.report;

import io.github.recorder.provider.Dialects;
import io.github.recorder.recording.Json;
import io.github.recorder.redaction.SecretScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The report's files of a module: {@code report/index.html}, {@code report/data} with the data of the runs that the page
 * shows, and {@code summary.md}. The page shows the runs of one build.
 */
public final class ReportDirectory {

    private static final String DATA = "data";
    private static final String JSON = ".json";

    private final Path work;
    private final Path report;

    /**
     * Makes a directory, which need not exist.
     *
     * @param work this plugin's folder in the build directory
     */
    public ReportDirectory(Path work) {
        this.work = work;
        this.report = folder(work);
    }

    /** Returns the folder of the page in this plugin's folder. */
    public static Path folder(Path work) {
        return work.resolve("report");
    }

    /** Returns the page. */
    public Path page() {
        return report.resolve("index.html");
    }

    /**
     * Adds a run, and writes the page. Runs of other builds go.
     *
     * @param recordings finished by this method
     * @throws IOException if a file cannot be written
     */
    public void add(RunFacts facts, ReportedRecordings recordings, Dialects dialects, SecretScan secrets)
            throws IOException {
        ObjectNode run = new RunReport(facts, recordings.finish(), dialects, secrets).json();
        ReportFiles.write(report.resolve(DATA).resolve(facts.header().run() + JSON), run.toString());
        List<ObjectNode> runs = runs(facts.header().buildStarted().toString());
        write(facts.header().module(), runs);
        clean(runs);
    }

    /**
     * Writes a page of several modules.
     *
     * @param name what the page is of
     * @param modules the directories of the modules, in the order in which the page shows them
     * @param build when the build started; runs of other builds are left out
     */
    public void aggregate(String name, List<ReportDirectory> modules, String build) throws IOException {
        List<ObjectNode> all = new ArrayList<>();
        for (ReportDirectory module : modules) {
            String base = relative(module.report);
            for (ObjectNode run : module.runs(build)) {
                ArrayNode files = Json.mapper().createArrayNode();
                run.path("files").forEach(file -> files.add(base + file.asString("")));
                run.set("files", files);
                run.put("link", run.path("link").asString("").contains(":") ? run.path("link").asString("") : base + run.path("link").asString(""));
                all.add(run);
            }
        }
        write(name, all);
    }

    private String relative(Path other) {
        Path own = report.toAbsolutePath().normalize();
        Path theirs = other.toAbsolutePath().normalize();
        return own.equals(theirs) ? "" : own.relativize(theirs).toString().replace('\\', '/') + "/";
    }

    private void write(String name, List<ObjectNode> runs) throws IOException {
        ReportFiles.write(page(), ReportPage.html(name, runs));
        ReportFiles.write(work.resolve("summary.md"), SummaryMarkdown.of(name, runs));
    }

    /** Returns the data of the runs of a build, in the order of their starts. */
    private List<ObjectNode> runs(String build) throws IOException {
        List<ObjectNode> runs = new ArrayList<>();
        for (Path file : files()) {
            if (file.toString().endsWith(JSON) && read(file) instanceof ObjectNode run && run.path("build").asString("").equals(build)) {
                runs.add(run);
            }
        }
        runs.sort(Comparator.comparing(run -> run.path("run").asString("")));
        return runs;
    }

    private static JsonNode read(Path file) throws IOException {
        try {
            return Json.parse(Files.readAllBytes(file));
        } catch (JacksonException notOurs) {
            return Json.mapper().missingNode();
        }
    }

    /** Deletes the data of runs that the page does not show. */
    private void clean(List<ObjectNode> shown) throws IOException {
        Set<String> names = shown.stream().map(run -> run.path("run").asString("")).collect(Collectors.toUnmodifiableSet());
        for (Path file : files()) {
            String name = file.getFileName().toString();
            if (names.stream().noneMatch(name::startsWith)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(report.resolve(DATA))) {
            return files.sorted().toList();
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }
}
