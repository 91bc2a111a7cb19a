package io.github.recorder.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.ExampleRecording;
import io.github.recorder.matching.Candidate;
import io.github.recorder.matching.MatchKey;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.provider.ComparableRequests;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.UpstreamTable;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordingCodec;
import io.github.recorder.recording.RecordingOutline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Attacks the index that is kept from one run to the next: no request may be answered by keys of a former content. */
final class IndexFileTest {

    /** All files are an hour old by this clock, so their times tell whether they change. */
    private static final Clock LONG_AFTER = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));

    private static final String WINDOWS_HAS_NO_CTIME = "the last change of anything is not known on Windows";

    @TempDir
    private Path temporary;

    private Path directory;
    private Path folder;
    private IndexFile saved;
    private final AtomicInteger parsed = new AtomicInteger();

    @BeforeEach
    void makeFolders() throws IOException {
        directory = Files.createDirectory(temporary.resolve("recordings"));
        folder = temporary.resolve("cache/recorder");
        saved = indexFile("code 1");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux counts the bytes that a process reads")
    void readsNoRecordingAtTheSecondStart() throws Exception {
        List<ExampleRecording> examples = examples(300, "x".repeat(64 << 10));
        Facts first = start(LONG_AFTER);
        assertThat(parsed).hasValue(300);
        parsed.set(0);
        long before = bytesRead();
        Facts second = start(LONG_AFTER);
        assertThat(bytesRead() - before)
                .as("bytes for an index of %d", Files.size(theIndex()))
                .isLessThan(2 * Files.size(theIndex()) + (64 << 10));
        assertThat(parsed).hasValue(0);
        assertThat(second).isEqualTo(first);
        try (RecordingStore store = open(saved, LONG_AFTER)) {
            for (ExampleRecording example : examples) {
                assertThat(store.candidates(key(example.prompt())))
                        .extracting(Candidate::path)
                        .containsExactly(example.hash() + ".json");
            }
            assertThat(store.nearest(request("question 7, changed"), null, 3)).hasSize(3);
        }
    }

    /** A file that is touched after the listing would be read if it were examined a second time. */
    @Test
    void examinesEachFileOnceAtTheStart() throws Exception {
        List<ExampleRecording> examples = examples(9, "yes");
        start(LONG_AFTER);
        parsed.set(0);
        try (RecordingStore store = listed(saved, LONG_AFTER)) {
            for (ExampleRecording example : examples) {
                Path file = directory.resolve(example.hash() + ".json");
                Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
            }
            store.startIndexing();
            store.nearest(request("any"), null, 1); // Waits for the index.
            assertThat(parsed).hasValue(0);
        }
    }

    @Test
    void servesTheContentAfterAnEditBetweenListingAndIndexing() throws Exception {
        Path file = ExampleRecording.of(null, "same", "before?").writeTo(directory, "one.json");
        start(LONG_AFTER);
        try (RecordingStore store = listed(saved, LONG_AFTER)) {
            Files.writeString(file, Files.readString(file).replace("same", "new"));
            store.startIndexing();
            assertThat(store.candidates(key("same"))).isEmpty();
            assertThat(store.candidates(key("new"))).hasSize(1);
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux counts the bytes that a process reads")
    void readsARecordingOnceForItsDigestAndItsResponse() throws Exception {
        String answer = "x".repeat(512 << 10);
        ExampleRecording example = examples(1, answer).get(0);
        start(LONG_AFTER);
        try (RecordingStore store = open(saved, LONG_AFTER)) {
            store.nearest(request("any"), null, 1); // Waits for the index.
            long before = bytesRead();
            String path = store.candidates(key(example.prompt())).get(0).path();
            assertThat(store.readLong(path, answer.length())).isEmpty();
            assertThat(store.readCompact(path)).isPresent();
            assertThat(bytesRead() - before).isLessThan(answer.length() * 5L / 4);
        }
    }

    @Test
    void servesTheContentAfterAnEditOfAConfirmedFile() throws Exception {
        Path file = ExampleRecording.of(null, "same", "before?").writeTo(directory, "one.json");
        start(LONG_AFTER);
        try (RecordingStore store = open(saved, LONG_AFTER)) {
            assertThat(store.candidates(key("same"))).hasSize(1);
            Files.writeString(file, Files.readString(file).replace("before?", "after the edit"));
            RecordingOutline outline = store.readCompact("one.json").orElseThrow();
            assertThat(outline.parts(outline.recording().response().document())
                            .get(0)
                            .json())
                    .asString()
                    .contains("after the edit");
        }
    }

    @Test
    void isNotWrittenAgainWithoutAChange() throws Exception {
        examples(3, "yes");
        start(LONG_AFTER);
        FileStamp before = FileStamp.of(theIndex());
        start(LONG_AFTER);
        assertThat(FileStamp.of(theIndex())).isEqualTo(before);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = WINDOWS_HAS_NO_CTIME)
    void seesAnEditThatKeepsSizeAndTime() throws Exception {
        Path file = ExampleRecording.of(null, "before?", "yes").writeTo(directory, "one.json");
        start(LONG_AFTER);
        replaceContent(file, "before?", "after!?");
        try (RecordingStore store = open(saved, LONG_AFTER)) {
            // The old request would be found and then be seen to be none, so the new one comes first.
            assertThat(store.candidates(key("after!?"))).hasSize(1);
            assertThat(store.candidates(key("before?"))).isEmpty();
        }
    }

    /** As if the edit could not be seen at all: another file system, Windows, a clock that went back. */
    @Test
    void neverAnswersByTheKeysOfAFormerContent() throws Exception {
        Path file = ExampleRecording.of(null, "before?", "yes").writeTo(directory, "one.json");
        start(LONG_AFTER);
        IndexedFile old = saved.read().get("one.json");
        replaceContent(file, "before?", "after!?");
        ExaminedFile hidden = new ExaminedFile(
                FileStamp.of(file), true, old.file().sha256(), old.file().mayFail());
        saved.write(Map.of("one.json", new IndexedFile(hidden, old.keys())));
        try (RecordingStore store = open(saved, LONG_AFTER)) {
            long revision = store.revision();
            assertThat(store.candidates(key("before?"))).isEmpty();
            assertThat(store.candidates(key("after!?"))).hasSize(1);
            assertThat(store.revision()).isGreaterThan(revision);
            assertThat(store.examined("one.json")).isNull();
        }
    }

    @Test
    void findsAFileThatBreaksAfterTheStart() throws Exception {
        Path file = ExampleRecording.of(null, "sound?", "yes").writeTo(directory, "one.json");
        start(LONG_AFTER);
        try (RecordingStore store = open(saved, LONG_AFTER)) {
            assertThat(store.examined("one.json")).isNotNull();
            Files.writeString(file, "{");
            assertThat(store.candidates(key("sound?"))).hasSize(1);
            assertThat(store.problems()).extracting(FileProblem::path).containsExactly("one.json");
        }
    }

    @Test
    void readsYoungFilesAgain() throws Exception {
        examples(3, "yes");
        start(Clock.systemUTC());
        start(Clock.systemUTC());
        assertThat(parsed).hasValue(6);
        start(LONG_AFTER);
        start(LONG_AFTER);
        assertThat(parsed).hasValue(9);
    }

    @Test
    void readsFilesOfTheFutureAgain() throws Exception {
        examples(3, "yes");
        Clock back = Clock.offset(Clock.systemUTC(), Duration.ofDays(-1));
        start(back);
        start(back);
        assertThat(parsed).hasValue(6);
    }

    @Test
    void followsTheCheckoutOfAnotherBranch() throws Exception {
        examples(5, "main");
        ExampleRecording.of(null, "of main?", "yes").writeTo(directory, "both.json");
        Facts main = start(LONG_AFTER);
        for (ExampleRecording example : examples(5, "main")) {
            Files.delete(directory.resolve(example.hash() + ".json"));
        }
        ExampleRecording.of("a.B#c", "question 1", "branch").writeTo(directory);
        ExampleRecording.of(null, "question 2", "branch").writeTo(directory);
        ExampleRecording.of(null, "of the branch?", "yes").writeTo(directory, "both.json");
        Facts branch = start(LONG_AFTER);
        assertThat(branch).isEqualTo(fresh()).isNotEqualTo(main);
        for (String path : branch.digests().keySet()) {
            Files.delete(directory.resolve(path));
        }
        examples(5, "main");
        ExampleRecording.of(null, "of main?", "yes").writeTo(directory, "both.json");
        assertThat(start(LONG_AFTER)).isEqualTo(main).isEqualTo(fresh());
    }

    @Test
    void readsARenamedFileAgain() throws Exception {
        ExampleRecording example = ExampleRecording.of(null, "moved?", "yes");
        Path file = example.writeTo(directory);
        start(LONG_AFTER);
        Files.move(file, directory.resolve("other.json"));
        try (RecordingStore store = open(saved, LONG_AFTER)) {
            assertThat(store.candidates(key("moved?"))).singleElement().satisfies(candidate -> {
                assertThat(candidate.path()).isEqualTo("other.json");
                assertThat(candidate.bearsHash()).isFalse();
            });
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege")
    void readsTheFileThatALinkLeadsToNow() throws Exception {
        Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        Path one = ExampleRecording.of(null, "one of two?", "yes").writeTo(elsewhere, "1");
        Path other = ExampleRecording.of(null, "two of two?", "yes").writeTo(elsewhere, "2");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(one));
        Path link = Files.createSymbolicLink(directory.resolve("link.json"), one);
        start(LONG_AFTER);
        Files.delete(link);
        Files.createSymbolicLink(link, other);
        try (RecordingStore store = open(saved, LONG_AFTER)) {
            assertThat(store.candidates(key("one of two?"))).isEmpty();
            assertThat(store.candidates(key("two of two?"))).hasSize(1);
        }
    }

    @Test
    void readsWhatARunHasWrittenAgain() throws Exception {
        examples(1, "yes");
        start(LONG_AFTER);
        ExampleRecording added = ExampleRecording.of(null, "added?", "yes");
        try (RecordingStore store = open(saved, LONG_AFTER)) {
            store.write("added.json", RecordingCodec.read(Json.compact(added.document())));
        }
        parsed.set(0);
        assertThat(start(LONG_AFTER)).isEqualTo(fresh());
        try (RecordingStore store = open(saved, LONG_AFTER)) {
            assertThat(store.candidates(key("added?"))).hasSize(1);
        }
    }

    @Test
    void countsAsEmptyAfterAnyDamage() throws Exception {
        examples(2, "yes");
        start(LONG_AFTER);
        Map<String, IndexedFile> whole = saved.read();
        assertThat(whole).hasSize(2);
        byte[] content = Files.readAllBytes(theIndex());
        for (int i = 0; i < content.length; i++) {
            byte[] changed = content.clone();
            changed[i] ^= (byte) (1 << (i % Byte.SIZE));
            Files.write(theIndex(), changed);
            assertThat(saved.read()).as("byte %d", i).isEmpty();
        }
        for (int length = 0; length < content.length; length++) {
            Files.write(theIndex(), Arrays.copyOf(content, length));
            assertThat(saved.read()).as("length %d", length).isEmpty();
        }
        Files.write(theIndex(), new byte[1 << 20]);
        Facts again = start(LONG_AFTER);
        assertThat(again).isEqualTo(fresh());
        assertThat(saved.read()).isEqualTo(whole);
    }

    @Test
    void isUsedByTheSameCodeAndConfigurationOnly() throws Exception {
        examples(2, "yes");
        start(LONG_AFTER);
        assertThat(saved.read()).hasSize(2);
        assertThat(indexFile("code 2").read()).isEmpty();
        Path moved = temporary.resolve("moved");
        assertThat(new IndexFile(folder, moved, "code 1", text -> false).read()).isEmpty();
    }

    @Test
    void survivesBuildsThatWriteItAtOnce() throws Exception {
        examples(40, "yes");
        Facts right = fresh();
        List<CompletableFuture<Void>> builds = new ArrayList<>();
        for (int build = 0; build < 4; build++) {
            IndexFile own = indexFile("code " + build % 2);
            builds.add(CompletableFuture.runAsync(() -> {
                for (int round = 0; round < 10; round++) {
                    try {
                        assertThat(facts(own, LONG_AFTER)).isEqualTo(right);
                    } catch (IOException problem) {
                        throw new IllegalStateException(problem);
                    }
                }
            }));
        }
        CompletableFuture.allOf(builds.toArray(new CompletableFuture<?>[0])).get();
        assertThat(Stream.of(indexFile("code 0"), indexFile("code 1"))
                        .map(each -> each.read().size()))
                .containsExactlyInAnyOrder(0, 40);
        assertThat(files()).containsExactly(theIndex());
    }

    @Test
    void leavesNothingOfKilledWritersAndOfDirectoriesThatAreGone() throws Exception {
        examples(1, "yes");
        Files.createDirectories(folder);
        FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(40)));
        Path killed = Files.writeString(folder.resolve(".recorder-1.tmp"), "half");
        Path gone = Files.writeString(folder.resolve("00.index"), "of a directory that is gone");
        Files.setLastModifiedTime(killed, old);
        Files.setLastModifiedTime(gone, old);
        Path writing = Files.writeString(folder.resolve(".recorder-2.tmp"), "of a build that runs");
        Path other = Files.writeString(folder.resolve("01.index"), "of another directory");
        start(LONG_AFTER);
        assertThat(files()).containsExactlyInAnyOrder(theIndex(), writing, other);
    }

    @Test
    void isKeptWhileItIsUsed() throws Exception {
        examples(1, "yes");
        start(LONG_AFTER);
        Files.setLastModifiedTime(theIndex(), FileTime.from(Instant.now().minus(Duration.ofDays(20))));
        start(LONG_AFTER);
        assertThat(Files.getLastModifiedTime(theIndex()).toInstant())
                .isAfter(Instant.now().minus(Duration.ofDays(1)));
    }

    @Test
    void doesNothingWhereItCannotBeWritten() throws Exception {
        examples(2, "yes");
        Files.writeString(temporary.resolve("cache"), "a file where the folder should be");
        assertThat(start(LONG_AFTER)).isEqualTo(start(LONG_AFTER)).isEqualTo(fresh());
        assertThat(parsed).hasValue(6);
    }

    @Test
    void readsFilesWithProblemsAtEachStart() throws Exception {
        examples(2, "yes");
        Files.writeString(directory.resolve("broken.json"), "{");
        for (int i = 0; i < 2; i++) {
            try (RecordingStore store = open(saved, LONG_AFTER)) {
                assertThat(store.checkAll()).extracting(FileProblem::path).containsExactly("broken.json");
            }
        }
        assertThat(saved.read()).hasSize(2);
    }

    @Test
    void containsNoBodyAndNoSecret() throws Exception {
        ExampleRecording.of("a.B#c", "a question that nobody may read", "a response that nobody may read")
                .writeTo(directory, "one.json");
        ExampleRecording.of("a.B#secret", "other?", "yes").writeTo(directory, "two.json");
        start(LONG_AFTER);
        String text = Files.readString(theIndex(), StandardCharsets.ISO_8859_1);
        assertThat(text).contains("one.json", "a.B#c").doesNotContain("nobody", "secret", "two.json");
        parsed.set(0);
        start(LONG_AFTER);
        assertThat(parsed).hasValue(1);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no POSIX permissions")
    void isReadableByItsOwnerOnly() throws Exception {
        examples(1, "yes");
        start(LONG_AFTER);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(theIndex())))
                .isEqualTo("rw-------");
    }

    /** The results of a start that do not depend on the index file. */
    private record Facts(Map<String, String> digests, List<String> listed, List<String> tests) {}

    private Facts start(Clock clock) throws IOException {
        return facts(saved, clock);
    }

    private Facts fresh() throws IOException {
        return facts(null, LONG_AFTER);
    }

    private Facts facts(IndexFile index, Clock clock) throws IOException {
        try (RecordingStore store = open(index, clock)) {
            Map<String, String> digests = new TreeMap<>();
            store.paths().forEach(path -> digests.put(path, store.examined(path).sha256()));
            return new Facts(
                    digests,
                    store.listed().stream().map(Object::toString).sorted().toList(),
                    store.testIds().stream().sorted().toList());
        }
    }

    private RecordingStore open(IndexFile index, Clock clock) throws IOException {
        RecordingStore store = listed(index, clock);
        store.startIndexing();
        return store;
    }

    private RecordingStore listed(IndexFile index, Clock clock) throws IOException {
        ComparableRequests requests = new ComparableRequests(UpstreamTable.builtIn(), new Dialects());
        return RecordingStore.open(
                directory,
                recorded -> {
                    parsed.incrementAndGet();
                    return requests.of(recorded);
                },
                index,
                problem -> {},
                clock);
    }

    private IndexFile indexFile(String code) {
        return new IndexFile(folder, directory, code, text -> text.contains("secret"));
    }

    private List<ExampleRecording> examples(int count, String response) throws IOException {
        List<ExampleRecording> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ExampleRecording example = ExampleRecording.of("a.B#t" + i % 7, "question " + i, response);
            example.writeTo(directory);
            examples.add(example);
        }
        return examples;
    }

    private Path theIndex() throws IOException {
        return files().stream()
                .filter(file -> file.getFileName().toString().length() > "00.index".length())
                .filter(file -> file.toString().endsWith(".index"))
                .findFirst()
                .orElseThrow();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** Changes the content in a way that leaves size and modification time as they were. */
    private static void replaceContent(Path file, String from, String to) throws IOException {
        FileTime modified = Files.getLastModifiedTime(file);
        long size = Files.size(file);
        Files.writeString(file, Files.readString(file).replace(from, to));
        assertThat(Files.size(file)).isEqualTo(size);
        Files.setLastModifiedTime(file, modified);
    }

    private static long bytesRead() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/io")).stream()
                .filter(line -> line.startsWith("rchar: "))
                .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
                .sum();
    }

    private static MatchKey key(String prompt) {
        return MatchKey.of(request(prompt));
    }

    private static WireRequest request(String prompt) {
        String body = ExampleRecording.of(null, prompt, "").requestBody();
        return new WireRequest("POST", "/v1/chat/completions", Json.parse(body.getBytes(StandardCharsets.UTF_8)));
    }
}
