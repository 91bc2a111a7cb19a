package io.github.recorder.lifecycle;

import io.github.recorder.clients.ClientLibraries;
import io.github.recorder.ledger.ArtifactFile;
import io.github.recorder.ledger.BuildLayout;
import io.github.recorder.ledger.ProjectModule;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.matching.Isolation;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.PythonJson;
import io.github.recorder.redaction.SecretScan;
import io.github.recorder.store.AtomicWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Everything that a test JVM outside of a build needs to start a recorder: the command, and the configuration of the
 * last Maven run. A recorder that starts from it only replays.
 *
 * @param version the version of this plugin
 * @param java the Java command of the Maven that wrote it, absolute
 * @param mainClass the class to start, whose argument is the file with this plan
 * @param classPath the class path of this plugin, in the form of this machine
 * @param run the configuration
 */
// The listener, which has no JSON parser, finds the texts before all nested ones, so they come first.
public record LaunchPlan(String version, String java, String mainClass, String classPath, Settings run) {

    /** The name of the file in the work directory, for instance {@code target/recorder/launch.json}. */
    public static final String FILE = "launch.json";

    /** By name, because that class reads plans. */
    private static final String MAIN_CLASS = "io.github.recorder.lifecycle.LaunchedRun";

    /**
     * The configuration of the run.
     *
     * @param recordings the recordings directory, absolute
     * @param directory the recordings directory as messages name it
     * @param isolation whether a test may be served another test's recording
     * @param cacheMegabytes the maximum size of the responses in memory, in MiB
     * @param misses the directory for reports of misses, as messages name it; null to write none
     * @param reading the services, and how requests are parsed
     * @param pace how fast the events of a replayed stream follow one another
     * @param indexes the folder of the files that keep the index; null to keep none
     * @param artifacts further recordings below the directory, the uppermost first
     * @param intercepted the user's own intercepted hosts; null if no host is intercepted
     * @param allowedHosts names by which clients may call the server
     * @param allowedOrigins origins of pages that may call the server
     * @param clients the configuration of clients
     * @param header the facts about the run for its ledger
     * @param module the module of the run
     * @param build the whole build
     */
    public record Settings(
            Path recordings,
            String directory,
            Isolation isolation,
            int cacheMegabytes,
            @Nullable String misses,
            RequestParsingOptions reading,
            String pace,
            @Nullable Path indexes,
            List<ArtifactFile> artifacts,
            @Nullable List<String> intercepted,
            List<String> allowedHosts,
            List<String> allowedOrigins,
            ClientSettings clients,
            RunHeader header,
            ProjectModule module,
            BuildLayout build) {}

    /**
     * Returns the plan for runs with the same configuration as a run.
     *
     * @param classPath the class path of this plugin
     */
    public static LaunchPlan of(String classPath, RunConfig config, ClientSettings clients, LedgerSettings ledger) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        InterceptionConfig interception = config.interception();
        RunConfig.Folder misses = config.missReports();
        return new LaunchPlan(
                ledger.header().plugin(),
                java.toString(),
                MAIN_CLASS,
                classPath,
                new Settings(
                        config.recordings().toAbsolutePath(),
                        config.directory(),
                        config.isolation(),
                        config.cacheMegabytes(),
                        misses == null ? null : misses.shown(),
                        withoutModes(config.recording().reading()),
                        config.recording().pace(),
                        config.indexes(),
                        config.artifacts(),
                        interception == null ? null : interception.ownHosts(),
                        config.allowedHosts(),
                        config.allowedOrigins(),
                        new ClientSettings(
                                clients.own(),
                                clients.guard() == ClientSettings.Guard.OFF
                                        ? ClientSettings.Guard.OFF
                                        : ClientSettings.Guard.BLOCK,
                                clients.guardedHosts(),
                                clients.testBaggage()),
                        ledger.header(),
                        ledger.module(),
                        ledger.build()));
    }

    /** The run only replays, whatever the modes of its services were. */
    private static RequestParsingOptions withoutModes(RequestParsingOptions reading) {
        return new RequestParsingOptions(
                reading.upstreams().stream()
                        .map(upstream -> new UpstreamConfig(
                                upstream.name(),
                                upstream.url(),
                                upstream.dialect(),
                                upstream.recordAs(),
                                upstream.keyVariable(),
                                null,
                                upstream.matching(),
                                upstream.links()))
                        .toList(),
                reading.upstream(),
                reading.recordAs(),
                reading.redactions(),
                reading.allowedSecrets(),
                reading.matching());
    }

    /**
     * Writes the plan, readable by its owner only. If its configuration contains a credential, it is not written, and
     * the plan of an earlier run is deleted.
     *
     * @param workDirectory the target directory, for instance {@code target/recorder}; created if missing
     * @param environment the environment variables of the build
     * @param properties the system properties of the build
     * @return a sentence if it was not written
     * @throws IOException if the file cannot be written or deleted
     */
    public Optional<String> write(Path workDirectory, Map<String, String> environment, Map<String, String> properties)
            throws IOException {
        Path file = workDirectory.resolve(FILE);
        JsonNode plan = RecordJson.of(this);
        SecretScan secrets = SecretScan.of(
                environment,
                properties,
                Set.of(ClientLibraries.DUMMY_KEY),
                run.reading().allowedSecrets());
        Optional<SecretScan.Finding> secret = secrets.in(plan.get("run"));
        if (secret.isPresent()) {
            AtomicWriter.delete(file);
            return secret.map(found -> "a test in an IDE cannot start the recorder by itself, because the configuration"
                    + " contains a credential (" + found.what() + ", " + found.pointer()
                    + "), which is not written to a file. Use `mvn recorder:run` there.");
        }
        AtomicWriter.writeForOwner(file, PythonJson.indented(plan));
        return Optional.empty();
    }

    /**
     * Reads a plan.
     *
     * @throws IOException if the file cannot be read or is not a plan
     */
    static LaunchPlan read(Path file) throws IOException {
        try {
            return Json.mapper().readValue(Files.readAllBytes(file), LaunchPlan.class);
        } catch (JacksonException problem) {
            throw new IOException(file + " is not a plan of this version: " + problem.getOriginalMessage(), problem);
        }
    }

    /**
     * Returns the configuration of a run that replays on a free port.
     *
     * @param workDirectory the directory for files of the run
     */
    RunConfig config(Path workDirectory, Instant now, Map<String, String> environment) {
        String misses = run.misses();
        List<String> intercepted = run.intercepted();
        return new RunConfig(
                run.recordings(),
                run.directory(),
                0,
                run.isolation(),
                run.cacheMegabytes(),
                misses == null ? null : new RunConfig.Folder(workDirectory.resolve("misses"), misses, now),
                new RecordingOptions(
                        RunHeader.REPLAY,
                        run.reading(),
                        false,
                        RecordingOptions.REPLAY.recordErrors(),
                        false,
                        run.pace(),
                        RecordingOptions.REPLAY.connectTimeoutSeconds(),
                        RecordingOptions.REPLAY.answerTimeoutSeconds(),
                        environment,
                        Map.of()),
                intercepted == null
                        ? null
                        : new InterceptionConfig(workDirectory.resolve("intercept-launched"), intercepted),
                run.allowedHosts(),
                run.allowedOrigins(),
                false,
                null,
                null,
                false,
                run.indexes(),
                run.artifacts());
    }

    /** Returns the settings of the ledger of a new run. */
    LedgerSettings ledger(Instant now) {
        return new LedgerSettings(run.header().replayed(now), run.module(), run.build());
    }
}
