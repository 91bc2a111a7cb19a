package io.github.recorder.store;

import io.github.recorder.matching.Digest;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.recording.CorruptRecordingException;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.RecordingHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads each recording of a store once, in background threads: first all requests go into the index; then the rest is
 * checked and digested. A file that an earlier run has read, and that has not changed since, is not read, if an
 * {@link IndexFile} has its keys. Thread-safe.
 */
final class BackgroundReading {

    /** The longest file that is held in memory between its indexing and its check, in bytes. */
    static final int MOST_HELD_FILE = 1 << 20;

    private static final int THREADS =
            Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));

    private static final int STUCK_SECONDS = 30;

    /** The bytes of all files that are held; beyond that a file is checked before the next is indexed. */
    private static final long MOST_HELD = 64L << 20;

    private final RecordingPaths paths;
    private final LayeredFiles files;
    private final GuardedFiles guarded;
    private final FileProblems problems;
    private final Function<RecordedRequest, List<WireRequest>> forms;
    private final RecordingIndex index;
    private final UnconfirmedFiles unconfirmed;
    private final IndexFiles saved;
    private final Clock clock;

    /** The stamps of the files that the listing found, until all are in the index. */
    private final Map<String, FileStamp> stamps;

    private final CompletableFuture<Void> indexed = new CompletableFuture<>();
    private final Set<String> read;
    private final Queue<Unexamined> unexamined = new ConcurrentLinkedQueue<>();
    private final AtomicLong held = new AtomicLong();
    private final CompletableFuture<Void> allExamined = new CompletableFuture<>();
    private final Map<String, ExaminedFile> examined;

    /** The keys for the index file, until it is written. */
    private final Map<String, RecordingKeys> keys;

    private final Object closing = new Object();
    private volatile boolean closed;

    /**
     * Prepares the reading.
     *
     * @param stamps the stamps of files that a listing found; cleared when all files are in the index
     * @param forms returns the forms of the HTTP request that a recording matches
     * @param index where the keys go
     * @param unconfirmed where the files go whose keys come from an index file
     * @param clock determines the age of a file
     */
    BackgroundReading(
            RecordingPaths paths,
            Map<String, FileStamp> stamps,
            LayeredFiles files,
            GuardedFiles guarded,
            FileProblems problems,
            Function<RecordedRequest, List<WireRequest>> forms,
            RecordingIndex index,
            UnconfirmedFiles unconfirmed,
            IndexFiles saved,
            Clock clock) {
        this.paths = paths;
        this.stamps = stamps;
        this.files = files;
        this.guarded = guarded;
        this.problems = problems;
        this.forms = forms;
        this.index = index;
        this.unconfirmed = unconfirmed;
        this.saved = saved;
        this.clock = clock;
        // Growing a table costs more than filling it.
        int count = paths.size();
        this.read = ConcurrentHashMap.newKeySet(count);
        this.examined = new ConcurrentHashMap<>(count);
        this.keys = new ConcurrentHashMap<>(count);
    }

    /** Starts the threads. */
    void start() {
        List<String> found = paths.list();
        int threads = Math.min(THREADS, found.size());
        if (threads == 0) {
            indexed.complete(null);
            allExamined.complete(null);
            return;
        }
        Progress progress = new Progress(found, threads);
        Thread first = thread(0, () -> {
            saved.read();
            for (int i = 1; i < threads; i++) {
                thread(i, () -> read(progress)).start();
            }
            read(progress);
        });
        first.start();
    }

    private static Thread thread(int number, Runnable work) {
        Thread thread = new Thread(work, "recorder-index-" + number);
        thread.setDaemon(true);
        return thread;
    }

    /** The work of all threads: the files, the next one's index, and the number of threads in each part. */
    private record Progress(List<String> found, AtomicInteger next, AtomicInteger indexing, AtomicInteger examining) {

        Progress(List<String> found, int threads) {
            this(found, new AtomicInteger(), new AtomicInteger(threads), new AtomicInteger(threads));
        }

        /** Returns the next file; null if there is none left. */
        @Nullable
        String poll() {
            int i = next.getAndIncrement();
            return i < found.size() ? found.get(i) : null;
        }
    }

    private void read(Progress progress) {
        try {
            for (String path = progress.poll(); path != null && !closed; path = progress.poll()) {
                index(path);
            }
        } finally {
            if (progress.indexing().decrementAndGet() == 0) {
                try {
                    stamps.clear();
                    index.sketches().trim();
                } finally {
                    indexed.complete(null);
                }
            }
        }
        try {
            for (Unexamined file = unexamined.poll(); file != null && !closed; file = unexamined.poll()) {
                examine(file);
            }
        } finally {
            if (progress.examining().decrementAndGet() == 0) {
                try {
                    save();
                } finally {
                    allExamined.complete(null);
                }
            }
        }
    }

    private void index(String path) {
        try {
            IndexedFile before = saved.known(path);
            if (before != null && hasListedStamp(path, before.file().stamp())) {
                unconfirmed.add(path, before.file());
                examined.put(path, before.file());
                add(path, before.keys());
                return;
            }
            Optional<RecordingKeys> made =
                    guarded.reading(path, () -> RecordingKeys.of(path, indexedHead(path), forms));
            if (made.isEmpty()) {
                problems.add(
                        new FileProblem(path, 0, "no request over HTTP can ask for this kind of recording", false));
                return;
            }
            add(path, made.get());
        } catch (UnreadableRecordingException problem) {
            return; // It is already reported, and affects only this file.
        } finally {
            read.add(path);
        }
    }

    /** Returns whether a file had a stamp when the store was opened; whoever serves it reads the content anyway. */
    private boolean hasListedStamp(String path, FileStamp stamp) {
        FileStamp listed = listedStamp(path);
        return listed == null ? files.hasStamp(path, stamp) : listed.isSame(stamp);
    }

    private @Nullable FileStamp listedStamp(String path) {
        return files.layer(path) == 0 ? stamps.get(path) : null;
    }

    private void add(String path, RecordingKeys made) {
        index.add(path, made, files.layer(path));
        if (saved.isKept(path)) {
            keys.put(path, made);
        }
    }

    /** Reads the head of a file, and keeps the content for the examination. */
    private RecordingHead indexedHead(String path) throws IOException, CorruptRecordingException {
        Instant now = clock.instant();
        FileStamp listed = listedStamp(path);
        // Any change since the listing that this does not notice changes the stamp, so the next start notices it.
        FileStamp stamp = listed != null && files.hasSizeAndTime(path, listed) ? listed : files.stamp(path);
        if (stamp.size() > MOST_HELD_FILE) {
            unexamined.add(new Unexamined(path, stamp, now, ByteBuffer.allocate(0)));
            return files.head(path);
        }
        byte[] content = files.content(path);
        Unexamined rest = new Unexamined(path, stamp, now, ByteBuffer.wrap(content));
        boolean fits = held.addAndGet(content.length) <= MOST_HELD;
        try {
            return RecordingReader.head(files.file(path), content);
        } finally {
            if (fits) {
                unexamined.add(rest);
            } else {
                examine(rest);
            }
        }
    }

    /** Digests a file, and checks it completely. */
    private void examine(Unexamined rest) {
        MessageDigest sha256 = Digest.sha256();
        boolean mayFail = false;
        try {
            mayFail = guarded.reading(rest.path(), () -> {
                if (!rest.isHeld()) {
                    return files.check(rest.path(), sha256);
                }
                sha256.update(rest.content().array());
                return !problems.has(rest.path())
                        && RecordingReader.check(
                                files.file(rest.path()), rest.content().array());
            });
        } catch (UnreadableRecordingException problem) {
            // The file is listed as a problem. Its digest still covers all its bytes.
        } finally {
            held.addAndGet(-rest.content().capacity());
        }
        if (isAsBefore(rest)) {
            examined.put(
                    rest.path(),
                    new ExaminedFile(
                            rest.stamp(),
                            rest.stamp().shows(rest.at()),
                            HexFormat.of().formatHex(sha256.digest()),
                            mayFail));
        }
    }

    /** Returns whether the content belongs to the stamp: a long file is read after the stamp was taken. */
    private boolean isAsBefore(Unexamined rest) {
        return rest.isHeld()
                ? rest.content().capacity() == rest.stamp().size()
                : files.hasStamp(rest.path(), rest.stamp());
    }

    /**
     * A file whose head was read.
     *
     * @param at when its reading began
     * @param content the whole content; empty if it is too long to be held
     */
    private record Unexamined(String path, FileStamp stamp, Instant at, ByteBuffer content) {

        boolean isHeld() {
            return stamp.size() <= MOST_HELD_FILE;
        }
    }

    /** Writes the index files that would differ. Recordings with problems are read at each start. */
    private void save() {
        // No file is written after the store is closed.
        synchronized (closing) {
            if (closed) {
                return;
            }
            if (!isSaved()) {
                Map<String, IndexedFile> entries = new LinkedHashMap<>();
                paths.list().forEach(path -> {
                    ExaminedFile file = examined.get(path);
                    RecordingKeys made = keys.get(path);
                    if (file != null && made != null && !problems.has(path)) {
                        entries.put(path, new IndexedFile(file, made));
                    }
                });
                saved.write(entries);
            }
        }
        saved.forget();
        keys.clear();
    }

    /** Returns whether the index files have all keys and no others, from files whose content was not read since. */
    private boolean isSaved() {
        return unconfirmed.size() == saved.known() && keys.size() == saved.known();
    }

    /** Waits until all files are in the index. */
    void awaitIndex() {
        await(indexed, read::contains);
    }

    /** Waits until all files are examined. */
    void awaitExamined() {
        await(allExamined, path -> examined.containsKey(path) || problems.has(path));
    }

    /**
     * Waits until a part of the reading is done. If no file is finished for {@value #STUCK_SECONDS} seconds, for
     * instance on a network drive that hangs, the remaining files are reported as problems and no further call waits.
     */
    private void await(CompletableFuture<Void> part, Predicate<String> isDone) {
        boolean interrupted = false;
        try {
            while (!part.isDone()) {
                int before = read.size() + examined.size();
                try {
                    part.get(STUCK_SECONDS, TimeUnit.SECONDS);
                } catch (InterruptedException later) {
                    interrupted = true;
                } catch (TimeoutException stuck) {
                    if (read.size() + examined.size() == before) {
                        giveUp(isDone);
                        part.complete(null);
                    }
                } catch (ExecutionException impossible) {
                    throw new IllegalStateException("the reading is only ever completed", impossible);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void giveUp(Predicate<String> isDone) {
        paths.list().stream()
                .filter(path -> !isDone.test(path))
                .forEach(path -> problems.add(new FileProblem(
                        path, 0, "it could not be read because the file system did not respond", true)));
    }

    /**
     * Returns the initial content of a file; null if it could not be read, or was changed meanwhile. Waits until all
     * files are examined.
     */
    @Nullable
    ExaminedFile examined(String path) {
        awaitExamined();
        return examined.get(path);
    }

    /** Notes that a file had another content than the index file says. */
    void forget(String path) {
        examined.remove(path);
    }

    /** Returns whether a file certainly has its initial content; false if it is not examined yet. */
    boolean isUnchanged(String path) {
        ExaminedFile known = examined.get(path);
        return known != null && known.lasting() && files.hasStamp(path, known.stamp());
    }

    /** Ends the reading, and waits while the index files are written. Idempotent. */
    void close() {
        synchronized (closing) {
            closed = true;
        }
        indexed.complete(null);
        allExamined.complete(null);
    }
}
