package io.github.recorder.lifecycle;

import io.github.recorder.clients.ClientLibraries;
import io.github.recorder.failure.FileFailure;
import io.github.recorder.interchange.ExportResult;
import io.github.recorder.interchange.ImportResult;
import io.github.recorder.interchange.ImportSource;
import io.github.recorder.interchange.RecordingExporter;
import io.github.recorder.interchange.RecordingImporter;
import io.github.recorder.provider.ComparableRequests;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.Upstream;
import io.github.recorder.redaction.SecretScan;
import io.github.recorder.store.RecordingFiles;
import io.github.recorder.store.RecordingStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Exchanges recordings with other tools, without a server. */
public final class InterchangeService {

    private InterchangeService() {}

    /**
     * Imports the recorded requests of another tool.
     *
     * @param config the recordings, and how their requests are parsed
     * @param source the file or directory to import
     * @param upstream the service of requests that name no host: a name or a base URL; null if there are none
     * @param test the test that the recordings belong to; null if they belong to none
     * @param dryRun whether nothing is written
     * @throws InvalidConfigurationException if a value is not allowed, the source cannot be read, or the service of a
     *     request is unknown
     */
    public static ImportResult read(
            InterchangeConfig config, Path source, @Nullable String upstream, @Nullable String test, boolean dryRun)
            throws InvalidConfigurationException {
        RequestParsingConfig parsing = RequestParsingConfig.of(config.parsing());
        ImportSource entries = located(source(source), parsing, upstream);
        Dialects dialects = new Dialects(parsing.matching().rules(warning -> {}));
        try (RecordingStore store = RequestParsingConfig.open(
                config.recordings(),
                parsing.redaction(),
                new ComparableRequests(parsing.upstreams(), dialects),
                problem -> {})) {
            store.startIndexing();
            return new RecordingImporter(
                            store, dialects, parsing.redaction(), secrets(config), config.directory(), test, dryRun)
                    .write(entries, parsing.upstreams());
        }
    }

    private static SecretScan secrets(InterchangeConfig config) {
        return SecretScan.of(
                config.environment(),
                config.properties(),
                Set.of(ClientLibraries.DUMMY_KEY),
                config.parsing().allowedSecrets());
    }

    private static ImportSource source(Path source) throws InvalidConfigurationException {
        if (!Files.exists(source)) {
            throw new InvalidConfigurationException("-Drecorder.import is " + source
                    + ", which does not exist."
                    + " Give a file of WireMock, a HAR or a cassette, or a directory with such files.");
        }
        try {
            return ImportSource.read(source);
        } catch (IOException problem) {
            throw new InvalidConfigurationException(
                    "-Drecorder.import is " + source + ", which cannot be read: " + FileFailure.reason(problem) + ".",
                    problem);
        }
    }

    private static ImportSource located(ImportSource source, RequestParsingConfig parsing, @Nullable String upstream)
            throws InvalidConfigurationException {
        if (!source.hasRequestsWithoutHost()) {
            return source;
        }
        String parameter = "<upstream> (-Drecorder.upstream)";
        String advice = "Give the base URL of the service that the tool stood for, for instance"
                + " https://api.example.com, or the name of one in <upstreams>.";
        if (upstream == null || upstream.isBlank()) {
            throw new InvalidConfigurationException(
                    "Some requests of -Drecorder.import name no host, and " + parameter + " is not set. " + advice);
        }
        if (upstream.contains("://")) {
            return source.at(RequestParsingConfig.url(parameter, upstream));
        }
        String base = parsing.upstreams()
                .named(upstream.strip())
                .map(Upstream::recordedAs)
                .orElse(null);
        if (base == null) {
            throw new InvalidConfigurationException(
                    parameter + " is " + upstream + ", which is no service with a URL. " + advice);
        }
        return source.at(base);
    }

    /**
     * Writes all recordings for other tools.
     *
     * @param config the recordings, and how their requests are parsed
     * @param directory the directory to write to
     * @param overwrite whether files of an earlier export may be replaced
     * @param dryRun whether nothing is written
     * @throws InvalidConfigurationException if a value is not allowed, or there is an earlier export
     * @throws IOException if the recordings cannot be listed, or a file cannot be written
     */
    public static ExportResult write(InterchangeConfig config, Path directory, boolean overwrite, boolean dryRun)
            throws InvalidConfigurationException, IOException {
        RequestParsingConfig parsing = RequestParsingConfig.of(config.parsing());
        for (Path output : List.of(RecordingExporter.har(directory), RecordingExporter.wireMock(directory))) {
            if (!overwrite && Files.exists(output)) {
                throw new InvalidConfigurationException("There is " + output + " already. Give -Drecorder.export"
                        + " another directory, or let files be replaced: -Drecorder.overwrite.");
            }
        }
        return new RecordingExporter(
                        RecordingFiles.list(config.recordings()),
                        new Dialects(parsing.matching().rules(warning -> {})),
                        parsing.upstreams(),
                        parsing.redaction(),
                        secrets(config))
                .write(dryRun ? null : directory);
    }
}
