package io.github.recorder.ledger;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The calls that the guard in the test JVMs stopped in one run. Thread-safe. */
public final class BlockedCalls {

    /** More different texts than anybody reads; a run-away test must not fill the memory. */
    private static final int MAX_TEXTS = 1_000;

    private final Map<String, Boolean> texts = new LinkedHashMap<>();
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
