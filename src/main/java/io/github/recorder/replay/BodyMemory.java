package io.github.recorder.replay;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that the bodies of all current exchanges may use together. A single body is always admitted, however long.
 * Thread-safe.
 */
public final class BodyMemory {

    private final long mostBytes;
    private final AtomicLong taken = new AtomicLong();

    /**
     * Creates an unused memory.
     *
     * @param mostBytes the maximum for all bodies together
     */
    public BodyMemory(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /**
     * Returns a memory of a part of the heap. A parsed body takes several times its length.
     *
     * @param part the denominator: 8 for an eighth
     */
    public static BodyMemory ofHeap(int part) {
        return new BodyMemory(Runtime.getRuntime().maxMemory() / part);
    }

    /** Returns the share of one body, which is still empty. */
    public Share share() {
        return new Share();
    }

    /** The memory of one body. Thread-safe. */
    public final class Share {

        private long bytes;
        private boolean released;

        /** Reserves more memory, and returns whether it is available; false after a release. */
        public synchronized boolean take(long more) {
            if (released) {
                return false;
            }
            long all = taken.addAndGet(more);
            if (all > mostBytes && all - more > bytes) {
                taken.addAndGet(-more);
                return false;
            }
            bytes += more;
            return true;
        }

        /** Releases all of it. Idempotent. */
        public synchronized void release() {
            released = true;
            taken.addAndGet(-bytes);
            bytes = 0;
        }
    }
}
