package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recorder.ExampleRecording;
import io.github.recorder.ledger.ArtifactFile;
import io.github.recorder.ledger.BuildLayout;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.LedgerReader;
import io.github.recorder.ledger.ProjectModule;
import io.github.recorder.provider.ComparableRequests;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.UpstreamTable;
import io.github.recorder.scripted.ScriptedProvider;
import io.github.recorder.store.RecordingStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs with artifacts below the recordings directory. */
final class ArtifactRunTest {

    private static final String TEST = "com.acme.AIT#a";

    @TempDir
    private Path directory;

    private final List<String> warnings = new ArrayList<>();

    private Path recordings() {
        return directory.resolve("project/src/test/recordings");
    }

    private static ExampleRecording recorded(String prompt, String response) {
        return ExampleRecording.of(null, prompt, response);
    }

    /** Packs recordings of prompts and responses in turn as an artifact. */
    private ArtifactFile artifact(String name, String... recordings) throws Exception {
        Path folder = directory.resolve(name);
        for (int i = 0; i < recordings.length; i += 2) {
            recorded(recordings[i], recordings[i + 1]).writeTo(folder);
        }
        return packed(name, folder);
    }

    private ArtifactFile packed(String name, Path folder, ArtifactFile... below) throws Exception {
        Path zip = directory.resolve(name + ".zip");
        PackageService.PackagedRecordings packed = PackageService.write(packing(folder, Map.of()), List.of(below), zip);
        assertThat(packed.problems()).isEmpty();
        return new ArtifactFile("com.acme:" + name + ":1", zip);
    }

    private static InterchangeConfig packing(Path folder, Map<String, String> environment) {
        return new InterchangeConfig(folder, "recordings", RequestParsingOptions.DEFAULT, environment, Map.of());
    }

    private RunConfig config(ArtifactFile... artifacts) {
        return config(RecordingOptions.REPLAY, artifacts);
    }

    private RunConfig config(RecordingOptions recording, ArtifactFile... artifacts) {
        return RecordingScenario.config(
                recordings(), null, recording, null, false, directory.resolve("indexes"), List.of(artifacts));
    }

    private static HttpResponse<String> ask(RecorderRun run, ExampleRecording recording) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(run.url() + "/openai/v1/chat/completions"))
                                .header("X-Recorder-Test-Id", TEST)
                                .POST(HttpRequest.BodyPublishers.ofString(recording.requestBody()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private List<String> responses(RunConfig config, String... prompts) throws Exception {
        List<String> responses = new ArrayList<>();
        try (RecorderRun run = RecorderRun.start(config, warnings::add)) {
            for (String prompt : prompts) {
                responses.add(ask(run, recorded(prompt, "")).body());
            }
            responses.addAll(run.stop().corrupt());
        }
        return responses;
    }

    @Test
    void theUppermostFileOfAPathAnswers() throws Exception {
        ArtifactFile upper = artifact("upper", "one", "upper 1", "two", "upper 2");
        ArtifactFile lower = artifact("lower", "two", "lower 2", "three", "lower 3");
        recorded("one", "directory 1").writeTo(recordings());

        List<String> found = responses(config(upper, lower), "one", "two", "three", "threes");

        assertThat(found.get(0)).contains("directory 1");
        assertThat(found.get(1)).contains("upper 2");
        assertThat(found.get(2)).contains("lower 3");
        assertThat(found.get(3))
                .contains("None of the 3 recordings of src/test/recordings and com.acme:upper:1 and com.acme:lower:1");
        assertThat(warnings).singleElement().asString().contains(".json in com.acme:lower:1 (");
    }

    @Test
    void theDirectoryAnswersThoughAnArtifactHasTheRequestAtAPathBeforeIt() throws Exception {
        Path folder = directory.resolve("first");
        recorded("one", "artifact").writeTo(folder.resolve("a"));
        recorded("one", "directory").writeTo(recordings().resolve("b"));

        assertThat(responses(config(packed("first", folder)), "one").get(0)).contains("directory");
    }

    @Test
    void theLedgerNamesTheArtifactThatAnswered() throws Exception {
        ArtifactFile artifact = artifact("shop", "two", "artifact");
        recorded("one", "directory").writeTo(recordings());
        ProjectModule module = new ProjectModule(
                "a:b",
                directory,
                directory.resolve("target"),
                directory.resolve("target/test-classes"),
                recordings(),
                List.of());
        LedgerSettings settings = new LedgerSettings(
                ExampleLedger.of("a:b", recordings(), Instant.EPOCH, Instant.now(), List.of())
                        .header(),
                module,
                new BuildLayout(directory, List.of(module), List.of()));
        try (RecorderRun run = RecorderRun.start(config(artifact), settings, warnings::add)) {
            ask(run, recorded("one", ""));
            ask(run, recorded("two", ""));
        }
        Path file;
        try (Stream<Path> files = Files.list(module.ledgers())) {
            file = files.findFirst().orElseThrow();
        }

        String two = recorded("two", "").hash() + ".json";
        assertThat(LedgerReader.read(file).events(LedgerEvent.Served.class))
                .extracting(LedgerEvent.Served::artifacts)
                .containsExactly(Map.of(), Map.of(two, "com.acme:shop:1"));
    }

    @Test
    void theNextStartReadsNoRecordingOfAnArtifact() throws Exception {
        ArtifactFile artifact = artifact("shop", "one", "first", "two", "second");
        assertThat(responses(config(artifact), "one").get(0)).contains("first");
        // The directory of the zip stays, so only who reads the recordings notices.
        byte[] zip = Files.readAllBytes(artifact.file());
        String names = new String(zip, StandardCharsets.ISO_8859_1);
        int firstContent = 30 + names.substring(30).indexOf(".json") + ".json".length();
        zip[firstContent + 20] ^= 0x55;
        Files.write(artifact.file(), zip);

        assertThat(responses(config(artifact))).isEmpty();
        String damaged = firstContent
                                > 30
                                        + names.substring(30)
                                                .indexOf(recorded("one", "").hash())
                        && names.startsWith(recorded("one", "").hash(), 30)
                ? "one"
                : "two";
        assertThat(responses(config(artifact), damaged).get(0)).contains("The recording that answers it is broken");
        // Another module with the same configuration finds the index by the content of the artifact.
        ArtifactFile copy = new ArtifactFile("com.acme:shop:1", directory.resolve("copy.zip"));
        Files.copy(artifact.file(), copy.file());
        assertThat(responses(config(copy))).isEmpty();
        try (Stream<Path> indexes = Files.list(directory.resolve("indexes"))) {
            assertThat(indexes).hasSize(1);
        }
    }

    @Test
    void anArtifactWithOtherContentUnderTheSameVersionIsNoticed() throws Exception {
        ArtifactFile artifact = artifact("shop", "one", "first");
        assertThat(responses(config(artifact), "one").get(0)).contains("first");
        recorded("one", "other").writeTo(directory.resolve("shop"));
        packed("shop", directory.resolve("shop"));

        assertThat(responses(config(artifact), "one").get(0)).contains("other");
    }

    @Test
    void aRefusedArtifactStartsNothing() throws Exception {
        Path zip = Files.writeString(directory.resolve("shop.zip"), "not a zip file, but long enough to be one");

        assertThatThrownBy(() -> RecorderRun.start(config(new ArtifactFile("com.acme:shop:1", zip)), warnings::add))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("The artifact com.acme:shop:1 of <artifacts> (-Drecorder.artifacts) is refused, and nothing"
                        + " of it is used: it is not a zip file, is cut off, or has a comment at its end. The file is "
                        + zip + ". Name one that `recorder:package` made.");
    }

    @Test
    void theSameRecordingsGiveTheSameBytes() throws Exception {
        ArtifactFile lower = artifact("lower", "one", "lower 1", "two", "lower 2");
        recorded("one", "upper 1").writeTo(recordings());
        ArtifactFile merged = packed("merged", recordings(), lower);
        Path all = directory.resolve("all");
        recorded("two", "lower 2").writeTo(all);
        recorded("one", "upper 1").writeTo(all);

        assertThat(packed("again", all).file()).hasSameBinaryContentAs(merged.file());
        assertThat(responses(config(merged), "one", "two").get(0)).contains("upper 1");
    }

    @Test
    void thePackedSetServesWhatTheLayersServe() throws Exception {
        Path folder = directory.resolve("lower");
        recorded("one", "lower 1").writeTo(folder.resolve("a"));
        recorded("two", "lower 2").writeTo(folder);
        ExampleRecording.of(TEST, "three", "of the test").writeTo(folder);
        ArtifactFile lower = packed("lower", folder);
        recorded("one", "upper 1").writeTo(recordings().resolve("b"), "by-hand.json");
        recorded("three", "of all tests").writeTo(recordings());
        recorded("two", "of another service").at("https://api.mistral.ai/v1").writeTo(recordings(), "other.json");

        Path zip = directory.resolve("merged.zip");
        PackageService.PackagedRecordings packed =
                PackageService.write(packing(recordings(), Map.of()), List.of(lower), zip);
        List<String> layered = responses(config(lower), "one", "two", "three");
        try (Stream<Path> files = Files.walk(recordings())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }

        assertThat(packed).isEqualTo(new PackageService.PackagedRecordings(5, 1, List.of()));
        assertThat(layered.get(0)).contains("upper 1");
        assertThat(layered.get(1)).contains("lower 2");
        assertThat(layered.get(2)).contains("of the test");
        assertThat(responses(config(new ArtifactFile("com.acme:merged:1", zip)), "one", "two", "three"))
                .isEqualTo(layered);
    }

    @Test
    void aLongResponseOfOneCharacterCanBePacked() throws Exception {
        ArtifactFile artifact = artifact("shop", "one", "x".repeat(2 << 20), "two", "y".repeat(15 << 10));

        assertThat(responses(config(artifact), "one").get(0))
                .contains("xxxxxxxx")
                .hasSizeGreaterThan(2 << 20);
    }

    @Test
    void packsNothingThatIsNoRecordingOrHasASecret() throws Exception {
        Path folder = directory.resolve("shop");
        recorded("one", "sesame-4711-opens").writeTo(folder);
        recorded("two", "second").writeTo(folder, "two words.json");
        Files.writeString(folder.resolve("broken.json"), "{");
        Path zip = Files.writeString(directory.resolve("shop.zip"), "of an earlier build");

        PackageService.PackagedRecordings packed =
                PackageService.write(packing(folder, Map.of("SHOP_TOKEN", "sesame-4711-opens")), List.of(), zip);

        assertThat(packed.problems()).hasSize(3);
        assertThat(String.join("\n", packed.problems()))
                .contains(
                        "broken.json: it cannot be read",
                        "two words.json: an artifact may only have names",
                        "SHOP_TOKEN")
                .doesNotContain("sesame-4711");
        assertThat(zip).doesNotExist();
    }

    @Test
    void recordingReplacesTheRecordingThatHidesOneOfAnArtifact() throws Exception {
        try (ScriptedProvider service = ScriptedProvider.start(
                ScriptedProvider.Reply.json(200, RecordingScenario.chat("two")),
                ScriptedProvider.Reply.json(200, RecordingScenario.chat("two")))) {
            RecordingOptions record = RecordingScenario.options("record", List.of(), service.url(), Map.of());
            responses(config(record), "prompt");
            Path recorded;
            try (Stream<Path> files = Files.list(recordings().resolve("com.acme.AIT"))) {
                recorded = files.findFirst().orElseThrow();
            }
            ArtifactFile artifact = packed("shop", recordings());
            Path own = recorded.resolveSibling("asks.json");
            Files.writeString(own, Files.readString(recorded).replace("\"two\"", "\"one\""));
            Files.delete(recorded);
            assertThat(responses(config(artifact), "prompt").get(0)).contains("\"one\"");

            try (RecorderRun run = RecorderRun.start(config(record, artifact), warnings::add)) {
                ask(run, recorded("prompt", ""));
                assertThat(run.stop().sentence()).endsWith("0 new, 1 changed, 0 unchanged");
            }

            assertThat(recorded).doesNotExist();
            assertThat(own).content().contains("\"two\"");
            assertThat(responses(config(artifact), "prompt").get(0)).contains("\"two\"");
        }
    }

    @Test
    void aRecordingIsWrittenIntoTheDirectoryOnly() throws Exception {
        Path folder = directory.resolve("shop");
        ExampleRecording.of(TEST, "one", "artifact").writeTo(folder.resolve("com.acme.AIT"));
        ArtifactFile artifact = packed("shop", folder);
        byte[] before = Files.readAllBytes(artifact.file());
        try (RecordingStore store = RequestParsingConfig.open(
                recordings(),
                List.of(artifact),
                RequestParsingConfig.of(RequestParsingOptions.DEFAULT).redaction(),
                new ComparableRequests(UpstreamTable.builtIn(), new Dialects()),
                problem -> {})) {
            store.startIndexing();
            String path = store.paths().get(0);
            assertThat(store.artifact(path)).isEqualTo("com.acme:shop:1");
            store.write(path, store.read(path));
            assertThat(store.artifact(path)).isNull();
            assertThat(store.paths()).containsExactly(path);
            assertThat(recordings().resolve(path)).exists();
        }
        assertThat(Files.readAllBytes(artifact.file())).isEqualTo(before);
    }
}
