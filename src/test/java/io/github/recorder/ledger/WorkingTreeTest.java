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

    private String digest() throws Exception {
        return WorkingTree.of(root, List.of(), List.of(root.resolve("src/test/recordings")))
                .digest();
    }
}
