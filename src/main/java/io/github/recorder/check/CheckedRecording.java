package io.github.recorder.check;

import io.github.recorder.ledger.RecordingFingerprint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of one recording.
 *
 * @param path the file, relative to the recordings directory, with forward slashes
 * @param content the content of the file when it was checked
 * @param test the id of its test; null if it is shared
 * @param verdict the result
 * @param similarity how similar the texts are, from 0 to 1; null if there is no text
 * @param details a phrase for each difference, or the reason why the request could not be sent; without secrets
 * @param at when it was checked
 */
public record CheckedRecording(
        String path,
        RecordingFingerprint content,
        @Nullable String test,
        CheckVerdict verdict,
        @Nullable Double similarity,
        List<String> details,
        Instant at) {

    /** Keeps a copy of the list. */
    public CheckedRecording {
        details = List.copyOf(details);
    }

    /**
     * Returns whether a file still has the content that was checked.
     *
     * @throws IOException if it cannot be read
     */
    public boolean isOf(Path file) throws IOException {
        return RecordingFingerprint.of(file).equals(content);
    }

    /** Returns the differences as one phrase. */
    public String detail() {
        return String.join("; ", details);
    }
}
