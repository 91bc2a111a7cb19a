package io.github.recorder.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Recordings whose responses have not all arrived, each in a hidden file beside the recording that it will replace, so
 * that a killed process loses neither. Thread-safe.
 */
final class UnfinishedRecordings {

    private static final String SUFFIX = ".unfinished.json";

    private final RecordingsDirectory layout;
    private final List<String> ofWriters;
    private final Map<String, WriterFile> own = new HashMap<>();
    private final Map<String, List<WriterFile>> left = new HashMap<>();

    /**
     * Creates the unfinished recordings of a directory.
     *
     * @param ofWriters the files of writers in it, relative to it with forward slashes
     */
    UnfinishedRecordings(RecordingsDirectory layout, List<String> ofWriters) {
        this.layout = layout;
        this.ofWriters = ofWriters.stream().sorted().toList();
    }

    /** Deletes the temporary files that ended processes left, and returns their unfinished recordings. */
    synchronized List<String> sweep() {
        left.clear();
        List<String> unfinished = new ArrayList<>();
        for (String path : ofWriters) {
            WriterFile file = new WriterFile(layout.file(path));
            AtomicWriter.sweep(file);
            try {
                if (path.endsWith(SUFFIX) && file.isAbandoned() && !isComplete(path, file)) {
                    left.computeIfAbsent(file.recording(path, SUFFIX), first -> new ArrayList<>())
                            .add(file);
                    unfinished.add(path);
                }
            } catch (IOException goneOrUnreadable) {
                // There is nothing to name.
            }
        }
        return List.copyOf(unfinished);
    }

    /** Deletes a file whose process was killed after it had written the recording. */
    private boolean isComplete(String path, WriterFile file) throws IOException {
        Path recording = layout.file(file.recording(path, SUFFIX));
        return Files.exists(recording)
                && Files.mismatch(file.file(), recording) < 0
                && Files.deleteIfExists(file.file());
    }

    /**
     * Writes the responses so far.
     *
     * @return the file, relative to the directory; empty if it cannot be written
     */
    synchronized Optional<String> write(String path, AtomicWriter.Content content) {
        if (layout.linkAbove(path) != null) {
            return Optional.empty();
        }
        WriterFile file = own.computeIfAbsent(path, first -> WriterFile.ofRecording(layout.file(path), SUFFIX));
        try {
            AtomicWriter.writeUnforced(file.file(), content);
            return Optional.of(file.pathBeside(path));
        } catch (IOException full) {
            return Optional.empty(); // The recording cannot be written either, which is reported then.
        }
    }

    /** Returns the file of a recording that {@link #write} wrote, relative to the directory. */
    synchronized Optional<String> file(String path) {
        return Optional.ofNullable(own.get(path)).map(file -> file.pathBeside(path));
    }

    /** Deletes the file of a recording that {@link #write} wrote. */
    synchronized void discard(String path) {
        Optional.ofNullable(own.remove(path)).ifPresent(WriterFile::delete);
    }

    /** Deletes the files of a recording that ended processes left. */
    synchronized void deleteLeft(String path) {
        Optional.ofNullable(left.remove(path)).ifPresent(files -> files.forEach(WriterFile::delete));
    }

    /** Notes that this process no longer writes any. */
    synchronized void close() {
        own.values().forEach(WriterFile::close);
    }
}
