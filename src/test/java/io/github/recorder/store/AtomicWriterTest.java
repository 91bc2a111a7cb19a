package io.github.recorder.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recorder.ExampleRecording;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicWriterTest {

    @TempDir
    Path folder;

    @Test
    void writesAFileAndTheFoldersAboveIt() throws Exception {
        Path file = folder.resolve("a/b/one.json");

        AtomicWriter.write(file, bytes("content"));

        assertThat(file).hasContent("content");
        assertThat(names(file.getParent())).containsExactly("one.json");
    }

    @Test
    void replacesWhatWasThere() throws Exception {
        Path file = Files.writeString(folder.resolve("one.json"), "a much longer old content");

        AtomicWriter.write(file, bytes("new"));

        assertThat(file).hasContent("new");
    }

    @Test
    void writersThatMeetLeaveTheContentOfOneOfThem() throws Exception {
        Path file = folder.resolve("one.json");
        int writers = 8;
        int rounds = 25;
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(writers);
        List<Future<?>> done = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            byte[] content = bytes(String.valueOf((char) ('a' + writer)).repeat(100_000));
            done.add(pool.submit(() -> {
                start.await();
                for (int round = 0; round < rounds; round++) {
                    AtomicWriter.write(file, content);
                    byte[] seen = Files.readAllBytes(file);
                    assertThat(seen).hasSize(100_000).containsOnly(seen[0]);
                }
                return null;
            }));
        }
        start.countDown();
        for (Future<?> one : done) {
            one.get();
        }
        pool.shutdown();

        assertThat(names(folder)).containsExactly("one.json");
    }

    @Test
    void aReadOnlyFolderIsSaidToBeOne() throws Exception {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        Assumptions.assumeFalse(Files.isWritable(closed), "this user may write everywhere");

        assertThatThrownBy(() -> writeRecording("closed/one.json"))
                .isInstanceOf(UnwritableRecordingException.class)
                .hasMessageContaining("closed/one.json was not written: this user has no permission for it");
    }

    @Test
    void aFileInThePlaceOfAFolderIsSaidToBeThere() throws Exception {
        Files.writeString(folder.resolve("file"), "here first");

        assertThatThrownBy(() -> writeRecording("file/one.json"))
                .isInstanceOf(UnwritableRecordingException.class)
                .hasMessageContaining("file/one.json was not written")
                .hasMessageContaining("record again");
        assertThat(folder.resolve("file")).hasContent("here first");
    }

    @Test
    void aContentThatCannotBeMadeLeavesTheOldOneAndNothingElse() throws Exception {
        Path file = Files.writeString(folder.resolve("one.json"), "old");

        assertThatThrownBy(() -> AtomicWriter.write(file, out -> {
                    out.write('n');
                    throw new IllegalStateException("cannot be made");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(names(folder)).containsExactly("one.json");
        assertThat(file).hasContent("old");
    }

    @Test
    void whatCannotTakeItsNameLeavesNothingBehind() throws Exception {
        Path inTheWay = Files.createDirectories(folder.resolve("one.json/full"));

        assertThatThrownBy(() -> AtomicWriter.write(folder.resolve("one.json"), bytes("content")))
                .isInstanceOf(IOException.class);
        assertThat(inTheWay).isDirectory();
        assertThat(names(folder)).containsExactly("one.json");
    }

    @Test
    void sweepsOnlyWhatDeadWritersLeft() throws Exception {
        Path dead = Files.writeString(folder.resolve(".recorder-1.tmp"), "half");
        Files.setLastModifiedTime(dead, FileTime.from(Instant.EPOCH));
        Files.writeString(folder.resolve(".recorder-2.tmp"), "at work");
        Path other = Files.writeString(folder.resolve("notes.tmp"), "somebody's");
        Files.setLastModifiedTime(other, FileTime.from(Instant.EPOCH));

        AtomicWriter.sweep(folder);
        AtomicWriter.sweep(folder.resolve("missing"));

        assertThat(names(folder)).containsExactlyInAnyOrder(".recorder-2.tmp", "notes.tmp");
    }

    @Test
    void sweepsTheFilesOfAProcessAsSoonAsItHasEnded() throws Exception {
        long own = ProcessHandle.current().pid();
        Process other = new ProcessBuilder("sleep", "1000").start();
        try {
            String name = "-0f8d1c2b-0.tmp";
            Path ended = Files.writeString(folder.resolve(".recorder-999999999999" + name), "half");
            Path notWritten = Files.writeString(folder.resolve(".recorder-" + own + name), "half");
            Path atWork = Files.writeString(folder.resolve(".recorder-" + other.pid() + name), "half");
            Path named = Files.createSymbolicLink(folder.resolve(".recorder-999999999998" + name), atWork);
            Path tree = Files.createDirectory(folder.resolve(".recorder-999999999997" + name));
            WriterFile open = WriterFile.temporary(folder.resolve("one.json"));
            Files.writeString(open.file(), "half");

            AtomicWriter.sweep(folder);

            assertThat(ended).doesNotExist();
            assertThat(notWritten).doesNotExist();
            assertThat(List.of(atWork, named, tree, open.file()))
                    .allSatisfy(file -> assertThat(file).exists());

            // A process that began later only has the same number.
            Files.setLastModifiedTime(atWork, FileTime.from(Instant.now().minus(Duration.ofMinutes(1))));
            AtomicWriter.sweep(folder);
            assertThat(atWork).doesNotExist();

            open.close();
            AtomicWriter.sweep(folder);
            assertThat(open.file()).doesNotExist();
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    /** A start deletes what a killed writer left in any folder, in each mode, and takes it for no recording. */
    @Test
    void aStartSweepsAllFolders() throws Exception {
        Path recording = ExampleRecording.of(null, "hello", "old")
                .writeTo(Files.createDirectories(folder.resolve("a/b")), "there.json");
        Path left = Files.writeString(recording.resolveSibling(".recorder-999999999999-0f8d1c2b-0.tmp"), "half");
        Path hidden = Files.createDirectories(folder.resolve(".git")).resolve(".recorder-999999999999-0f8d1c2b-0.tmp");
        Files.writeString(hidden, "not in a folder of recordings");
        try (RecordingStore store = RecordingStore.open(folder, request -> List.of(), problem -> {})) {
            assertThat(store.paths()).containsExactly("a/b/there.json");
            assertThat(left).exists();

            assertThat(store.sweep((written, lines) -> written)).isEmpty();

            assertThat(left).doesNotExist();
            assertThat(hidden).exists();
        }
    }

    /** Counted by the JVM's own events, so that no response waits for the disk and no recording is forgotten. */
    @Test
    void newRecordingsAreForcedToDiskTogetherAndReplacedOnesAtOnce() throws Exception {
        Recording recording = RecordingCodec.read(
                RecordingCodec.write(ExampleRecording.of(null, "hello", "hi").document()));
        Recording other = RecordingCodec.read(
                RecordingCodec.write(ExampleRecording.of(null, "hello", "ho").document()));
        Path there = ExampleRecording.of(null, "hello", "old").writeTo(folder, "there.json");
        try (RecordingStore store = RecordingStore.open(folder, request -> List.of(), problem -> {})) {
            store.startIndexing();
            store.paths();
            assertThat(forcedBy(() -> {
                        store.write("new/one.json", recording);
                        store.write("new/one.json", other);
                        store.write("new/gone.json", recording);
                        store.delete("new/gone.json");
                    }))
                    .doesNotContain(folder.resolve("new/one.json"))
                    .noneMatch(file -> String.valueOf(file.getFileName()).startsWith(".recorder-"));
            assertThat(forcedBy(() -> store.write("there.json", recording)))
                    .anyMatch(file -> String.valueOf(file.getFileName()).startsWith(".recorder-"));
            assertThat(forcedBy(() -> assertThat(store.force()).isEmpty()))
                    .containsExactlyInAnyOrder(
                            folder.resolve("new/one.json"), folder.resolve("new"), folder, folder.getParent());
            assertThat(forcedBy(() -> assertThat(store.force()).isEmpty())).isEmpty();
        }
        assertThat(there).content().contains("hi");
        assertThat(folder.resolve("new/one.json")).content().contains("ho");
    }

    /** An action that may fail. */
    private interface Action {
        void run() throws Exception;
    }

    private List<Path> forcedBy(Action action) throws Exception {
        Path events = Files.createTempFile("forced", ".jfr");
        try (jdk.jfr.Recording forces = new jdk.jfr.Recording()) {
            forces.enable("jdk.FileForce").withThreshold(Duration.ZERO).withoutStackTrace();
            forces.start();
            action.run();
            forces.stop();
            forces.dump(events);
            return RecordingFile.readAllEvents(events).stream()
                    .filter(event -> event.getThread().getJavaThreadId()
                            == Thread.currentThread().getId())
                    .map(event -> Path.of(event.getString("path")))
                    .toList();
        } finally {
            Files.delete(events);
        }
    }

    private void writeRecording(String path) throws Exception {
        try (RecordingStore store = RecordingStore.open(folder, request -> List.of(), problem -> {})) {
            store.startIndexing();
            store.write(path, RecordingCodec.read(KilledWriter.content(1)));
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
