package io.github.recorder.store;

import io.github.recorder.recording.CorruptRecordingException;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingHead;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A snapshot of the files of a recordings directory, for code that visits all of them. Thread-safe. */
public final class RecordingFiles {

    private final Path directory;
    private final RecordingsDirectory layout;
    private final List<String> paths;

    private RecordingFiles(Path directory, RecordingsDirectory layout, List<String> paths) {
        this.directory = directory;
        this.layout = layout;
        this.paths = paths;
    }

    /**
     * Lists a directory. A missing directory counts as empty.
     *
     * @throws IOException if it cannot be listed
     */
    public static RecordingFiles list(Path directory) throws IOException {
        RecordingsDirectory layout = new RecordingsDirectory(directory);
        List<String> paths = layout.walk(new RecordingsDirectory.Unreadable() {

            @Override
            public void found(String path, IOException problem) {
                // Files that are not listed are never changed.
            }

            @Override
            public void skipped(String path, String reason) {
                // It is not a recording, so nothing is missing without it.
            }
        });
        return new RecordingFiles(directory, layout, List.copyOf(paths));
    }

    /** Returns the directory. */
    public Path directory() {
        return directory;
    }

    /** Returns all files that may be recordings, relative to the directory with forward slashes, sorted. */
    public List<String> paths() {
        return paths;
    }

    /** Returns the file of a path. */
    public Path file(String path) {
        return layout.file(path);
    }

    /** Reads a whole recording. */
    public Recording read(String path) throws IOException, CorruptRecordingException {
        return RecordingReader.whole(layout.file(path));
    }

    /** Reads everything of a recording except its response. */
    public RecordingHead head(String path) throws IOException, CorruptRecordingException {
        return RecordingReader.head(layout.file(path));
    }
}
