package io.github.recorder.replay;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers that were made lately, by a key, bounded by the bytes of their bodies: the least recently used goes first.
 * Thread-safe.
 *
 * @param <K> the key, a value with {@code equals}
 */
final class ResponseCache<K> {

    /** The overhead of an entry besides its body: objects, headers, the table's slot. */
    private static final int ENTRY_BYTES = 512;

    private final long maxBytes;
    private final Map<K, RecorderResponse> responses = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    /**
     * Makes an empty cache.
     *
     * @param maxBytes the bound; 0 keeps nothing
     */
    ResponseCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    synchronized @Nullable RecorderResponse get(K key) {
        return responses.get(key);
    }

    synchronized void put(K key, RecorderResponse response) {
        long weight = weight(response);
        if (weight > maxBytes) {
            return;
        }
        RecorderResponse before = responses.put(key, response);
        bytes += weight - (before == null ? 0 : weight(before));
        for (Iterator<RecorderResponse> oldest = responses.values().iterator();
                bytes > maxBytes && oldest.hasNext(); ) {
            bytes -= weight(oldest.next());
            oldest.remove();
        }
    }

    private static long weight(RecorderResponse response) {
        return ENTRY_BYTES + (long) response.wire().body().capacity();
    }
}
