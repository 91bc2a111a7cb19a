package io.github.recorder.lifecycle;

import io.github.recorder.clients.ClientLibraries;
import io.github.recorder.ledger.ArtifactFile;
import io.github.recorder.ledger.ProjectModule;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.provider.ComparableRequests;
import io.github.recorder.provider.Dialects;
import io.github.recorder.recording.Json;
import io.github.recorder.redaction.SecretScan;
import io.github.recorder.report.ReportDirectory;
import io.github.recorder.report.ReportedRecordings;
import io.github.recorder.report.RunFacts;
import io.github.recorder.store.RecordingStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the report of a module from its recordings and its last run. */
public final class ReportService {

    private ReportService() {}

    /**
     * The outcome of writing a report.
     *
     * @param page the page
     * @param recordings the number of recordings that it shows
     */
    public record WrittenReport(Path page, int recordings) {}

    /**
     * Writes the report.
     *
     * @param artifacts further recordings below the directory, the uppermost first
     * @param directory the recordings directory as messages name it
     * @param environment environment variables, whose secrets are hidden in the report
     * @param prune the report of {@code prune} as JSON; JSON null if nothing was judged
     * @param plugin the version of this plugin
     * @throws IOException if the report cannot be written
     * @throws InvalidConfigurationException if the directory cannot be listed
     */
    public static WrittenReport write(
            ProjectModule module,
            List<ArtifactFile> artifacts,
            String directory,
            Map<String, String> environment,
            JsonNode prune,
            String plugin)
            throws IOException, InvalidConfigurationException {
        SecretScan secrets = secrets(environment);
        Dialects dialects = new Dialects();
        RequestParsingConfig reading = RequestParsingConfig.of(RequestParsingOptions.DEFAULT);
        Instant now = Instant.now();
        String run = "report-" + now.toEpochMilli();
        try (RecordingStore store = RequestParsingConfig.open(
                module.recordings(),
                artifacts,
                reading.redaction(),
                new ComparableRequests(reading.upstreams(), dialects),
                problem -> {})) {
            store.startIndexing();
            ReportDirectory report = new ReportDirectory(module.workDirectory());
            try (ReportedRecordings recordings = new ReportedRecordings(
                    ReportDirectory.folder(module.workDirectory()), run, store::read, dialects, secrets)) {
                store.paths().forEach(recordings::onServed);
                RunHeader header =
                        LiveFacts.header(run, plugin, "report", module.id(), "no run", module.recordings(), now);
                RunFacts facts = new RunFacts(
                        header,
                        now,
                        "The last build left no run to report on",
                        directory,
                        RunReporter.link(module.recordings(), report.page()),
                        new RunFacts.Counts(0, 0, 0, 0),
                        List.of(),
                        store.listed(),
                        List.of(),
                        null,
                        new RunFacts.RecordedFiles(List.of(), List.of(), List.of()),
                        List.of());
                report.complete(facts, recordings, prune, dialects, secrets);
            }
            addCheck(module, directory, report, dialects, secrets);
            return new WrittenReport(report.page(), store.size());
        }
    }

    /**
     * Writes the report with the results of the last check. If there is no run to report on, it has every recording in
     * full.
     *
     * @param directory the recordings directory as messages name it
     * @param environment environment variables, whose secrets are hidden in the report
     * @param plugin the version of this plugin
     * @return the page
     * @throws IOException if the report cannot be written
     * @throws InvalidConfigurationException if the directory cannot be listed
     */
    public static Path checked(ProjectModule module, String directory, Map<String, String> environment, String plugin)
            throws IOException, InvalidConfigurationException {
        ReportDirectory report = new ReportDirectory(module.workDirectory());
        if (!report.hasRuns()) {
            return write(module, List.of(), directory, environment, Json.nodes().nullNode(), plugin)
                    .page();
        }
        addCheck(module, directory, report, new Dialects(), secrets(environment));
        return report.page();
    }

    private static void addCheck(
            ProjectModule module, String directory, ReportDirectory report, Dialects dialects, SecretScan secrets)
            throws IOException {
        report.checked(
                CheckResults.of(module).orElse(null),
                module.id(),
                directory,
                RunReporter.link(module.recordings(), report.page()),
                dialects,
                secrets);
    }

    private static SecretScan secrets(Map<String, String> environment) {
        return SecretScan.of(environment, Map.of(), Set.of(ClientLibraries.DUMMY_KEY), List.of())
                .remembering();
    }

    /** Adds the results of {@code prune} to the report of the last run, if there is a report. */
    public static void judged(ProjectModule module, byte[] prune) throws IOException {
        new ReportDirectory(module.workDirectory()).addLater(module.id(), "prune", Json.parse(prune));
    }

    /** Adds the recordings that are too old to the report of the last run, if there is a report. */
    public static void outdated(ProjectModule module, MaximumAge allowed, List<RecordingAge> outdated)
            throws IOException {
        ObjectNode shown = Json.nodes().objectNode().put("maxAge", allowed.given());
        ArrayNode recordings = shown.putArray("recordings");
        outdated.forEach(age -> recordings.addObject().put("path", age.path()).put("made", age.day()));
        new ReportDirectory(module.workDirectory()).addLater(module.id(), "outdated", shown);
    }
}
