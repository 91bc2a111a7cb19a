package io.github.recorder.store;

import io.github.recorder.matching.Candidate;
import io.github.recorder.matching.MatchKey;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.recording.CorruptRecordingException;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingCodec;
import io.github.recorder.recording.RecordingHead;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The recordings directory. Opening it lists the files. A background thread reads each up to its response, and a lookup
 * waits until that is done, so no result depends on timing. Thread-safe.
 */
public final class RecordingStore implements AutoCloseable {

    private static final int INDEX_THREADS =
            Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));

    private final RecordingsDirectory layout;
    private final NavigableSet<String> paths;
    private final FileProblems problems;
    private final RecordingIndex index;
    private final CompletableFuture<Void> indexed = new CompletableFuture<>();
    private volatile boolean closed;

    private RecordingStore(
            RecordingsDirectory layout, List<String> paths, FileProblems problems, RecordingIndex index) {
        this.layout = layout;
        this.paths = new ConcurrentSkipListSet<>(paths);
        this.problems = problems;
        this.index = index;
    }

    /**
     * Opens a directory. A missing directory is an empty one.
     *
     * @param wire the HTTP request that a recording matches; empty if none can
     * @param listener called once, from any thread, for each file that cannot be replayed
     * @throws IOException if the directory itself cannot be listed
     */
    public static RecordingStore open(
            Path directory, Function<RecordedRequest, Optional<WireRequest>> wire, Consumer<FileProblem> listener)
            throws IOException {
        FileProblems problems = new FileProblems(listener);
        RecordingsDirectory layout = new RecordingsDirectory(directory);
        List<String> paths = layout.walk((path, cause) -> problems.add(unreadable(path, cause)));
        return new RecordingStore(layout, paths, problems, new RecordingIndex(wire));
    }

    /**
     * Starts reading the files in the background. Call it once, after everything that must not wait for it has started.
     */
    public void startIndexing() {
        List<String> found = List.copyOf(paths);
        int threads = Math.min(INDEX_THREADS, found.size());
        if (threads == 0) {
            indexed.complete(null);
            return;
        }
        AtomicInteger next = new AtomicInteger();
        AtomicInteger running = new AtomicInteger(threads);
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> index(found, next, running), "recorder-index-" + i);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void index(List<String> found, AtomicInteger next, AtomicInteger running) {
        try {
            for (int i = next.getAndIncrement(); i < found.size() && !closed; i = next.getAndIncrement()) {
                index(found.get(i));
            }
            if (running.decrementAndGet() == 0) {
                index.sketches().trim();
                indexed.complete(null);
            }
        } catch (RuntimeException | Error problem) {
            indexed.completeExceptionally(problem);
        }
    }

    private void index(String path) {
        try {
            RecordingHead head = RecordingReader.head(layout.file(path));
            if (!index.add(path, head)) {
                problems.add(
                        new FileProblem(path, 0, "no request over HTTP can ask for this kind of recording", false));
            }
        } catch (CorruptRecordingException problem) {
            problems.add(new FileProblem(path, problem.line(), problem.reason(), true));
        } catch (IOException problem) {
            problems.add(unreadable(path, problem));
        }
    }

    /** Returns the number of recording files, broken ones included. */
    public int size() {
        return paths.size();
    }

    /** Returns the recording files in the order of their paths, relative to the directory, with forward slashes. */
    public List<String> paths() {
        return List.copyOf(paths);
    }

    /** Returns whether there is a recording file of this path. */
    public boolean has(String path) {
        return paths.contains(path);
    }

    /**
     * Returns the recording files with a name, in any folder, in the order of their paths.
     *
     * @param name the name without folders
     */
    public List<String> named(String name) {
        return paths.stream()
                .filter(path -> path.endsWith(name)
                        && (path.length() == name.length() || path.charAt(path.length() - name.length() - 1) == '/'))
                .toList();
    }

    /**
     * Writes a recording in place of the one that the file held before, and serves it from now on.
     *
     * @param path the file, relative to the directory, with forward slashes
     * @throws UnwritableRecordingException if the file cannot be written; its old content is then unchanged
     */
    public void write(String path, Recording recording) throws UnwritableRecordingException {
        indexed.join();
        AtomicWriter.write(layout.file(path), RecordingCodec.write(recording));
        paths.add(path);
        index.replace(path, new RecordingHead(recording.testId(), recording.request()));
    }

    /**
     * Deletes a recording and no longer serves it.
     *
     * @throws UnwritableRecordingException if the file still exists
     */
    public void delete(String path) throws UnwritableRecordingException {
        indexed.join();
        AtomicWriter.delete(layout.file(path));
        paths.remove(path);
        index.remove(path);
    }

    /** Deletes the temporary files of killed writers. */
    public void sweep() {
        layout.folders().forEach(AtomicWriter::sweep);
    }

    /** Returns the recordings that match a request, in no particular order. Waits for the index. */
    public List<Candidate> candidates(MatchKey key) {
        indexed.join();
        return index.candidates(key);
    }

    /**
     * Returns the recordings nearest to a request, best first. Waits for the index. They have the same method and
     * endpoint, or, if there are none, a similar endpoint. The time is proportional to the number of recordings, a few
     * nanoseconds each; the result does not depend on timing.
     *
     * @param testId the test that sends the request, whose own recordings are preferred; null if unknown
     * @param most the maximum number of results
     */
    public List<Candidate> nearest(WireRequest request, @Nullable String testId, int most) {
        indexed.join();
        return index.sketches().nearest(request, testId, most);
    }

    /** Returns the recorded endpoints, the one with the most recordings first. Waits for the index. */
    public List<RecordedEndpoint> endpoints() {
        indexed.join();
        return index.sketches().endpoints();
    }

    /**
     * Reads a recording up to its response.
     *
     * @throws UnreadableRecordingException if the file is missing or broken; it is then among the {@link #problems()}
     */
    public RecordingHead head(String path) throws UnreadableRecordingException {
        try {
            return RecordingReader.head(layout.file(path));
        } catch (CorruptRecordingException problem) {
            throw found(new FileProblem(path, problem.line(), problem.reason(), true), problem);
        } catch (IOException problem) {
            throw found(unreadable(path, problem), problem);
        }
    }

    /**
     * Reads a recording.
     *
     * @throws UnreadableRecordingException if the file is missing or broken; it is then among the {@link #problems()}
     */
    public Recording read(String path) throws UnreadableRecordingException {
        try {
            return RecordingReader.whole(layout.file(path));
        } catch (CorruptRecordingException problem) {
            throw found(new FileProblem(path, problem.line(), problem.reason(), true), problem);
        } catch (IOException problem) {
            throw found(unreadable(path, problem), problem);
        }
    }

    /** Reads every file from end to end and returns all files that cannot be replayed, in the order of their paths. */
    public List<FileProblem> checkAll() {
        indexed.join();
        paths().parallelStream().forEach(path -> {
            try {
                RecordingReader.check(layout.file(path));
            } catch (CorruptRecordingException problem) {
                problems.add(new FileProblem(path, problem.line(), problem.reason(), true));
            } catch (IOException problem) {
                problems.add(unreadable(path, problem));
            }
        });
        return problems.all();
    }

    /** Returns the files found unfit so far, in the order of their paths. */
    public List<FileProblem> problems() {
        return problems.all();
    }

    /** Ends the background reading. Idempotent. */
    @Override
    public void close() {
        closed = true;
        indexed.complete(null);
    }

    private UnreadableRecordingException found(FileProblem problem, Exception cause) {
        problems.add(problem);
        return new UnreadableRecordingException(problem, cause);
    }

    private static FileProblem unreadable(String path, IOException cause) {
        String reason = cause instanceof NoSuchFileException
                ? "the file has gone"
                : "the file cannot be read: " + cause.getMessage();
        return new FileProblem(path, 0, reason, true);
    }
}
