package io.github.recorder.report;

import io.github.recorder.ledger.RunHeader;
import io.github.recorder.provider.Dialects;
import io.github.recorder.recording.Json;
import io.github.recorder.redaction.SecretScan;
import io.github.recorder.store.AtomicWriter;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The report's files of a module: {@code report/index.html}, {@code report/data} with the data of the runs that the
 * page shows, and {@code summary.md}. The page shows the runs of one build.
 */
public final class ReportDirectory {

    private static final String DATA = "data";
    /** Nobody but this class reads these files, and their text is in the page, too. */
    private static final String JSON = ".json.gz";

    private static final String CHECK = "check" + JSON;

    private final Path work;
    private final Path report;

    /**
     * Creates the directory object; the directory need not exist.
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
     * Adds a run, and writes the page. Runs of other builds are removed.
     *
     * @param recordings finished by this method
     * @throws IOException if a file cannot be written
     */
    public void add(RunFacts facts, ReportedRecordings recordings, Dialects dialects, SecretScan secrets)
            throws IOException {
        ObjectNode run = new RunReport(facts, recordings.finish(), dialects, secrets).bounded();
        Instant build = facts.header().buildStarted();
        // Long data need not be read to know that they are of an earlier build.
        List<ObjectNode> runs = new ArrayList<>(runs(build.toString(), RunHeader.runTime(build)));
        runs.removeIf(earlier -> earlier.path("run").equals(run.path("run")));
        runs.add(run);
        write(facts.header().module(), runs, List.of(run));
        clean(runs);
    }

    /**
     * Writes the page of the last build again, with every recording of the directory in full; without a run the page
     * has only these.
     *
     * @param facts the facts of an empty run, for a page without runs
     * @param recordings finished by this method
     * @param prune the report of {@code prune} as JSON; JSON null if nothing was judged
     */
    public void complete(
            RunFacts facts, ReportedRecordings recordings, JsonNode prune, Dialects dialects, SecretScan secrets)
            throws IOException {
        ReportedRecordings.Prepared prepared = recordings.finish();
        List<ObjectNode> runs = runs(lastBuild());
        if (runs.isEmpty()) {
            runs = List.of(new RunReport(facts, prepared, dialects, secrets).bounded());
            UnusedRecordings.ungroup(runs.get(0));
            runs.get(0).path("recordings").forEach(row -> ((ObjectNode) row).put("state", ""));
            ((ObjectNode) runs.get(0).path("counts")).put("unused", 0);
        } else {
            runs.forEach(run -> complete(run, prepared));
        }
        for (ObjectNode run : runs) {
            run.set("prune", secrets.masked(prune));
        }
        write(facts.header().module(), runs, runs);
        clean(runs);
    }

    private static void complete(ObjectNode run, ReportedRecordings.Prepared prepared) {
        UnusedRecordings.ungroup(run);
        Map<String, ObjectNode> unlisted = new TreeMap<>(prepared.rows());
        ArrayNode rows = Json.nodes().arrayNode();
        for (JsonNode row : run.path("recordings")) {
            ObjectNode now = unlisted.remove(row.path("path").asString(""));
            ((ObjectNode) row).remove("file");
            rows.add(now == null ? row : ((ObjectNode) row).setAll(now));
        }
        unlisted.forEach((path, row) ->
                rows.addObject().put("path", path).put("state", "").setAll(row));
        run.set("recordings", rows);
        ArrayNode files = run.putArray("files");
        prepared.files().forEach(files::add);
        run.set("bodies", prepared.inline());
    }

    /**
     * Adds what became known after the runs of the last build to its page; does nothing if there is no page.
     *
     * @param member the name of the value in the data of each run
     * @param value without secrets
     */
    public void addLater(String module, String member, JsonNode value) throws IOException {
        List<ObjectNode> runs = runs(lastBuild());
        for (ObjectNode run : runs) {
            run.set(member, value);
        }
        if (!runs.isEmpty()) {
            write(module, runs, runs);
        }
    }

    /**
     * Sets the results of the last check, and writes the page of the last build with them.
     *
     * @param facts the results; null if there are none
     * @param directory the recordings directory as messages name it
     * @param link the recordings directory relative to the page, as in {@link RunFacts}
     */
    public void checked(
            @Nullable CheckFacts facts,
            String module,
            String directory,
            String link,
            Dialects dialects,
            SecretScan secrets)
            throws IOException {
        Path file = report.resolve(DATA).resolve(CHECK);
        if (facts == null) {
            Files.deleteIfExists(file);
        } else {
            AtomicWriter.writeUnforced(
                    file, compressed(Json.strict(CheckSection.json(facts, directory, link, dialects, secrets))));
        }
        write(module, runs(lastBuild()), List.of());
    }

    /** Returns whether there is a run of a build to report on. */
    public boolean hasRuns() throws IOException {
        return !runs(lastBuild()).isEmpty();
    }

    private String lastBuild() throws IOException {
        String last = "";
        for (Path file : files()) {
            String build = isRun(file) ? read(file).path("build").asString("") : "";
            last = build.compareTo(last) > 0 ? build : last;
        }
        return last;
    }

    /**
     * Writes a page of several modules.
     *
     * @param name the title of the page
     * @param modules the directories of the modules, in the order of the page
     * @param build when the build started; runs of other builds are left out
     */
    public void aggregate(String name, List<ReportDirectory> modules, String build) throws IOException {
        List<ObjectNode> all = new ArrayList<>();
        List<ObjectNode> checks = new ArrayList<>();
        for (ReportDirectory module : modules) {
            String base = relative(module.report);
            checks.addAll(module.checks(base));
            for (ObjectNode run : module.runs(build)) {
                ArrayNode files = Json.nodes().arrayNode();
                run.path("files").forEach(file -> files.add(base + file.asString("")));
                run.set("files", files);
                run.put(
                        "link",
                        run.path("link").asString("").contains(":")
                                ? run.path("link").asString("")
                                : base + run.path("link").asString(""));
                all.add(run);
            }
        }
        write(name, all, all.stream().map(Json::script).toList(), checks);
    }

    private String relative(Path other) {
        Path own = report.toAbsolutePath().normalize();
        Path theirs = other.toAbsolutePath().normalize();
        return own.equals(theirs) ? "" : own.relativize(theirs).toString().replace('\\', '/') + "/";
    }

    /** Writes the page, and the data of the runs that are new or changed. */
    private void write(String name, List<ObjectNode> runs, Collection<ObjectNode> changed) throws IOException {
        // The data of many recordings are long, so they become text only once.
        List<String> texts = runs.stream().map(Json::script).toList();
        for (int i = 0; i < runs.size(); i++) {
            String id = id(runs.get(i));
            if (changed.stream().map(ReportDirectory::id).anyMatch(id::equals)) {
                AtomicWriter.writeUnforced(report.resolve(DATA).resolve(id + JSON), compressed(texts.get(i)));
            }
        }
        write(name, runs, texts, checks(""));
    }

    private void write(String name, List<ObjectNode> runs, List<String> texts, List<ObjectNode> checks)
            throws IOException {
        AtomicWriter.writeUnforced(page(), ReportPage.html(name, runs, texts, checks));
        AtomicWriter.writeUnforced(work.resolve("summary.md"), SummaryMarkdown.of(name, runs, checks));
    }

    /** Returns the data of the last check, with its links below a folder; empty if there is none. */
    private List<ObjectNode> checks(String base) throws IOException {
        Path file = report.resolve(DATA).resolve(CHECK);
        if (!Files.isRegularFile(file) || !(read(file) instanceof ObjectNode check)) {
            return List.of();
        }
        String link = check.path("link").asString("");
        return List.of(check.put("link", link.contains(":") ? link : base + link));
    }

    /** Returns the data of the runs of a build, in the order of their starts. */
    private List<ObjectNode> runs(String build) throws IOException {
        return runs(build, "");
    }

    private List<ObjectNode> runs(String build, String firstId) throws IOException {
        List<ObjectNode> runs = new ArrayList<>();
        for (Path file : files()) {
            if (isRun(file)
                    && file.getFileName().toString().compareTo(firstId) >= 0
                    && read(file) instanceof ObjectNode run
                    && run.path("build").asString("").equals(build)) {
                runs.add(run);
            }
        }
        runs.sort(Comparator.comparing(run -> run.path("run").asString("")));
        return runs;
    }

    private static String id(ObjectNode run) {
        return run.path("run").asString("run");
    }

    private static boolean isRun(Path file) {
        return file.toString().endsWith(JSON) && !file.endsWith(CHECK);
    }

    private static byte[] compressed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new FastGzip(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** A compression that takes a third of the usual time, because a build waits for it. */
    private static final class FastGzip extends GZIPOutputStream {

        FastGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private static JsonNode read(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return Json.parse(in.readAllBytes());
        } catch (JacksonException | ZipException | EOFException notOurs) {
            return Json.nodes().missingNode();
        }
    }

    /** Deletes the data of runs that the page does not show. */
    private void clean(List<ObjectNode> shown) throws IOException {
        Set<String> kept = new HashSet<>(Set.of(DATA + "/" + CHECK));
        for (ObjectNode run : shown) {
            kept.add(DATA + "/" + run.path("run").asString("") + JSON);
            run.path("files").forEach(file -> kept.add(file.asString("")));
        }
        for (Path file : files()) {
            if (!kept.contains(DATA + "/" + file.getFileName())) {
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
