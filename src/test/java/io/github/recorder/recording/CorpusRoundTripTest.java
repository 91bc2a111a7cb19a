package io.github.recorder.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.SharedCorpus;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CorpusRoundTripTest {

    /**
     * Python's own count: as many files come out of {@code json.dump(json.load(file), indent=2)} and a newline
     * unchanged.
     */
    private static final int FILES = 729;

    @Test
    void everyRealRecordingIsWrittenByteForByte() throws Exception {
        List<Path> files = SharedCorpus.files();
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);

            assertThat(RecordingCodec.write(RecordingCodec.read(bytes)))
                    .as(file.toString())
                    .isEqualTo(bytes);
        }
        assertThat(files).hasSize(FILES);
    }

    @Test
    void theHeadOfEveryRealRecordingIsThatOfTheWhole() throws Exception {
        for (Path file : SharedCorpus.files()) {
            Recording whole = RecordingCodec.read(Files.readAllBytes(file));
            try (InputStream in = Files.newInputStream(file)) {
                assertThat(RecordingCodec.readHead(in)).isEqualTo(new RecordingHead(whole.testId(), whole.request()));
            }
            try (InputStream in = Files.newInputStream(file)) {
                RecordingCodec.check(in);
            }
        }
    }
}
