package io.github.recorder.ledger;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The calls past the server that the guard in the test JVMs stopped in one run, or only saw. Thread-safe. */
public final class BlockedCalls {

    /** More different texts than anybody reads; a run-away test must not fill the memory. */
    private static final int MAX_TEXTS = 1_000;

    private final Map<String, Boolean> texts = new LinkedHashMap<>();
    private final Set<String> passed = new LinkedHashSet<>();
    private long count;
    private boolean processes;

    /**
     * Notes a call.
     *
     * @param text the message that the test received
     * @return whether it is the first with this text
     */
    public synchronized boolean add(String text) {
        count++;
        return texts.size() < MAX_TEXTS && texts.put(text, true) == null;
    }

    /**
     * Notes a call that was not stopped.
     *
     * @param text the message for the user
     * @return whether it is the first with this text
     */
    public synchronized boolean addPassed(String text) {
        return passed.size() < MAX_TEXTS && passed.add(text);
    }

    /** Returns the texts of the calls that were not stopped, each once, in the order in which they came. */
    public synchronized List<String> passed() {
        return List.copyOf(passed);
    }

    /** Notes that tests started other processes, whose calls no guard sees. */
    public synchronized void processStarted() {
        processes = true;
    }

    /** Whether tests started other processes. */
    public synchronized boolean processesStarted() {
        return processes;
    }

    /** Returns the number of calls, repeated ones included. */
    public synchronized long count() {
        return count;
    }

    /** Returns the texts, each once, in the order in which they came. */
    public synchronized List<String> texts() {
        return List.copyOf(texts.keySet());
    }
}
