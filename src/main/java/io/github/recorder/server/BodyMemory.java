package io.github.recorder.server;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that the bodies of all requests under way may take together, so that many long ones at once do not take it
 * all. One body alone is always admitted, however long. Thread-safe.
 */
final class BodyMemory {

    private final long mostBytes;
    private final AtomicLong taken = new AtomicLong();

    /**
     * Creates a memory that nothing has been taken of.
     *
     * @param mostBytes what all bodies together may take
     */
    BodyMemory(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Returns a memory of an eighth of the heap: a body that is parsed takes several times its length. */
    static BodyMemory ofThisJvm() {
        return new BodyMemory(Runtime.getRuntime().maxMemory() / 8);
    }

    /** Returns the part of one request, of which nothing is taken yet. */
    Share share() {
        return new Share();
    }

    /** The memory that one request takes. For one thread at a time. */
    final class Share {

        private long bytes;

        /** Takes more, and returns whether it may be taken. */
        boolean take(long more) {
            long all = taken.addAndGet(more);
            if (all > mostBytes && all - more > bytes) {
                taken.addAndGet(-more);
                return false;
            }
            bytes += more;
            return true;
        }

        /** Gives all of it back. Idempotent. */
        void release() {
            taken.addAndGet(-bytes);
            bytes = 0;
        }
    }
}
