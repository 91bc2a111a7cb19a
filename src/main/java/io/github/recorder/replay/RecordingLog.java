package io.github.recorder.replay;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** What a run recorded, for its summary. Safe for use by many threads. */
public final class RecordingLog {

    private final Map<String, String> added = new TreeMap<>();
    private final Map<String, List<String>> changed = new TreeMap<>();
    private final Set<String> unchanged = new LinkedHashSet<>();
    private final Set<String> failures = new LinkedHashSet<>();
    private final Set<String> stopped = new LinkedHashSet<>();
    private final LongAdder live = new LongAdder();

    /** Notes that a call went to the real service. */
    void wentOut() {
        live.increment();
    }

    synchronized void added(String path) {
        added.putIfAbsent(path, path);
    }

    synchronized void changed(String path, List<String> differences) {
        if (!added.containsKey(path)) {
            changed.put(path, List.copyOf(differences));
            unchanged.remove(path);
        }
    }

    synchronized void unchanged(String path) {
        if (!added.containsKey(path) && !changed.containsKey(path)) {
            unchanged.add(path);
        }
    }

    /**
     * Notes a call that failed.
     *
     * @return whether it is the first of its text
     */
    synchronized boolean failed(String text) {
        return failures.add(text);
    }

    /**
     * Notes that an answer was not written.
     *
     * @return whether it is the first of its text
     */
    synchronized boolean stopped(String text) {
        return stopped.add(text);
    }

    /** Returns the number of calls that went to a real service. */
    public long liveCount() {
        return live.sum();
    }

    /** Returns the files that were not there before the run. */
    public synchronized List<String> added() {
        return List.copyOf(added.keySet());
    }

    /** Returns the files whose answer changed, with what changed in it. */
    public synchronized Map<String, List<String>> changed() {
        return Map.copyOf(changed);
    }

    /** Returns the number of files whose answer came again as it was. */
    public synchronized int unchangedCount() {
        return unchanged.size();
    }

    /** Returns a sentence for each failure of a real service. */
    public synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    /** Returns a sentence for each recording that was not written: because of a secret in it, or because the file could not be written. */
    public synchronized List<String> stopped() {
        return List.copyOf(stopped);
    }

    /** Returns the summary in one line, and one more for each file that changed. */
    public synchronized List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(added.size() + " new, " + changed.size() + " changed, " + unchanged.size() + " unchanged"
                + (failures.isEmpty() ? "" : ", " + failures.size() + " failed")
                + (stopped.isEmpty() ? "" : ", " + stopped.size() + " not written"));
        new TreeMap<>(changed)
                .forEach((path, differences) -> lines.add(path + ": "
                        + (differences.isEmpty()
                                ? "nothing that a person would see"
                                : String.join("; ", differences))));
        return lines;
    }
}
