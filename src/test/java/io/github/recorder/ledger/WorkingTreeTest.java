package io.github.recorder.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkingTreeTest {

    @TempDir
    Path root;

    @Test
    void takesNothingThatAWriterOfRecordingsLeftForCode() throws Exception {
        Path recordings = Files.createDirectories(root.resolve("src/test/recordings/a.BIT"));
        Files.writeString(root.resolve("src/test/Code.java"), "code");
        String before = digest();

        Files.writeString(recordings.resolve("one.json"), "a recording");
        Files.writeString(recordings.resolve(".recorder-1-0f8d1c2b-0.tmp"), "half");
        Files.writeString(recordings.resolve(".recorder-1-0f8d1c2b-one.unfinished.json"), "a recording");
        Files.writeString(recordings.resolve(".recorder-1-0f8d1c2b-one.journal.jsonl"), "{}");
        assertThat(digest()).isEqualTo(before);

        Path code = Files.writeString(recordings.resolveSibling("notes.tmp"), "code");
        assertThat(digest()).isNotEqualTo(before);
        Files.delete(code);
        Files.writeString(root.resolve("src/test/.recorder-1-0f8d1c2b-0.tmp"), "not in the directory");
        assertThat(digest()).isNotEqualTo(before);
    }

    /** The name of a recording is enough: none is looked at, so the work does not grow with their number. */
    @Test
    void looksAtNoRecording() throws Exception {
        Path recordings = Files.createDirectories(root.resolve("src/test/recordings/a"));
        Path code = Files.writeString(recordings.resolve("Code.java"), "code");
        String before = digest();
        // A folder with code would be found if it were looked at.
        Path named = Files.createDirectory(recordings.resolve("0123456789abcdef".repeat(4) + ".json"));
        Files.writeString(named.resolve("Hidden.java"), "code");
        assertThat(digest()).isEqualTo(before);

        Files.createDirectory(recordings.resolve("cases.json"));
        Files.writeString(recordings.resolve("cases.json/Code.java"), "code");
        assertThat(digest()).isNotEqualTo(before);
        Files.delete(recordings.resolve("cases.json/Code.java"));
        Files.writeString(code, "other code");
        assertThat(digest()).isNotEqualTo(before);
    }

    private String digest() throws Exception {
        return WorkingTree.of(root, List.of(), List.of(root.resolve("src/test/recordings")))
                .digest();
    }
}
