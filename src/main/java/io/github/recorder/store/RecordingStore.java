package io.github.recorder.store;

import io.github.recorder.matching.Candidate;
import io.github.recorder.matching.MatchKey;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.recording.CorruptRecordingException;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingHead;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The recordings directory. Opening it lists the files; what is in them is read in the background, only up to the response,
 * and a question waits until that is done, so that no answer depends on timing. Safe for use by many threads.
 */
public final class RecordingStore implements AutoCloseable {

    private static final int INDEX_THREADS =
            Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));

    private final Layout layout;
    private final List<String> paths;
    private final Problems problems;
    private final Index index;
    private final CompletableFuture<Void> indexed = new CompletableFuture<>();
    private volatile boolean closed;

    private RecordingStore(Layout layout, List<String> paths, Problems problems, Index index) {
        this.layout = layout;
        this.paths = paths;
        this.problems = problems;
        this.index = index;
    }

    /**
     * Opens a directory; one that does not exist is an empty one.
     *
     * @param wire the request that asks for a recording over HTTP; empty where nothing can
     * @param listener told once of each file that cannot be replayed, from any thread
     * @throws IOException where the directory itself cannot be listed
     */
    public static RecordingStore open(
            Path directory, Function<RecordedRequest, Optional<WireRequest>> wire, Consumer<Problem> listener)
            throws IOException {
        Problems problems = new Problems(listener);
        Layout layout = new Layout(directory);
        List<String> paths = layout.walk((path, cause) -> problems.add(unreadable(path, cause)));
        return new RecordingStore(layout, List.copyOf(paths), problems, new Index(wire));
    }

    /** Starts reading the files in the background; called once, when what must not wait for it has been started. */
    public void startIndexing() {
        int threads = Math.min(INDEX_THREADS, paths.size());
        if (threads == 0) {
            indexed.complete(null);
            return;
        }
        AtomicInteger next = new AtomicInteger();
        AtomicInteger running = new AtomicInteger(threads);
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> index(next, running), "recorder-index-" + i);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void index(AtomicInteger next, AtomicInteger running) {
        try {
            for (int i = next.getAndIncrement(); i < paths.size() && !closed; i = next.getAndIncrement()) {
                index(paths.get(i));
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
                problems.add(new Problem(path, 0, "no request over HTTP can ask for this kind of recording", false));
            }
        } catch (CorruptRecordingException problem) {
            problems.add(new Problem(path, problem.line(), problem.reason(), true));
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
        return paths;
    }

    /** Returns the recordings that a request may be answered from, in no particular order; waits for the index. */
    public List<Candidate> candidates(MatchKey key) {
        indexed.join();
        return index.candidates(key);
    }

    /**
     * Returns recordings of calls like this one, the likeliest first; waits for the index. They are of the same method and
     * endpoint; where there is none, of such as are nearly the same. Takes time in proportion to the number of recordings, a
     * few nanoseconds for each; the result does not depend on timing.
     *
     * @param testId the test that asks, whose own recordings are preferred; null where it is not known
     * @param most the most that are returned
     */
    public List<Candidate> nearest(WireRequest request, @Nullable String testId, int most) {
        indexed.join();
        return index.sketches().nearest(request, testId, most);
    }

    /** Returns what was recorded, the endpoint with the most recordings first; waits for the index. */
    public List<RecordedEndpoint> endpoints() {
        indexed.join();
        return index.sketches().endpoints();
    }

    /**
     * Reads a recording up to its response.
     *
     * @throws UnreadableRecordingException where the file has gone or is broken; it is among the {@link #problems()} then
     */
    public RecordingHead head(String path) throws UnreadableRecordingException {
        try {
            return RecordingReader.head(layout.file(path));
        } catch (CorruptRecordingException problem) {
            throw found(new Problem(path, problem.line(), problem.reason(), true), problem);
        } catch (IOException problem) {
            throw found(unreadable(path, problem), problem);
        }
    }

    /**
     * Reads a recording.
     *
     * @throws UnreadableRecordingException where the file has gone or is broken; it is among the {@link #problems()} then
     */
    public Recording read(String path) throws UnreadableRecordingException {
        try {
            return RecordingReader.whole(layout.file(path));
        } catch (CorruptRecordingException problem) {
            throw found(new Problem(path, problem.line(), problem.reason(), true), problem);
        } catch (IOException problem) {
            throw found(unreadable(path, problem), problem);
        }
    }

    /** Reads every file from end to end and returns all that cannot be replayed, in the order of their paths. */
    public List<Problem> checkAll() {
        indexed.join();
        paths.parallelStream().forEach(path -> {
            try {
                RecordingReader.check(layout.file(path));
            } catch (CorruptRecordingException problem) {
                problems.add(new Problem(path, problem.line(), problem.reason(), true));
            } catch (IOException problem) {
                problems.add(unreadable(path, problem));
            }
        });
        return problems.all();
    }

    /** Returns the files that were found unfit so far, in the order of their paths. */
    public List<Problem> problems() {
        return problems.all();
    }

    /** Ends the reading in the background. Idempotent. */
    @Override
    public void close() {
        closed = true;
        indexed.complete(null);
    }

    private UnreadableRecordingException found(Problem problem, Exception cause) {
        problems.add(problem);
        return new UnreadableRecordingException(problem, cause);
    }

    private static Problem unreadable(String path, IOException cause) {
        String reason = cause instanceof NoSuchFileException
                ? "the file has gone"
                : "the file cannot be read: " + cause.getMessage();
        return new Problem(path, 0, reason, true);
    }
}
