package io.github.recorder.check;

import io.github.recorder.recording.CorruptRecordingException;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingCodec;
import io.github.recorder.store.AtomicWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Recordings with the live responses of the last check, each in the folder {@code check} of the work directory at the
 * path of the recording that it can replace.
 */
final class LiveRecordings {

    private final Path folder;

    LiveRecordings(Path workDirectory) {
        this.folder = workDirectory.resolve("check");
    }

    void write(String path, Recording recording) throws IOException {
        AtomicWriter.write(folder.resolve(path), RecordingCodec.write(recording));
    }

    /** Deletes the recording of a path, if there is one. */
    void delete(String path) throws IOException {
        Path file = folder.resolve(path);
        if (Files.exists(file)) {
            AtomicWriter.delete(file);
        }
    }

    /** Returns the recording of a path; empty if there is none. */
    Optional<Recording> read(String path) throws IOException, CorruptRecordingException {
        Path file = folder.resolve(path);
        return Files.isRegularFile(file)
                ? Optional.of(RecordingCodec.read(Files.readAllBytes(file)))
                : Optional.empty();
    }
}
