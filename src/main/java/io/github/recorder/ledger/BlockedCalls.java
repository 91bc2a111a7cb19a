package io.github.recorder.ledger;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The requests of one run that went past the server and that the guard in the test JVMs blocked or reported.
 * Thread-safe.
 */
public final class BlockedCalls {

    /** The maximum number of distinct texts, so that a runaway test does not fill the memory. */
    private static final int MAX_TEXTS = 1_000;

    private final Map<String, Boolean> texts = new LinkedHashMap<>();
    private final Set<String> passed = new LinkedHashSet<>();
    private long count;
    private boolean processes;

    /**
     * Notes a blocked request.
     *
     * @param text the message that the test received
     * @return whether it is the first with this text
     */
    public synchronized boolean add(String text) {
        count++;
        return texts.size() < MAX_TEXTS && texts.put(text, true) == null;
    }

    /**
     * Notes a request that was reported but not blocked.
     *
     * @param text the message for the user
     * @return whether it is the first with this text
     */
    public synchronized boolean addPassed(String text) {
        return passed.size() < MAX_TEXTS && passed.add(text);
    }

    /** Returns the distinct texts of the requests that were not blocked, in order of arrival. */
    public synchronized List<String> passed() {
        return List.copyOf(passed);
    }

    /** Notes that tests started other processes, whose requests no guard sees. */
    public synchronized void processStarted() {
        processes = true;
    }

    /** Whether tests started other processes. */
    public synchronized boolean processesStarted() {
        return processes;
    }

    /** Returns the number of blocked requests, repeated ones included. */
    public synchronized long count() {
        return count;
    }

    /** Returns the distinct texts of blocked requests, in order of arrival. */
    public synchronized List<String> texts() {
        return List.copyOf(texts.keySet());
    }
}
