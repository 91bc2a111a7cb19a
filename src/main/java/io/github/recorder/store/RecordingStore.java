package io.github.recorder.store;

import io.github.recorder.matching.Candidate;
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
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The recordings directory. Opening it lists the files, which {@link BackgroundReading} then reads once. A lookup waits
 * until all requests are in the index, so no result depends on timing. Below the directory there may be archives, which
 * are only read. Thread-safe.
 */
public final class RecordingStore implements AutoCloseable {

    private final RecordingsDirectory layout;
    private final LayeredFiles files;
    private final List<RecordingLayer> archives;

    /** The recordings that were links to files when this store was opened. */
    private final Set<String> links;

    private final UnfinishedRecordings unfinished;
    private final RecordingJournals journals;
    private final RecordingPaths paths;
    private final FileProblems problems;
    private final GuardedFiles guarded;
    private final RecordingIndex index;
    private final Function<RecordedRequest, List<WireRequest>> forms;
    private final UnconfirmedFiles unconfirmed;
    private final BackgroundReading reading;

    /** The new recordings that are not yet forced to disk. */
    private final Set<String> unforced = ConcurrentHashMap.newKeySet();

    private final Map<String, Long> revisions = new ConcurrentHashMap<>();
    private final AtomicLong revision = new AtomicLong();

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
        this.layout = layout;
        this.links = links;
        this.unfinished = new UnfinishedRecordings(layout, ofWriters);
        this.journals = new RecordingJournals(layout, ofWriters);
        this.archives = List.copyOf(archives);
        this.files = new LayeredFiles(
                layout, paths, archives.stream().map(RecordingLayer::archive).toList());
        this.paths = new RecordingPaths(files.with(paths));
        this.problems = problems;
        this.guarded = new GuardedFiles(files, problems);
        this.index = new RecordingIndex(this.paths.size());
        this.unconfirmed = new UnconfirmedFiles(files, guarded, forms, index, this.paths.size(), this::onReplaced);
        this.reading = new BackgroundReading(
                this.paths,
                // A journal that a writer left is merged into its recording before the files are read.
                ofWriters.isEmpty() ? stamps : new ConcurrentHashMap<>(),
                files,
                guarded,
                problems,
                forms,
                index,
                unconfirmed,
                new IndexFiles(saved, this.archives, files.layers()),
                clock);
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
                problems.add(GuardedFiles.unreadable(layout.file(path), path, cause));
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
        reading.start();
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
        reading.awaitIndex();
        Path link = layout.linkAbove(path);
        if (link != null) {
            throw UnwritableRecordingException.of(
                    layout.file(path),
                    "the folder " + link + " is a link, and recordings behind links to folders are not replayed",
                    "Make it a folder, then record again.");
        }
        requireReadable(path, recording);
        Path file = layout.file(path);
        RecordingText content = new RecordingText(recording);
        journals.onWriting(path, content);
        try {
            if (unforced.contains(path) || !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                AtomicWriter.writeUnforced(file, content);
                unforced.add(path);
            } else {
                AtomicWriter.write(file, content);
            }
        } catch (RecordingText.TooLongException problem) {
            throw notWritten(path, String.valueOf(problem.getMessage()));
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

    private void onReplaced(String path) {
        reading.forget(path);
        onChanged(path);
    }

    private void onChanged(String path) {
        unconfirmed.drop(path);
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
        reading.awaitIndex();
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
    private void requireReadable(String path, Recording recording) throws UnwritableRecordingException {
        try {
            RecordingCodec.check(recording.document());
        } catch (CorruptRecordingException problem) {
            throw notWritten(path, "it could not be read again: " + problem.reason());
        }
    }

    private UnwritableRecordingException notWritten(String path, String reason) {
        return UnwritableRecordingException.of(
                layout.file(path), reason, "The test got its response; let it ask for less.");
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
        AtomicWriter.Content content = out -> RecordingCodec.write(recording, out);
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
        reading.awaitIndex();
        long before = revision();
        List<Candidate> found = index.candidates(key);
        found.forEach(candidate -> unconfirmed.confirm(candidate.path()));
        return revision() == before ? found : index.candidates(key);
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
        reading.awaitIndex();
        return index.sketches().nearest(request, testId, most);
    }

    /** Returns the test ids of all recordings in ASCII, including removed ones. Waits for the index. */
    public Set<String> testIds() {
        reading.awaitIndex();
        return index.testIds();
    }

    /** Returns the recorded endpoints, the one with the most recordings first. Waits for the index. */
    public List<RecordedEndpoint> endpoints() {
        reading.awaitIndex();
        return index.sketches().endpoints();
    }

    /** Returns every recording that the index holds, in no particular order. Waits for the index. */
    public List<ListedRecording> listed() {
        reading.awaitIndex();
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
        return guarded.head(path);
    }

    /**
     * Reads a recording.
     *
     * @throws UnreadableRecordingException if the file is missing or broken; it is then listed in {@link #problems()}
     */
    public Recording read(String path) throws UnreadableRecordingException {
        return guarded.whole(path);
    }

    /**
     * Reads a recording with its bodies in compact form.
     *
     * @return empty if the recording must be read as a whole
     * @throws UnreadableRecordingException if the file is missing; it is then listed in {@link #problems()}
     */
    public Optional<RecordingOutline> readCompact(String path) throws UnreadableRecordingException {
        return guarded.reading(path, () -> {
            Optional<byte[]> held = unconfirmed.take(path);
            return RecordingOutline.read(held.isPresent() ? held.get() : files.content(path));
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
        if (files.archive(path) != null || unconfirmed.isHeld(path)) {
            return Optional.empty();
        }
        return guarded.reading(path, () -> {
            Path file = files.file(path);
            if (Files.size(file) < shortest) {
                return Optional.empty();
            }
            FileStamp stamp = FileStamp.of(file);
            if (problems.has(path) || !reading.isUnchanged(path)) {
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
        return guarded.unservable(path, reason, cause);
    }

    /**
     * Returns the initial content of a file; null if it could not be read, or was changed meanwhile. Waits until all
     * files are examined.
     */
    public @Nullable ExaminedFile examined(String path) {
        return reading.examined(path);
    }

    /**
     * Returns all files that cannot be replayed, sorted by path. A file is read again if it may have changed since the
     * beginning: if its stamp differs, if its stamp was too young to tell, or if this store wrote it.
     */
    public List<FileProblem> checkAll() {
        reading.awaitExamined();
        paths().parallelStream()
                .filter(path -> !problems.has(path) && !reading.isUnchanged(path))
                .forEach(path -> {
                    try {
                        guarded.reading(path, () -> files.check(path));
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
        ExaminedFile known = examined(path);
        return known == null || known.mayFail() || !reading.isUnchanged(path);
    }

    /** Returns the problem files found so far, sorted by path. */
    public List<FileProblem> problems() {
        return problems.all();
    }

    /** Ends the background reading, and waits while the index file is written. Idempotent. */
    @Override
    public void close() {
        reading.close();
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
}
