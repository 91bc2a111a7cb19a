package io.github.recorder.record;

import io.github.recorder.progress.TimedProgress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** The recordings of a run, as its summary lists them. Thread-safe. */
public final class RecordingLog {

    private final Map<String, String> added = new TreeMap<>();
    private final Map<String, ChangedRecording> changed = new TreeMap<>();
    private final Set<String> unchanged = new LinkedHashSet<>();
    private final Set<String> failures = new LinkedHashSet<>();
    private final Set<String> stopped = new LinkedHashSet<>();
    private final Set<String> refused = new LinkedHashSet<>();
    private final LongAdder live = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final TimedProgress progress;

    /** Creates a log that tells from time to time how much is recorded. */
    public RecordingLog(TimedProgress progress) {
        this.progress = progress;
    }

    private void tell() {
        progress.show(() -> live.sum() + (live.sum() == 1 ? " call" : " calls") + " sent to real services, recordings: "
                + counts());
    }

    /** Notes that a request was sent to the real service. */
    void wentOut() {
        live.increment();
    }

    synchronized void added(String path) {
        added.putIfAbsent(path, path);
        tell();
    }

    synchronized void changed(ChangedRecording change) {
        if (!added.containsKey(change.path())) {
            changed.put(change.path(), change);
            unchanged.remove(change.path());
        }
        tell();
    }

    synchronized void unchanged(String path) {
        if (!added.containsKey(path) && !changed.containsKey(path)) {
            unchanged.add(path);
        }
        tell();
    }

    /** Notes that a file has its original content again. */
    synchronized void changedBack(String path) {
        changed.remove(path);
        unchanged.add(path);
    }

    /**
     * Notes a failed request.
     *
     * @return whether it is the first with this text
     */
    synchronized boolean failed(String text) {
        failed.increment();
        return failures.add(text);
    }

    /**
     * Notes that a response was not written.
     *
     * @return whether it is the first with this text
     */
    synchronized boolean stopped(String text) {
        return stopped.add(text);
    }

    /**
     * Notes a request that was rejected because it was not known to come from the tests.
     *
     * @return whether it is the first with this text
     */
    synchronized boolean refused(String text) {
        return refused.add(text);
    }

    /** Returns the number of requests that were sent to a real service. */
    public long liveCount() {
        return live.sum();
    }

    /**
     * Returns a sentence for each recording that was not written: because of a secret in it, or because the file could
     * not be written.
     */
    public synchronized List<String> stopped() {
        return List.copyOf(stopped);
    }

    /**
     * Returns how many files are new, changed and unchanged, and how many requests failed or were not recorded, if
     * there were any.
     */
    public synchronized String counts() {
        return added.size() + " new, " + changed.size() + " changed, " + unchanged.size() + " unchanged"
                + (failures.isEmpty() ? "" : ", " + failed.sum() + " failed")
                + (stopped.isEmpty() ? "" : ", " + stopped.size() + " not written");
    }

    /** Returns a sentence for each file whose response changed, which says how. */
    public synchronized List<String> changes() {
        List<String> sentences = new ArrayList<>();
        changed.forEach(
                (path, change) -> sentences.add("changed " + path + ": " + String.join("; ", change.differences())));
        return sentences;
    }

    /** Returns the new files, sorted by path. */
    public synchronized List<String> added() {
        return List.copyOf(added.keySet());
    }

    /** Returns the files whose response changed, sorted by path. */
    public synchronized List<ChangedRecording> changed() {
        return List.copyOf(changed.values());
    }

    /** Returns the files that were recorded again without a change. */
    public synchronized List<String> unchanged() {
        return List.copyOf(unchanged);
    }
}
