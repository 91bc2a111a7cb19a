package io.github.recorder.store;

import io.github.recorder.matching.MatchKey;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.recording.CorruptRecordingException;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingHead;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of the files of a recordings directory, and of archives below it, for code that visits all of them.
 * Thread-safe.
 */
public final class RecordingFiles implements AutoCloseable {

    private final Path directory;
    private final LayeredFiles files;
    private final List<RecordingArchive> archives;
    private final List<String> paths;

    private RecordingFiles(Path directory, LayeredFiles files, List<RecordingArchive> archives, List<String> paths) {
        this.directory = directory;
        this.files = files;
        this.archives = List.copyOf(archives);
        this.paths = paths;
    }

    /**
     * Lists a directory. A missing directory counts as empty.
     *
     * @throws IOException if it cannot be listed
     */
    public static RecordingFiles list(Path directory) throws IOException {
        return list(directory, List.of());
    }

    /**
     * Lists a directory and the archives below it.
     *
     * @param archives the archives, the uppermost first
     * @throws IOException if the directory cannot be listed
     */
    public static RecordingFiles list(Path directory, List<RecordingArchive> archives) throws IOException {
        RecordingsDirectory layout = new RecordingsDirectory(directory);
        List<String> paths = layout.walk(new RecordingsDirectory.OtherFiles() {

            @Override
            public void found(String path, IOException problem) {
                // Files that are not listed are never changed.
            }

            @Override
            public void skipped(String path, String reason) {
                // It is not a recording, so nothing is missing without it.
            }

            @Override
            public void ofWriter(String path) {
                // Only a run deletes what a writer left.
            }
        });
        LayeredFiles files = new LayeredFiles(layout, paths, archives);
        return new RecordingFiles(
                directory, files, archives, files.with(paths).stream().sorted().toList());
    }

    /** Returns the directory. */
    public Path directory() {
        return directory;
    }

    /** Returns the archives, the uppermost first. */
    public List<RecordingArchive> archives() {
        return archives;
    }

    /** Returns the archive that holds a recording; null if it is in the directory. */
    public @Nullable RecordingArchive archive(String path) {
        return files.archive(path);
    }

    /** Returns all files that may be recordings, relative to the directory with forward slashes, sorted. */
    public List<String> paths() {
        return paths;
    }

    /** Returns the file of a path, which exists only if it is not in an archive. */
    public Path file(String path) {
        return files.file(path);
    }

    /** Reads a whole recording. */
    public Recording read(String path) throws IOException, CorruptRecordingException {
        return files.whole(path);
    }

    /** Reads everything of a recording except its response. */
    public RecordingHead head(String path) throws IOException, CorruptRecordingException {
        return files.head(path);
    }

    /** Reads the bytes of a recording. */
    public byte[] content(String path) throws IOException, CorruptRecordingException {
        return files.content(path);
    }

    /**
     * Returns the recordings of lower layers that are never served, because an upper one has a recording of the same
     * test and of exactly the same request under another name.
     *
     * @param forms returns the forms of the HTTP request that a recording matches; none if it cannot be replaced
     */
    public Set<String> shadowed(Function<RecordedRequest, List<WireRequest>> forms)
            throws IOException, CorruptRecordingException {
        Map<Integer, List<String>> byLayer =
                paths.stream().collect(Collectors.groupingBy(files::layer, TreeMap::new, Collectors.toList()));
        Set<String> shadowed = new HashSet<>();
        Set<TestRequest> above = new HashSet<>();
        for (List<String> layer : byLayer.values()) {
            Set<TestRequest> ofLayer = new HashSet<>();
            for (String path : layer) {
                Optional<RecordingKeys> keys = RecordingKeys.of(path, head(path), forms);
                Set<TestRequest> requests = keys.stream()
                        .flatMap(each -> each.forms().stream().map(form -> new TestRequest(each.testId(), form)))
                        .collect(Collectors.toSet());
                if (!requests.isEmpty() && above.containsAll(requests)) {
                    shadowed.add(path);
                }
                ofLayer.addAll(requests);
            }
            above.addAll(ofLayer);
        }
        return shadowed;
    }

    /** A form of a request, with the test that sends it. */
    private record TestRequest(@Nullable String test, MatchKey form) {}

    /** Closes the archives. */
    @Override
    public void close() throws IOException {
        for (RecordingArchive archive : archives) {
            archive.close();
        }
    }
}
