package io.github.recorder.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recorder.ExampleRecording;
import io.github.recorder.matching.Candidate;
import io.github.recorder.matching.MatchKey;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.provider.ComparableRequests;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.UpstreamTable;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.Recording;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

final class RecordingStoreTest {

    /** All files are an hour old by this clock, so their times tell whether they change. */
    private static final Clock LONG_AFTER = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));

    @TempDir
    private Path directory;

    private final List<FileProblem> told = new CopyOnWriteArrayList<>();

    @Test
    void findsARecordingAtAnyDepth() throws IOException {
        ExampleRecording deep = ExampleRecording.of("a.B#c", "deep?", "yes");
        deep.writeTo(directory.resolve("one/two/three"));
        ExampleRecording flat = ExampleRecording.of(null, "flat?", "yes");
        flat.writeTo(directory);
        try (RecordingStore store = open()) {
            assertThat(store.size()).isEqualTo(2);
            assertThat(paths(store, deep)).containsExactly("one/two/three/" + deep.hash() + ".json");
            assertThat(paths(store, flat)).containsExactly(flat.hash() + ".json");
            assertThat(store.candidates(key("never recorded"))).isEmpty();
        }
        assertThat(told).isEmpty();
    }

    @Test
    void keepsOfARecordingWhatTheChoiceNeeds() throws IOException {
        ExampleRecording named = ExampleRecording.of("a.B#\u4e2d", "which?", "this");
        named.writeTo(directory);
        ExampleRecording renamed = ExampleRecording.of("a.B#d", "which?", "that");
        renamed.writeTo(directory, "old-name.json");
        try (RecordingStore store = open()) {
            Map<String, Candidate> byPath = store.candidates(key("which?")).stream()
                    .collect(Collectors.toMap(Candidate::path, candidate -> candidate));
            assertThat(byPath.get(named.hash() + ".json").testId()).isEqualTo("a.B#\\u4e2d");
            assertThat(byPath.get(named.hash() + ".json").bearsHash()).isTrue();
            assertThat(byPath.get("old-name.json").bearsHash()).isFalse();
        }
    }

    @Test
    void aDirectoryThatIsMissingIsEmpty() throws IOException {
        try (RecordingStore store = open(directory.resolve("missing"))) {
            assertThat(store.size()).isZero();
            assertThat(store.candidates(key("any"))).isEmpty();
        }
    }

    static Stream<Arguments> brokenFiles() {
        return Stream.of(
                Arguments.of("not JSON at all", 1),
                Arguments.of("{\"request\": {\"method\": \"POST\",\n \"url\":", 2),
                Arguments.of("[1, 2]", 1),
                Arguments.of("", 0),
                Arguments.of("{\"request\": {\"method\": \"POST\"}}", 0),
                Arguments.of("{\"hello\": \"world\"}", 0));
    }

    @ParameterizedTest
    @MethodSource("brokenFiles")
    void tellsOfABrokenFileOnceAndGoesOn(String content, int line) throws IOException {
        Files.writeString(directory.resolve("broken.json"), content);
        ExampleRecording sound = ExampleRecording.of(null, "sound?", "yes");
        sound.writeTo(directory);
        try (RecordingStore store = open()) {
            assertThat(paths(store, sound)).hasSize(1);
            assertThat(store.checkAll()).hasSize(1);
        }
        assertThat(told).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("broken.json");
            assertThat(problem.corrupt()).isTrue();
            assertThat(problem.sentence()).startsWith("broken.json").contains(problem.reason());
            if (line > 0) {
                assertThat(problem.line()).isEqualTo(line);
            }
        });
        assertThat(Files.readString(directory.resolve("broken.json"))).isEqualTo(content);
    }

    static Stream<Arguments> damagedFiles() {
        return Stream.of(
                Arguments.of(
                        "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 7\n",
                        "broken.json, line 1: a pointer of Git LFS and not the file itself; `git lfs pull` gets it"),
                Arguments.of(
                        "\uFEFF{\"test_id\": null}",
                        "broken.json, line 1: not JSON: it begins with a byte order mark; save it as UTF-8 without one"),
                Arguments.of(
                        "{\n<<<<<<< HEAD\n  \"test_id\": null,\n=======\n",
                        "broken.json, line 2: not JSON: a merge of Git left its conflict markers in it"));
    }

    @ParameterizedTest
    @MethodSource("damagedFiles")
    void namesTheToolThatDamagedAFile(String content, String sentence) throws IOException {
        Files.writeString(directory.resolve("broken.json"), content);
        try (RecordingStore store = open()) {
            assertThat(store.checkAll()).hasSize(1);
        }
        assertThat(told)
                .singleElement()
                .extracting(FileProblem::sentence)
                .asString()
                .startsWith(sentence);
    }

    @Test
    void seesAtOnceThatAFileWasCutOff() throws IOException {
        ExampleRecording whole = ExampleRecording.of(null, "cut?", "yes");
        Path file = whole.writeTo(directory);
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.length() - 60));
        try (RecordingStore store = open()) {
            assertThat(store.candidates(key("cut?"))).isEmpty();
        }
        assertThat(told).singleElement().extracting(FileProblem::corrupt).isEqualTo(true);
    }

    @Test
    void tellsOfABreakInTheResponseWhenItIsRead() throws IOException {
        ExampleRecording whole = ExampleRecording.of(null, "break?", "yes");
        Path file = whole.writeTo(directory);
        Files.writeString(
                file, Files.readString(file).replace("\"finish_reason\": \"stop\"", "\"finish_reason\": stop"));
        try (RecordingStore store = open()) {
            String path = paths(store, whole).get(0);
            assertThatThrownBy(() -> store.read(path))
                    .isInstanceOfSatisfying(
                            UnreadableRecordingException.class,
                            problem -> assertThat(problem.problem().line()).isGreaterThan(10));
            assertThat(store.checkAll()).hasSize(1);
        }
        assertThat(told).hasSize(1);
    }

    @Test
    void aFileThatHasGoneIsAProblemAndNoCrash() throws IOException {
        ExampleRecording gone = ExampleRecording.of(null, "gone?", "yes");
        Path file = gone.writeTo(directory);
        try (RecordingStore store = open()) {
            String path = paths(store, gone).get(0);
            Files.delete(file);
            assertThatThrownBy(() -> store.read(path))
                    .isInstanceOf(UnreadableRecordingException.class)
                    .hasMessageContaining("the file has gone");
        }
    }

    @Test
    void whatNothingCanAskForIsNotCorrupt() throws IOException {
        Files.writeString(
                directory.resolve("file.json"),
                "{\"request\": {\"test_id\": null, \"provider\": \"p\", \"api\": \"files\", \"file_id\": \"f\"},"
                        + " \"response\": {\"body\": {}, \"is_streaming\": false}}\n");
        try (RecordingStore store = open()) {
            assertThat(store.checkAll()).singleElement().satisfies(problem -> {
                assertThat(problem.corrupt()).isFalse();
                assertThat(problem.sentence()).startsWith("file.json: ");
            });
        }
    }

    @Test
    void passesOverHiddenFilesOtherFilesAndLinkedFolders(@TempDir Path outside) throws IOException {
        ExampleRecording.of(null, "hidden?", "no").writeTo(directory.resolve(".git"));
        ExampleRecording.of(null, "temporary?", "no").writeTo(directory, ".half-written.json");
        Files.writeString(directory.resolve("README.md"), "not a recording");
        ExampleRecording.of(null, "outside?", "no").writeTo(outside);
        Files.createSymbolicLink(directory.resolve("linked"), outside);
        Files.createSymbolicLink(directory.resolve("folder.json"), outside);
        try (RecordingStore store = open()) {
            assertThat(store.paths()).isEmpty();
        }
        assertThat(told).isEmpty();
    }

    @Test
    void knowsWhichRecordingsAreLinks(@TempDir Path outside) throws IOException {
        Path file = ExampleRecording.of(null, "linked?", "yes").writeTo(outside);
        String own = ExampleRecording.of(null, "own?", "yes")
                .writeTo(directory)
                .getFileName()
                .toString();
        Files.createSymbolicLink(directory.resolve("link.json"), file);
        try (RecordingStore store = open()) {
            assertThat(store.paths()).containsExactlyInAnyOrder(own, "link.json");
            assertThat(store.paths()).filteredOn(store::isLink).containsExactly("link.json");
        }
    }

    @Test
    void readsTheWholeRecordingWhenAsked() throws Exception {
        ExampleRecording example = ExampleRecording.of("a.B#c", "whole?", "yes");
        example.writeTo(directory);
        try (RecordingStore store = open()) {
            Recording recording = store.read(paths(store, example).get(0));
            assertThat(recording.testId()).isEqualTo("a.B#c");
            assertThat(recording.document())
                    .isEqualTo(Json.parse(example.document().toString().getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no pipes and no devices among files there")
    void passesOverPipesAndDevicesWithOneProblemEach() throws Exception {
        ExampleRecording good = ExampleRecording.of(null, "good?", "yes");
        good.writeTo(directory);
        Process pipe =
                new ProcessBuilder("mkfifo", directory.resolve("pipe.json").toString()).start();
        assertThat(pipe.waitFor()).isZero();
        Files.createSymbolicLink(directory.resolve("endless.json"), Path.of("/dev/zero"));
        try (RecordingStore store = open()) {
            assertThat(paths(store, good)).hasSize(1);
            assertThat(store.checkAll())
                    .extracting(FileProblem::sentence)
                    .containsExactly(
                            "endless.json: it is a pipe, a socket or a device, so it is not a recording.",
                            "pipe.json: it is a pipe, a socket or a device, so it is not a recording.");
        }
        assertThat(told).hasSize(2);
    }

    @Test
    void takesNumbersOfAnySize() throws Exception {
        String number = "[" + "9".repeat(400) + ", 1.5e999999, 1.5e-999999]";
        ExampleRecording good = ExampleRecording.of(null, "good?", "yes");
        Path file = good.writeTo(directory);
        Files.writeString(
                directory.resolve("number.json"),
                Files.readString(file)
                        .replace("\"good?\"", "\"number?\"")
                        .replace("\"model\"", "\"seed\": " + number + ", \"model\""));
        try (RecordingStore store = open()) {
            assertThat(paths(store, good)).hasSize(1);
            assertThat(store.head("number.json").request()).isNotNull();
            assertThat(store.checkAll()).isEmpty();
        }
    }

    @Test
    void aDirectoryThatIsALinkIsReadAndWritten(@TempDir Path elsewhere) throws Exception {
        ExampleRecording good = ExampleRecording.of(null, "good?", "yes");
        String name = good.writeTo(elsewhere).getFileName().toString();
        Path link = Files.createSymbolicLink(directory.resolve("link"), elsewhere);
        try (RecordingStore store = open(link)) {
            assertThat(store.paths()).containsExactly(name);
            store.write("again.json", store.read(name));
        }
        assertThat(elsewhere.resolve("again.json")).exists();
    }

    @Test
    void nothingIsWrittenBehindALinkToAFolderBecauseNothingIsReadThere(@TempDir Path outside) throws Exception {
        ExampleRecording good = ExampleRecording.of(null, "good?", "yes");
        String name = good.writeTo(directory).getFileName().toString();
        Files.createSymbolicLink(directory.resolve("linked"), outside);
        try (RecordingStore store = open()) {
            Recording recording = store.read(name);
            assertThatThrownBy(() -> store.write("linked/" + name, recording))
                    .isInstanceOf(UnwritableRecordingException.class)
                    .hasMessageContaining("linked is a link, and recordings behind links to folders are not replayed");
        }
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void aRecordingThatCouldNotBeReadAgainIsNotWritten() throws Exception {
        ExampleRecording good = ExampleRecording.of(null, "good?", "yes");
        String name = good.writeTo(directory).getFileName().toString();
        byte[] before = Files.readAllBytes(directory.resolve(name));
        try (RecordingStore store = open()) {
            Recording recording = store.read(name);
            ObjectNode response = (ObjectNode) recording.document().path("response");
            response.put("status", 99);
            assertThatThrownBy(() -> store.write(name, recording))
                    .isInstanceOf(UnwritableRecordingException.class)
                    .hasMessageContaining("it could not be read again: `status` of `response` is no HTTP status");
        }
        assertThat(directory.resolve(name)).hasBinaryContent(before);
    }

    @Test
    void readsNoUnchangedFileAgainAtTheEnd() throws Exception {
        Path kept = ExampleRecording.of(null, "kept?", "yes").writeTo(directory);
        Path gone = ExampleRecording.of(null, "gone?", "yes").writeTo(directory);
        Path broken = ExampleRecording.of(null, "broken?", "yes").writeTo(directory);
        Path sameTimes = ExampleRecording.of(null, "same times?", "yes").writeTo(directory);
        try (RecordingStore store = open(LONG_AFTER)) {
            assertThat(store.examined(name(kept)).sha256()).isEqualTo(sha256(kept));
            assertThat(store.examined(name(kept)).lasting()).isTrue();
            Files.delete(gone);
            Files.writeString(broken, "{");
            breakResponse(sameTimes);
            assertThat(store.checkAll())
                    .extracting(FileProblem::path)
                    .containsExactlyInAnyOrder(name(gone), name(broken), name(sameTimes));
        }
    }

    @Test
    void readsFileAgainThatIsTooYoungForItsTimesToTell() throws Exception {
        Path file = ExampleRecording.of(null, "young?", "yes").writeTo(directory);
        try (RecordingStore store = open(Clock.systemUTC())) {
            assertThat(store.examined(name(file)).lasting()).isFalse();
        }
        try (RecordingStore store = open(Clock.offset(Clock.systemUTC(), Duration.ofDays(-1)))) {
            assertThat(store.examined(name(file)).lasting()).isFalse();
        }
    }

    @Test
    void digestsBrokenAndLongFiles() throws Exception {
        Path broken = Files.writeString(directory.resolve("broken.json"), "{\"request\": [");
        Path linked = Files.createSymbolicLink(directory.resolve("link.json"), broken);
        Path large =
                ExampleRecording.of(null, "long?", "yes " + "x".repeat(3 << 20)).writeTo(directory);
        Path cut = Files.writeString(
                directory.resolve("cut.json"), Files.readString(large).substring(0, 2 << 20));
        try (RecordingStore store = open(LONG_AFTER)) {
            for (Path file : List.of(broken, linked, large, cut)) {
                assertThat(store.examined(name(file)).sha256()).isEqualTo(sha256(file));
            }
            assertThat(store.checkAll())
                    .extracting(FileProblem::path)
                    .containsExactlyInAnyOrder("broken.json", "link.json", "cut.json");
        }
    }

    @Test
    void saysThatALinkLeadsToNothing() throws Exception {
        Files.createSymbolicLink(directory.resolve("dead.json"), directory.resolve("nowhere.json"));
        try (RecordingStore store = open(LONG_AFTER)) {
            assertThat(store.checkAll()).extracting(FileProblem::reason).containsExactly("it is a link to nothing");
        }
    }

    @Test
    void checksEachResponseAtTheBeginning() throws Exception {
        breakResponse(ExampleRecording.of(null, "break?", "yes").writeTo(directory));
        try (RecordingStore store = open(LONG_AFTER)) {
            assertThat(store.candidates(key("break?"))).hasSize(1);
            assertThat(store.examined(store.paths().get(0))).isNotNull();
            assertThat(store.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.line()).isGreaterThan(10));
        }
    }

    /** Counts what the operating system gave this process to read, because only that sees every way of reading. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux counts the bytes that a process reads")
    void readsEachByteOnce() throws Exception {
        long bytes = 0;
        for (int i = 0; i < 300; i++) {
            bytes += Files.size(ExampleRecording.of(null, "question " + i, "x".repeat(64 << 10))
                    .writeTo(directory));
        }
        long before = bytesRead();
        try (RecordingStore store = open(LONG_AFTER)) {
            store.paths().forEach(path -> assertThat(store.examined(path)).isNotNull());
            assertThat(store.candidates(key("question 7"))).hasSize(1);
            assertThat(store.checkAll()).isEmpty();
        }
        assertThat((double) (bytesRead() - before) / bytes).isBetween(1.0, 1.2);
    }

    private static long bytesRead() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/io")).stream()
                .filter(line -> line.startsWith("rchar: "))
                .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
                .sum();
    }

    /** Breaks the response in a way that leaves size and modification time as they were. */
    private static void breakResponse(Path file) throws IOException {
        FileTime modified = Files.getLastModifiedTime(file);
        String text = Files.readString(file);
        Files.writeString(file, text.replace("\"finish_reason\": \"stop\"", "\"finish_reason\": stop  "));
        assertThat(Files.size(file)).isEqualTo(text.length());
        Files.setLastModifiedTime(file, modified);
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private RecordingStore open(Clock clock) throws IOException {
        RecordingStore store = RecordingStore.open(
                directory, new ComparableRequests(UpstreamTable.builtIn(), new Dialects())::of, null, told::add, clock);
        store.startIndexing();
        return store;
    }

    private RecordingStore open() throws IOException {
        return open(directory);
    }

    private RecordingStore open(Path where) throws IOException {
        RecordingStore store = RecordingStore.open(
                where, new ComparableRequests(UpstreamTable.builtIn(), new Dialects())::of, told::add);
        store.startIndexing();
        return store;
    }

    private static List<String> paths(RecordingStore store, ExampleRecording example) {
        return store.candidates(key(example.prompt())).stream()
                .map(Candidate::path)
                .toList();
    }

    private static MatchKey key(String prompt) {
        String body = ExampleRecording.of(null, prompt, "").requestBody();
        return MatchKey.of(
                new WireRequest("POST", "/v1/chat/completions", Json.parse(body.getBytes(StandardCharsets.UTF_8))));
    }
}
