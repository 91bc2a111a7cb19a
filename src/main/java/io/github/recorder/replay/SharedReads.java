package io.github.recorder.replay;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads that several threads may request at the same time. One thread reads, and the others wait for its result.
 * Nothing is kept afterwards. Thread-safe.
 *
 * @param <K> what is read, a value with {@code equals}
 * @param <V> the result, an immutable value
 */
final class SharedReads<K, V> {

    private final Map<K, CompletableFuture<Optional<V>>> reads = new ConcurrentHashMap<>();

    /**
     * Returns the result of the read of another thread, or reads. A thread that has waited for a read that failed reads
     * too, so that each thread gets its own failure.
     */
    <E extends Exception> V read(K key, Reader<V, E> reader) throws E {
        CompletableFuture<Optional<V>> own = new CompletableFuture<>();
        CompletableFuture<Optional<V>> other = reads.putIfAbsent(key, own);
        if (other != null) {
            Optional<V> shared = other.join();
            return shared.isPresent() ? shared.get() : reader.read();
        }
        Optional<V> result = Optional.empty();
        try {
            V read = reader.read();
            result = Optional.of(read);
            return read;
        } finally {
            reads.remove(key);
            own.complete(result);
        }
    }

    /** Reads a value. */
    @FunctionalInterface
    interface Reader<V, E extends Exception> {

        /** Returns the value. */
        V read() throws E;
    }
}
