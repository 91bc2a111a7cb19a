package io.github.recorder.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;

/** What has been opened so far, to be closed in the reverse order where the rest cannot be. For one thread. */
final class Opened implements AutoCloseable {

    private final Deque<Runnable> closings = new ArrayDeque<>();

    /** Adds how something is closed that was opened. */
    void add(Runnable closing) {
        closings.push(closing);
    }

    /** Closes all. Idempotent. */
    @Override
    public void close() {
        while (!closings.isEmpty()) {
            closings.pop().run();
        }
    }
}
