package io.github.recorder.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Records which recordings a run served and which requests missed, in memory and, if the run has one, in its ledger
 * file. When a method returns, its event is in the file. Thread-safe.
 */
public final class LedgerWriter implements AutoCloseable {

    /** The maximum number of recordings on a line; longer lines save nothing. */
    private static final int PRESENT_PER_LINE = 200;

    private final @Nullable LedgerAppender file;
    private final Clock clock;
    private final ConcurrentMap<Serving, LongAdder> servings = new ConcurrentHashMap<>();
    private final LongAdder served = new LongAdder();
    private final LongAdder live = new LongAdder();
    private final LongAdder recorded = new LongAdder();
    private final Set<String> recordings = ConcurrentHashMap.newKeySet();
    private final Set<LedgerEvent.Recorded> written = ConcurrentHashMap.newKeySet();
    private final Map<String, LongAdder> misses = new LinkedHashMap<>();
    private final Set<LedgerEvent.Missed> unmatched = ConcurrentHashMap.newKeySet();
    private final Set<String> missesOfStrangers = ConcurrentHashMap.newKeySet();
    private final LongAdder missedByStrangers = new LongAdder();
    private volatile @Nullable String execution;
    private final List<RecordingListener> listeners = new CopyOnWriteArrayList<>();
    private volatile Function<String, @Nullable String> artifact = recording -> null;
    private boolean closed;

    /** Creates a ledger without a file. */
    public LedgerWriter() {
        this(null, Clock.systemUTC());
    }

    private LedgerWriter(@Nullable LedgerAppender file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * Creates the ledger of a run.
     *
     * @param directory the ledgers' directory, one file a run; created if missing
     * @param warnings called, from any thread, if the file can no longer be written
     * @throws IOException if the file cannot be created
     */
    public static LedgerWriter create(Path directory, RunHeader header, Consumer<String> warnings) throws IOException {
        return new LedgerWriter(LedgerAppender.create(directory, header, warnings), Clock.systemUTC());
    }

    /** Adds a listener for recordings that are served and written from now on. */
    public void listen(RecordingListener listener) {
        listeners.add(listener);
    }

    /** Sets the function that returns the coordinates of the artifact that holds a recording; null for none. */
    public void nameArtifacts(Function<String, @Nullable String> newArtifact) {
        artifact = newArtifact;
    }

    /** Returns the ledger's file; null if there is none. */
    public @Nullable Path file() {
        return file == null ? null : file.path();
    }

    /** Notes which code the run covers. */
    public void code(LedgerEvent.CodeState code) {
        append(code);
    }

    /** Notes which recordings existed when the run started. */
    public void present(List<LedgerEvent.Inventory.Item> items) {
        for (int from = 0; from < items.size(); from += PRESENT_PER_LINE) {
            append(new LedgerEvent.Inventory(
                    List.copyOf(items.subList(from, Math.min(items.size(), from + PRESENT_PER_LINE)))));
        }
    }

    /** Notes which files changed during the run. */
    public void codeChanged(List<String> files) {
        append(new LedgerEvent.CodeChanged(files));
    }

    /** Notes that a test plugin begins to run tests. */
    public void executionStarted(LedgerEvent.Execution started) {
        execution = started.goal();
        append(started);
    }

    /** Notes that a test JVM has connected. */
    public void sessionOpened(String session) {
        append(new LedgerEvent.SessionOpened(session, execution));
    }

    /** Notes that a test JVM has ended. */
    public void sessionClosed(String session) {
        append(new LedgerEvent.SessionClosed(session));
    }

    /** Notes that a test, or a test class, begins whose only name is its test id. */
    public void testStarted(@Nullable String session, String test) {
        testStarted(session, test, test, null);
    }

    /**
     * Notes that a test, or a test class, begins.
     *
     * @param uniqueId the unique id of the test engine
     * @param formerId the test id before test ids were unique; null if it is the same
     */
    public void testStarted(@Nullable String session, String test, String uniqueId, @Nullable String formerId) {
        append(new LedgerEvent.TestStarted(session, test, uniqueId, formerId));
    }

    /** Notes that a test, or a test class, has ended whose only name is its test id. */
    public void testFinished(@Nullable String session, String test, TestStatus status) {
        testFinished(session, test, test, null, status);
    }

    /**
     * Notes that a test, or a test class, has ended.
     *
     * @param uniqueId as in {@link #testStarted(String, String, String, String)}
     * @param formerId as in {@link #testStarted(String, String, String, String)}
     */
    public void testFinished(
            @Nullable String session, String test, String uniqueId, @Nullable String formerId, TestStatus status) {
        append(new LedgerEvent.TestFinished(session, test, uniqueId, formerId, status));
    }

    /** Notes the results in the test plugins' own reports. */
    public void reported(List<LedgerEvent> reports) {
        reports.forEach(this::append);
    }

    /**
     * Notes that a request was served.
     *
     * @param test the requesting test; null if unknown
     * @param members the recordings that make up the response, as paths relative to the recordings directory
     */
    public void served(@Nullable String test, AttributionConfidence attribution, Collection<String> members) {
        served.increment();
        Serving serving = new Serving(test, attribution, List.copyOf(members));
        LongAdder times = servings.get(serving);
        if (times == null) {
            LongAdder first = new LongAdder();
            times = servings.putIfAbsent(serving, first);
            if (times == null) {
                times = first;
                recordings.addAll(serving.recordings());
                append(new LedgerEvent.Served(
                        test, attribution, serving.recordings(), artifacts(serving.recordings())));
                listeners.forEach(listener -> serving.recordings().forEach(listener::onServed));
            }
        }
        times.increment();
    }

    private Map<String, String> artifacts(List<String> paths) {
        Map<String, String> artifacts = new TreeMap<>();
        for (String path : paths) {
            String name = artifact.apply(path);
            if (name != null) {
                artifacts.put(path, name);
            }
        }
        return artifacts;
    }

    /**
     * Notes an unmatched request.
     *
     * @param text the message that the client received
     * @param noted the text for the file, which names the request and not the test
     * @return whether it is the first miss with the message
     */
    public boolean missed(@Nullable String test, AttributionConfidence attribution, String text, String noted) {
        boolean first;
        synchronized (misses) {
            LongAdder count = misses.computeIfAbsent(text, unseen -> new LongAdder());
            count.increment();
            first = count.sum() == 1;
        }
        LedgerEvent.Missed event = new LedgerEvent.Missed(test, attribution, noted);
        if (unmatched.add(event)) {
            append(event);
        }
        return first;
    }

    /**
     * Returns whether a request of the tests missed.
     *
     * @param text the message that the client received
     */
    public boolean isMissOfTests(String text) {
        synchronized (misses) {
            return misses.containsKey(text);
        }
    }

    /**
     * Notes a miss that does not come from the tests. It is counted separately and is not written to the file.
     *
     * @param text the message that the client received
     * @return whether it is the first such miss with this text
     */
    public boolean missedByStranger(String text) {
        missedByStrangers.increment();
        return missesOfStrangers.add(text);
    }

    /** Returns the number of misses that did not come from the tests. */
    public long missedByStrangersCount() {
        return missedByStrangers.sum();
    }

    /**
     * Notes that a request was sent to the real service.
     *
     * @param request method and endpoint, without any part of the body or of a credential
     */
    public void live(@Nullable String test, AttributionConfidence attribution, String request) {
        live.increment();
        append(new LedgerEvent.Live(test, attribution, request));
    }

    /**
     * Notes that a recording was written.
     *
     * @param test the requesting test; null if unknown
     * @param recording the file, relative to the recordings directory
     */
    public void recorded(@Nullable String test, AttributionConfidence attribution, String recording) {
        recorded.increment();
        LedgerEvent.Recorded event = new LedgerEvent.Recorded(test, attribution, recording);
        if (written.add(event)) {
            append(event);
        }
        listeners.forEach(listener -> listener.onWritten(recording));
    }

    /** Returns the number of requests that were answered from recordings. */
    public long servedCount() {
        return served.sum();
    }

    /** Returns the recordings that contributed to a response, as paths relative to the recordings directory. */
    public Set<String> servedRecordings() {
        return Set.copyOf(recordings);
    }

    /** Returns which recording was served to which test, each pair once, in no particular order. */
    public List<LedgerEvent.Served> servings() {
        return servings.keySet().stream()
                .map(serving -> new LedgerEvent.Served(serving.test(), serving.attribution(), serving.recordings()))
                .toList();
    }

    /** Returns how often each recording was served to which test, in no particular order. */
    public List<LedgerEvent.ServedCount> servedCounts() {
        return servings.entrySet().stream()
                .map(entry -> new LedgerEvent.ServedCount(
                        entry.getKey().test(),
                        entry.getKey().recordings(),
                        entry.getValue().sum()))
                .toList();
    }

    /** Returns the number of misses, repeated ones included. */
    public long missedCount() {
        synchronized (misses) {
            return misses.values().stream().mapToLong(LongAdder::sum).sum();
        }
    }

    /** Returns the number of requests that were sent to the real service. */
    public long liveCount() {
        return live.sum();
    }

    /** Returns the number of recorded responses. */
    public long recordedCount() {
        return recorded.sum();
    }

    /**
     * Returns the distinct texts of the misses in order of arrival, each with its count if it occurred more than once.
     */
    public List<String> misses() {
        List<String> texts = new ArrayList<>();
        synchronized (misses) {
            misses.forEach((text, times) -> texts.add(times.sum() == 1 ? text : text + " (" + times + " times)"));
        }
        return texts;
    }

    /** Writes how often each recording was served, and the line that completes the ledger. Idempotent. */
    @Override
    public synchronized void close() {
        if (closed || file == null) {
            return;
        }
        closed = true;
        servings.forEach((serving, times) -> {
            if (times.sum() > 1) {
                append(new LedgerEvent.ServedCount(serving.test(), serving.recordings(), times.sum()));
            }
        });
        append(new LedgerEvent.End(clock.instant(), servedCount(), missedCount(), liveCount(), recordedCount()));
        file.close();
    }

    /** Closes the file without the last line, so that the ledger is incomplete. */
    public synchronized void abandon() {
        if (!closed && file != null) {
            closed = true;
            file.close();
        }
    }

    private void append(LedgerEvent event) {
        if (file != null) {
            file.append(event);
        }
    }

    private record Serving(@Nullable String test, AttributionConfidence attribution, List<String> recordings) {

        /** Written out, because the {@code hashCode} of a record makes method handles, which slow down a start. */
        @Override
        public int hashCode() {
            return Objects.hash(test, attribution, recordings);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Serving serving
                    && Objects.equals(test, serving.test)
                    && attribution == serving.attribution
                    && recordings.equals(serving.recordings);
        }
    }
}
