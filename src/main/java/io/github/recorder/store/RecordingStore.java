package io.github.recorder.store;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.matching.Candidate;
import io.github.recorder.matching.Digest;
import io.github.recorder.matching.MatchKey;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.recording.CorruptRecordingException;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingCodec;
import io.github.recorder.recording.RecordingHead;
import io.github.recorder.recording.RecordingOutline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The recordings directory. Opening it lists the files. Background threads read each file once: first all requests go
 * into the index, for which a lookup waits, so no result depends on timing; then the rest is checked and digested.
 * Files of more than {@value #MOST_HELD_FILE} bytes are opened again for that. A file that an earlier run has read, and
 * that has not changed since, is not read, if there is an {@link IndexFile}. Below the directory there may be archives,
 * which are only read. Thread-safe.
 */
public final class RecordingStore implements AutoCloseable {

    private static final int INDEX_THREADS =
            Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));

    private static final int STUCK_SECONDS = 30;

    /** The longest file that is held in memory between its indexing and its check. */
    private static final int MOST_HELD_FILE = 1 << 20;

    /** The number of files that are held between their confirmation and their response. */
    private static final int MOST_CONFIRMED = 16;

    /** The bytes of all files that are held; beyond that a file is checked before the next is indexed. */
    private static final long MOST_HELD = 64L << 20;

    private final RecordingsDirectory layout;
    private final LayeredFiles files;
    private final List<RecordingLayer> archives;
    /** The layer of each recording that is not in the directory, before this store wrote any. */
    private final Map<String, Integer> atStart;

    /** The stamps of the files that the listing found, until all are in the index. */
    private final Map<String, FileStamp> stamps;

    /** The recordings that were links to files when this store was opened. */
    private final Set<String> links;

    private final UnfinishedRecordings unfinished;
    private final RecordingJournals journals;
    private final RecordingPaths paths;
    private final FileProblems problems;
    private final RecordingIndex index = new RecordingIndex();
    private final Function<RecordedRequest, List<WireRequest>> forms;
    private final @Nullable IndexFile saved;
    private final Clock clock;
    private final CompletableFuture<Void> indexed = new CompletableFuture<>();
    private final Set<String> read = ConcurrentHashMap.newKeySet();
    private final Queue<Unexamined> unexamined = new ConcurrentLinkedQueue<>();
    private final AtomicLong held = new AtomicLong();
    private final CompletableFuture<Void> allExamined = new CompletableFuture<>();
    private final Map<String, ExaminedFile> examined = new ConcurrentHashMap<>();
    /** The keys for the index file, until it is written. */
    private final Map<String, RecordingKeys> keys = new ConcurrentHashMap<>();
    /** The entries that come from the index file and whose content was not read in this run. */
    private final Map<String, ExaminedFile> unconfirmed = new ConcurrentHashMap<>();

    /** The content of files that were just confirmed, until they are served. */
    private final Map<String, Confirmed> confirmed = new ConcurrentHashMap<>();

    /** The new recordings that are not yet forced to disk. */
    private final Set<String> unforced = ConcurrentHashMap.newKeySet();

    private volatile Map<String, IndexedFile> known = Map.of();
    private final Map<String, Long> revisions = new ConcurrentHashMap<>();
    private final AtomicLong revision = new AtomicLong();
    private final Object closing = new Object();
    private volatile boolean closed;

    private RecordingStore(
            RecordingsDirectory layout,
            List<String> paths,
            Map<String, FileStamp> stamps,
            Set<String> links,
            List<String> ofWriters,
            List<RecordingLayer> archives,
            FileProblems problems,
            Function<RecordedRequest, List<WireRequest>> forms,
            @Nullable IndexFile saved,
            Clock clock) {
        this.forms = forms;
        this.saved = saved;
        this.clock = clock;
        this.layout = layout;
        // A journal that a writer left is merged into its recording before the files are read.
        this.stamps = ofWriters.isEmpty() ? stamps : new ConcurrentHashMap<>();
        this.links = links;
        this.unfinished = new UnfinishedRecordings(layout, ofWriters);
        this.journals = new RecordingJournals(layout, ofWriters);
        this.archives = List.copyOf(archives);
        this.files = new LayeredFiles(
                layout, paths, archives.stream().map(RecordingLayer::archive).toList());
        this.atStart = files.layers();
        this.paths = new RecordingPaths(files.with(paths));
        this.problems = problems;
    }

    /**
     * Opens a directory. A missing directory counts as empty.
     *
     * @param forms returns the forms of the HTTP request that a recording matches, the one for messages first; none if
     *     there is no such request
     * @param saved the index file; null for none
     * @param listener called once, from any thread, for each file that cannot be replayed
     * @throws IOException if the directory itself cannot be listed
     */
    public static RecordingStore open(
            Path directory,
            Function<RecordedRequest, List<WireRequest>> forms,
            @Nullable IndexFile saved,
            Consumer<FileProblem> listener)
            throws IOException {
        return open(directory, forms, saved, listener, Clock.systemUTC());
    }

    /**
     * The same, with archives below the directory, which this store reads and closes, and never changes.
     *
     * @param archives the archives, the uppermost first
     */
    public static RecordingStore open(
            Path directory,
            List<RecordingLayer> archives,
            Function<RecordedRequest, List<WireRequest>> forms,
            @Nullable IndexFile saved,
            Consumer<FileProblem> listener)
            throws IOException {
        return open(directory, archives, forms, saved, listener, Clock.systemUTC());
    }

    /** The same, without archives and an index file. */
    public static RecordingStore open(
            Path directory, Function<RecordedRequest, List<WireRequest>> forms, Consumer<FileProblem> listener)
            throws IOException {
        return open(directory, forms, null, listener);
    }

    /** The same, with the clock that determines the age of a file. */
    static RecordingStore open(
            Path directory,
            Function<RecordedRequest, List<WireRequest>> forms,
            @Nullable IndexFile saved,
            Consumer<FileProblem> listener,
            Clock clock)
            throws IOException {
        return open(directory, List.of(), forms, saved, listener, clock);
    }

    private static RecordingStore open(
            Path directory,
            List<RecordingLayer> archives,
            Function<RecordedRequest, List<WireRequest>> forms,
            @Nullable IndexFile saved,
            Consumer<FileProblem> listener,
            Clock clock)
            throws IOException {
        FileProblems problems = new FileProblems(listener);
        RecordingsDirectory layout = new RecordingsDirectory(directory);
        List<String> ofWriters = new ArrayList<>();
        Map<String, FileStamp> stamps = new ConcurrentHashMap<>();
        Set<String> links = new HashSet<>();
        List<String> paths = layout.walk(new RecordingsDirectory.OtherFiles() {

            @Override
            public void found(String path, IOException cause) {
                problems.add(unreadable(layout, path, cause));
            }

            @Override
            public void skipped(String path, String reason) {
                problems.add(new FileProblem(path, 0, reason, false));
            }

            @Override
            public void ofWriter(String path) {
                ofWriters.add(path);
            }

            @Override
            public void recording(String path, FileStamp stamp) {
                stamps.put(path, stamp);
            }

            @Override
            public void link(String path) {
                links.add(path);
            }
        });
        return new RecordingStore(layout, paths, stamps, links, ofWriters, archives, problems, forms, saved, clock);
    }

    /**
     * Starts reading the files in the background. Call it once, after starting everything that must not wait for it.
     */
    public void startIndexing() {
        List<String> found = paths();
        int threads = Math.min(INDEX_THREADS, found.size());
        if (threads == 0) {
            indexed.complete(null);
            allExamined.complete(null);
            return;
        }
        Reading reading = new Reading(found, threads);
        Thread first = thread(0, () -> {
            known = known();
            for (int i = 1; i < threads; i++) {
                thread(i, () -> read(reading)).start();
            }
            read(reading);
        });
        first.start();
    }

    /** Returns the entries of all index files. Each path is in the one of the layer that holds the recording. */
    private Map<String, IndexedFile> known() {
        Map<String, IndexedFile> all = new HashMap<>();
        for (int layer = 0; layer <= archives.size(); layer++) {
            IndexFile file = indexFile(layer);
            if (file != null) {
                int here = layer;
                file.read().forEach((path, entry) -> {
                    if (files.layer(path) == here) {
                        all.put(path, entry);
                    }
                });
            }
        }
        return all;
    }

    private @Nullable IndexFile indexFile(int layer) {
        return layer == 0 ? saved : archives.get(layer - 1).saved();
    }

    private static Thread thread(int number, Runnable work) {
        Thread thread = new Thread(work, "recorder-index-" + number);
        thread.setDaemon(true);
        return thread;
    }

    /** The work of all reading threads: the files, the next one's index, and the number of threads in each part. */
    private record Reading(List<String> found, AtomicInteger next, AtomicInteger indexing, AtomicInteger examining) {

        Reading(List<String> found, int threads) {
            this(found, new AtomicInteger(), new AtomicInteger(threads), new AtomicInteger(threads));
        }

        /** Returns the next file; null if there is none left. */
        @Nullable
        String poll() {
            int i = next.getAndIncrement();
            return i < found.size() ? found.get(i) : null;
        }
    }

    private void read(Reading reading) {
        try {
            for (String path = reading.poll(); path != null && !closed; path = reading.poll()) {
                index(path);
            }
        } finally {
            if (reading.indexing().decrementAndGet() == 0) {
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
            if (reading.examining().decrementAndGet() == 0) {
                try {
                    save();
                } finally {
                    allExamined.complete(null);
                }
            }
        }
    }

    /** Writes the index files that would differ. Recordings with problems are read at each start. */
    private void save() {
        // No file is written after this store is closed.
        synchronized (closing) {
            if (closed) {
                return;
            }
            if (!isSaved()) {
                for (int layer = 0; layer <= archives.size(); layer++) {
                    IndexFile file = indexFile(layer);
                    if (file != null) {
                        save(file, layer);
                    }
                }
            }
        }
        known = Map.of();
        keys.clear();
    }

    /** Returns whether the index files have all keys and no others, from files whose content was not read since. */
    private boolean isSaved() {
        return unconfirmed.size() == known.size() && keys.size() == known.size();
    }

    private void save(IndexFile file, int layer) {
        Map<String, IndexedFile> entries = new TreeMap<>();
        keys.forEach((path, made) -> {
            ExaminedFile examinedFile = examined.get(path);
            if (examinedFile != null && !problems.has(path) && layerAtStart(path) == layer) {
                IndexedFile entry = new IndexedFile(examinedFile, made);
                if (entry.equals(known.get(path)) || file.mayKeep(path, entry)) {
                    entries.put(path, entry);
                }
            }
        });
        Map<String, IndexedFile> before = new HashMap<>();
        known.forEach((path, entry) -> {
            if (layerAtStart(path) == layer) {
                before.put(path, entry);
            }
        });
        if (!entries.equals(before)) {
            file.write(entries);
        }
    }

    private int layerAtStart(String path) {
        return atStart.getOrDefault(path, 0);
    }

    private void index(String path) {
        try {
            IndexedFile before = known.get(path);
            if (before != null && hasListedStamp(path, before.file().stamp())) {
                unconfirmed.put(path, before.file());
                examined.put(path, before.file());
                add(path, before.keys());
                return;
            }
            Optional<RecordingKeys> made = reading(path, () -> RecordingKeys.of(path, indexedHead(path), forms));
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

    private void add(String path, RecordingKeys made) {
        index.add(path, made, files.layer(path));
        if (indexFile(layerAtStart(path)) != null) {
            keys.put(path, made);
        }
    }

    /** Reads the head of a file, and keeps the content for the examination. */
    private RecordingHead indexedHead(String path) throws IOException, CorruptRecordingException {
        Instant now = clock.instant();
        FileStamp stamp = files.stamp(path);
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
            mayFail = reading(rest.path(), () -> {
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
        return rest.isHeld() ? rest.content().capacity() == rest.stamp().size() : hasStamp(rest.path(), rest.stamp());
    }

    /** Returns whether a file had a stamp when this store was opened; whoever serves it reads the content anyway. */
    private boolean hasListedStamp(String path, FileStamp stamp) {
        FileStamp listed = files.layer(path) == 0 ? stamps.get(path) : null;
        return listed == null ? hasStamp(path, stamp) : listed.isSame(stamp);
    }

    private boolean hasStamp(String path, FileStamp stamp) {
        try {
            return files.stamp(path).isSame(stamp);
        } catch (IOException gone) {
            return false;
        }
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

    /**
     * The content of a file whose digest was compared.
     *
     * @param stamp the stamp before it was read
     */
    private record Confirmed(FileStamp stamp, ByteBuffer content) {}

    /** Waits until all files are in the index. */
    private void awaitIndex() {
        await(indexed, read::contains);
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
        paths.stream()
                .filter(path -> !isDone.test(path))
                .forEach(path -> problems.add(new FileProblem(
                        path, 0, "it could not be read because the file system did not respond", true)));
    }

    /** Returns the number of recording files, including broken ones. */
    public int size() {
        return paths.size();
    }

    /** Returns the recording files, sorted by path, relative to the directory, with forward slashes. */
    public List<String> paths() {
        return paths.list();
    }

    /** Returns the coordinates of the artifact that holds a recording; null if it is in the directory. */
    public @Nullable String artifact(String path) {
        RecordingArchive archive = files.archive(path);
        return archive == null ? null : archive.name();
    }

    /** Returns the coordinates of the artifacts below the directory, the uppermost first. */
    public List<String> artifacts() {
        return archives.stream().map(layer -> layer.archive().name()).toList();
    }

    /** Returns whether there is a recording file at this path. */
    public boolean has(String path) {
        return paths.contains(path);
    }

    /** Returns whether a recording was a link to a file when this store was opened. */
    public boolean isLink(String path) {
        return links.contains(path);
    }

    /** Returns whether the directory has a regular file at a path, of which this store need not know. */
    public boolean isOnDisk(String path) {
        return layout.linkAbove(path) == null && Files.isRegularFile(layout.file(path));
    }

    /**
     * Returns the recording files with a name, in any folder, sorted by path.
     *
     * @param name the name without folders
     */
    public List<String> named(String name) {
        return paths.named(name);
    }

    /**
     * Writes a recording in place of the previous one in its file, and serves it from now on. A recording that replaces
     * one is on disk then; a new one is when {@link #force} returns, so that nobody waits for the disk.
     *
     * @param path the file, relative to the directory, with forward slashes
     * @throws UnwritableRecordingException if the file cannot be written, or could not be read again; its old content
     *     is then unchanged
     */
    public void write(String path, Recording recording) throws UnwritableRecordingException {
        write(path, recording, keys(path, new RecordingHead(recording.testId(), recording.request())));
    }

    /** Returns the keys of a recording, for {@link #write(String, Recording, Optional)}. */
    public Optional<RecordingKeys> keys(String path, RecordingHead head) {
        return RecordingKeys.of(path, head, forms);
    }

    /**
     * Writes a recording as {@link #write(String, Recording)} does.
     *
     * @param made the keys of the recording in this file
     */
    public void write(String path, Recording recording, Optional<RecordingKeys> made)
            throws UnwritableRecordingException {
        awaitIndex();
        Path link = layout.linkAbove(path);
        if (link != null) {
            throw UnwritableRecordingException.of(
                    layout.file(path),
                    "the folder " + link + " is a link, and recordings behind links to folders are not replayed",
                    "Make it a folder, then record again.");
        }
        byte[] content = RecordingCodec.write(recording);
        requireReadable(path, recording, content.length);
        Path file = layout.file(path);
        journals.onWriting(path, content);
        try {
            if (unforced.contains(path) || !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                AtomicWriter.writeUnforced(file, content);
                unforced.add(path);
            } else {
                AtomicWriter.write(file, content);
            }
        } catch (IOException problem) {
            throw new UnwritableRecordingException(file, problem);
        }
        files.onWritten(path);
        paths.add(path);
        unconfirmed.remove(path);
        made.ifPresent(found -> index.replace(path, found, files.layer(path)));
        onChanged(path);
    }

    /**
     * Forces the new recordings to disk, all together.
     *
     * @return the recordings that may be lost with the next power cut, because the system cannot write them
     */
    public List<UnwritableRecordingException> force() {
        List<UnwritableRecordingException> problems = new ArrayList<>();
        Set<Path> folders = new HashSet<>();
        for (String path : List.copyOf(unforced)) {
            Path file = layout.file(path);
            try {
                AtomicWriter.force(file);
                folders.addAll(layout.foldersAbove(path));
            } catch (NoSuchFileException | AccessDeniedException ofSomebodyElse) {
                // It was deleted or protected since.
            } catch (IOException problem) {
                problems.add(new UnwritableRecordingException(file, problem));
            }
            unforced.remove(path);
        }
        folders.forEach(AtomicWriter::forceNames);
        return problems;
    }

    private void onChanged(String path) {
        confirmed.remove(path);
        revisions.merge(path, 1L, Long::sum);
        revision.incrementAndGet();
    }

    /** Returns a number that grows each time this store has written or deleted a recording. */
    public long revision() {
        return revision.get();
    }

    /** Returns how often this store has written or deleted a recording. */
    public long revision(String path) {
        return revisions.getOrDefault(path, 0L);
    }

    /**
     * Deletes a recording of the directory and no longer serves it.
     *
     * @throws UnwritableRecordingException if the file still exists
     */
    public void delete(String path) throws UnwritableRecordingException {
        awaitIndex();
        Path file = layout.file(path);
        try {
            AtomicWriter.delete(file);
        } catch (IOException problem) {
            throw new UnwritableRecordingException(file, problem);
        }
        journals.end(path);
        paths.remove(path);
        unforced.remove(path);
        unconfirmed.remove(path);
        index.remove(path);
        onChanged(path);
    }

    /** Checks a recording before it is written, because an unreadable one would be lost without notice. */
    private void requireReadable(String path, Recording recording, int length) throws UnwritableRecordingException {
        String reason = null;
        if (length > RecordingReader.LONGEST_FILE) {
            reason = RecordingReader.tooLong(length);
        } else {
            try {
                RecordingCodec.check(recording.document());
            } catch (CorruptRecordingException problem) {
                reason = "it could not be read again: " + problem.reason();
            }
        }
        if (reason != null) {
            throw UnwritableRecordingException.of(
                    layout.file(path), reason, "The test got its response; let it ask for less.");
        }
    }

    /**
     * Deletes the temporary files of killed writers, and merges their journals into the recordings. Call it before
     * {@link #startIndexing}.
     *
     * @param merger joins a recording with the lines that {@link #append} wrote
     * @return the unfinished recordings that ended processes left, and the journals that could not be merged, relative
     *     to the directory with forward slashes, sorted
     */
    public List<String> sweep(BiFunction<Recording, List<ObjectNode>, Recording> merger) {
        return Stream.concat(journals.merge(merger).stream(), unfinished.sweep().stream())
                .sorted()
                .toList();
    }

    /**
     * Keeps the responses so far of a recording that is written when all have arrived, in a hidden file beside it. If
     * that is impossible, they are only in memory.
     *
     * @return the file, relative to the directory with forward slashes; empty if there is none
     */
    public Optional<String> writeUnfinished(String path, Recording recording) {
        byte[] content = RecordingCodec.write(recording);
        unfinished.file(path).ifPresent(file -> journals.onWriting(file, content));
        return unfinished.write(path, content);
    }

    /** Deletes the hidden file with responses of this recording that this store wrote. */
    public void discardUnfinished(String path) {
        unfinished.file(path).ifPresent(journals::end);
        unfinished.discard(path);
    }

    /** Deletes the hidden files with responses of this recording, also those that ended processes left. */
    public void deleteUnfinished(String path) {
        discardUnfinished(path);
        unfinished.deleteLeft(path);
        journals.deleteLeft(path);
    }

    /**
     * Appends a response to the journal of a file that this store wrote, so that a killed process does not lose it
     * although the file is not written again. The next {@link #sweep} puts it there.
     *
     * @param file the file, relative to the directory with forward slashes; it may be an unfinished recording
     * @param before returns the lines that make the file as it is, with which a new journal begins
     * @return whether it is written; if not, write the file, and then {@link #endJournal}
     */
    public boolean append(String file, Supplier<List<ObjectNode>> before, ObjectNode line) {
        return journals.append(file, before, line, paths.contains(file) && !unforced.contains(file));
    }

    /** Returns whether a file has a journal, and so not all responses. */
    public boolean hasJournal(String file) {
        return journals.has(file);
    }

    /** Deletes the journal of a file that has all responses, or whose further responses are not wanted. */
    public void endJournal(String file) {
        journals.end(file);
    }

    /** Returns the recordings that match a request, in no particular order. Waits for the index. */
    public List<Candidate> candidates(MatchKey key) {
        awaitIndex();
        long before = revision();
        List<Candidate> found = index.candidates(key);
        found.forEach(candidate -> confirm(candidate.path()));
        return revision() == before ? found : index.candidates(key);
    }

    /**
     * Reads a file whose keys come from the index file, unless that is done, and compares the digest of its content, so
     * that no request is answered by the keys of a former content. If the digests differ, the keys are made again.
     */
    private void confirm(String path) {
        ExaminedFile file = unconfirmed.get(path);
        if (file == null) {
            return;
        }
        try {
            String sha256 = reading(path, () -> confirmedDigest(path, file.stamp()));
            if (!sha256.equals(file.sha256())) {
                replaceKeys(path, reading(path, () -> RecordingKeys.of(path, files.head(path), forms)));
            }
            unconfirmed.remove(path);
        } catch (UnreadableRecordingException problem) {
            return; // It is reported, and meets whoever reads the recording to serve it.
        }
    }

    /** Returns the SHA-256 of a file in hexadecimal, and keeps its content if it is short: it is served next. */
    private String confirmedDigest(String path, FileStamp stamp) throws IOException, CorruptRecordingException {
        if (stamp.size() > MOST_HELD_FILE) {
            return files.sha256(path);
        }
        FileStamp before = files.stamp(path);
        byte[] content = files.content(path);
        if (confirmed.size() >= MOST_CONFIRMED) {
            confirmed.clear();
        }
        confirmed.put(path, new Confirmed(before, ByteBuffer.wrap(content)));
        return HexFormat.of().formatHex(Digest.sha256().digest(content));
    }

    private void replaceKeys(String path, Optional<RecordingKeys> made) {
        synchronized (unconfirmed) {
            if (unconfirmed.containsKey(path)) {
                index.remove(path);
                made.ifPresent(found -> index.replace(path, found, files.layer(path)));
                examined.remove(path);
                onChanged(path);
                unconfirmed.remove(path);
            }
        }
    }

    /** Returns the distinct recordings that share one of these forms with a request. Waits for the index. */
    public List<Candidate> candidates(List<WireRequest> forms) {
        return candidatesOf(forms.stream().map(MatchKey::of).toList());
    }

    /** Returns the distinct recordings that have one of these keys. Waits for the index. */
    public List<Candidate> candidatesOf(List<MatchKey> keys) {
        List<List<Candidate>> found = keys.stream()
                .map(this::candidates)
                .filter(candidates -> !candidates.isEmpty())
                .toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        Map<String, Candidate> byPath = new LinkedHashMap<>();
        found.forEach(candidates -> candidates.forEach(candidate -> byPath.putIfAbsent(candidate.path(), candidate)));
        return List.copyOf(byPath.values());
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
        awaitIndex();
        return index.sketches().nearest(request, testId, most);
    }

    /** Returns the test ids of all recordings in ASCII, including removed ones. Waits for the index. */
    public Set<String> testIds() {
        awaitIndex();
        return index.testIds();
    }

    /** Returns the recorded endpoints, the one with the most recordings first. Waits for the index. */
    public List<RecordedEndpoint> endpoints() {
        awaitIndex();
        return index.sketches().endpoints();
    }

    /** Returns every recording that the index holds, in no particular order. Waits for the index. */
    public List<ListedRecording> listed() {
        awaitIndex();
        return index.sketches().listed().stream()
                .filter(recording -> paths.contains(recording.path()))
                .toList();
    }

    /**
     * Reads a recording up to its response.
     *
     * @throws UnreadableRecordingException if the file is missing or broken; it is then listed in {@link #problems()}
     */
    public RecordingHead head(String path) throws UnreadableRecordingException {
        return reading(path, () -> files.head(path));
    }

    /**
     * Reads a recording.
     *
     * @throws UnreadableRecordingException if the file is missing or broken; it is then listed in {@link #problems()}
     */
    public Recording read(String path) throws UnreadableRecordingException {
        return reading(path, () -> files.whole(path));
    }

    /**
     * Reads a recording with its bodies in compact form.
     *
     * @return empty if the recording must be read as a whole
     * @throws UnreadableRecordingException if the file is missing; it is then listed in {@link #problems()}
     */
    public Optional<RecordingOutline> readCompact(String path) throws UnreadableRecordingException {
        return reading(path, () -> {
            Confirmed before = confirmed.remove(path);
            return RecordingOutline.read(
                    before != null && hasStamp(path, before.stamp())
                            ? before.content().array()
                            : files.content(path));
        });
    }

    /**
     * Reads a recording of the directory without its bodies.
     *
     * @param shortest the length of a file from which on this is worth it, in bytes
     * @return empty if the file is shorter, or must be read as a whole
     * @throws UnreadableRecordingException if the file is missing or broken; it is then listed in {@link #problems()}
     */
    public Optional<LongRecording> readLong(String path, long shortest) throws UnreadableRecordingException {
        if (files.archive(path) != null || confirmed.containsKey(path)) {
            return Optional.empty();
        }
        return reading(path, () -> {
            Path file = files.file(path);
            if (Files.size(file) < shortest) {
                return Optional.empty();
            }
            FileStamp stamp = FileStamp.of(file);
            if (problems.has(path) || !isUnchanged(path)) {
                files.check(path);
            }
            return RecordingOutline.read(RecordingReader.openRegular(file))
                    .map(outline -> new LongRecording(file, stamp, outline));
        });
    }

    /**
     * Returns the exception for a recording that was read and cannot be served, and lists it in {@link #problems()}.
     *
     * @param reason what was found, without a full stop
     */
    public UnreadableRecordingException unservable(String path, String reason, Throwable cause) {
        return found(new FileProblem(path, 0, reason, true), cause);
    }

    /** Performs an action on a file. Any fault, including one of this plugin, becomes a problem of this one file. */
    private <T> T reading(String path, FileReader<T> reader) throws UnreadableRecordingException {
        try {
            return reader.read();
        } catch (CorruptRecordingException problem) {
            throw found(new FileProblem(path, problem.line(), problem.reason() + inArchive(path), true), problem);
        } catch (IOException problem) {
            RecordingArchive archive = files.archive(path);
            throw found(
                    archive == null
                            ? unreadable(layout, path, problem)
                            : new FileProblem(
                                    path,
                                    0,
                                    "it cannot be read from " + archive.name() + ": " + FileFailure.message(problem),
                                    true),
                    problem);
        } catch (OutOfMemoryError problem) {
            throw unservable(
                    path, "it does not fit into memory; give Maven more, for instance MAVEN_OPTS=-Xmx4g", problem);
        } catch (RuntimeException | StackOverflowError problem) {
            throw unservable(path, "it cannot be understood: " + problem, problem);
        }
    }

    /** Returns the archive that holds a recording, as the end of a sentence. */
    private String inArchive(String path) {
        RecordingArchive archive = files.archive(path);
        return archive == null ? "" : " (in " + archive.name() + ")";
    }

    /** An action that reads a file. */
    @FunctionalInterface
    private interface FileReader<T> {
        T read() throws IOException, CorruptRecordingException;
    }

    /**
     * Returns the initial content of a file; null if it could not be read, or was changed meanwhile. Waits until all
     * files are examined.
     */
    public @Nullable ExaminedFile examined(String path) {
        awaitExamined();
        return examined.get(path);
    }

    private void awaitExamined() {
        await(allExamined, path -> examined.containsKey(path) || problems.has(path));
    }

    /**
     * Returns all files that cannot be replayed, sorted by path. A file is read again if it may have changed since the
     * beginning: if its stamp differs, if its stamp was too young to tell, or if this store wrote it.
     */
    public List<FileProblem> checkAll() {
        awaitExamined();
        paths().parallelStream()
                .filter(path -> !problems.has(path) && !isUnchanged(path))
                .forEach(path -> {
                    try {
                        reading(path, () -> files.check(path));
                    } catch (UnreadableRecordingException problem) {
                        return; // The file is listed as a problem.
                    }
                });
        return problems.all();
    }

    /** Returns whether the response of a file may have been a failure of the service when the run began. */
    public boolean mayFailAtStart(String path) {
        ExaminedFile initial = examined(path);
        return initial == null || initial.mayFail();
    }

    /** Returns whether the response of a file may be a failure of the service; false if it is certainly not. */
    public boolean mayFail(String path) {
        awaitExamined();
        ExaminedFile known = examined.get(path);
        return known == null || known.mayFail() || !isUnchanged(path);
    }

    private boolean isUnchanged(String path) {
        ExaminedFile known = examined.get(path);
        return known != null && known.lasting() && hasStamp(path, known.stamp());
    }

    /** Returns the problem files found so far, sorted by path. */
    public List<FileProblem> problems() {
        return problems.all();
    }

    /** Ends the background reading, and waits while the index file is written. Idempotent. */
    @Override
    public void close() {
        synchronized (closing) {
            closed = true;
        }
        indexed.complete(null);
        allExamined.complete(null);
        unfinished.close();
        journals.close();
        for (RecordingLayer layer : archives) {
            try {
                layer.archive().close();
            } catch (IOException problem) {
                throw new UncheckedIOException(problem);
            }
        }
    }

    private UnreadableRecordingException found(FileProblem problem, Throwable cause) {
        problems.add(problem);
        return new UnreadableRecordingException(problem, cause);
    }

    private static FileProblem unreadable(RecordingsDirectory layout, String path, IOException cause) {
        boolean missing = cause instanceof NoSuchFileException;
        String reason = missing && Files.isSymbolicLink(layout.file(path))
                ? "it is a link to nothing"
                : missing ? "the file has gone" : "the file cannot be read: " + FileFailure.reason(cause);
        return new FileProblem(path, 0, reason, true);
    }
}
