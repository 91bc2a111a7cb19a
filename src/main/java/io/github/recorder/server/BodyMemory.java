package io.github.recorder.server;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that the bodies of all current requests may use together. A single body is always admitted, however long.
 * Thread-safe.
 */
final class BodyMemory {

    private final long mostBytes;
    private final AtomicLong taken = new AtomicLong();

    /**
     * Creates an unused memory.
     *
     * @param mostBytes the maximum for all bodies together
     */
    BodyMemory(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Returns a memory of an eighth of the heap: a parsed body takes several times its length. */
    static BodyMemory ofThisJvm() {
        return new BodyMemory(Runtime.getRuntime().maxMemory() / 8);
    }

    /** Returns the share of one request, which is still empty. */
    Share share() {
        return new Share();
    }

    /** The memory of one request. For one thread at a time. */
    final class Share {

        private long bytes;

        /** Reserves more memory, and returns whether it is available. */
        boolean take(long more) {
            long all = taken.addAndGet(more);
            if (all > mostBytes && all - more > bytes) {
                taken.addAndGet(-more);
                return false;
            }
            bytes += more;
            return true;
        }

        /** Releases all of it. Idempotent. */
        void release() {
            taken.addAndGet(-bytes);
            bytes = 0;
        }
    }
}
