package io.github.recorder.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What has been opened so far, to be closed in the reverse order where the rest cannot be. For one thread. */
final class CloseStack implements AutoCloseable {

    private final Deque<Runnable> closings = new ArrayDeque<>();

    /** Adds how something is closed that was opened. */
    void add(Runnable closing) {
        closings.push(closing);
    }

    /**
     * Closes all. Idempotent.
     *
     * @throws RuntimeException what a closing threw, when all are done; further ones are suppressed in it
     */
    @Override
    public void close() {
        @Nullable RuntimeException first = null;
        while (!closings.isEmpty()) {
            try {
                closings.pop().run();
            } catch (RuntimeException problem) {
                if (first == null) {
                    first = problem;
                } else {
                    first.addSuppressed(problem);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
