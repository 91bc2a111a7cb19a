package io.github.recorder.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The resources opened so far, which are closed in reverse order if a later one fails to open. For one thread. */
final class CloseStack implements AutoCloseable {

    private final Deque<Runnable> closings = new ArrayDeque<>();

    /** Adds an action that closes an opened resource. */
    void add(Runnable closing) {
        closings.push(closing);
    }

    /**
     * Closes all resources. Idempotent.
     *
     * @throws RuntimeException the first failure, after all are closed; later failures are suppressed in it
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
