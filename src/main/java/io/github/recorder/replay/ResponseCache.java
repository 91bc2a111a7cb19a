package io.github.recorder.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Responses in memory, bounded by their bytes. When the cache is full, a new response is kept only if it was requested
 * more often than those that it would replace, so one pass over many recordings does not empty the cache. Old requests
 * count less and less. Thread-safe.
 *
 * @param <K> the key, a value with {@code equals}
 * @param <V> an immutable value
 */
final class ResponseCache<K, V> {

    /** The overhead of an entry besides its bodies: objects, headers, the tables' slots. */
    private static final int ENTRY_BYTES = 512;

    /** After so many requests for each key, all counts are halved. */
    private static final int REQUESTS_PER_KEY = 10;

    private final long maxBytes;
    private final ToLongFunction<V> bodyBytes;
    private final Map<K, V> kept = new LinkedHashMap<>(64, 0.75f, true);
    /** How often each key was requested lately, whether it is kept or not. */
    private final Map<K, Integer> requests = new HashMap<>();

    private long counted;
    private long bytes;

    /**
     * Makes an empty cache.
     *
     * @param maxBytes the bound; 0 keeps nothing
     * @param bodyBytes returns the size of a value's bodies, in bytes
     */
    ResponseCache(long maxBytes, ToLongFunction<V> bodyBytes) {
        this.maxBytes = maxBytes;
        this.bodyBytes = bodyBytes;
    }

    /** Returns the value of a key; null if it is not kept. */
    synchronized @Nullable V get(K key) {
        requests.merge(key, 1, Integer::sum);
        if (++counted > (long) REQUESTS_PER_KEY * requests.size()) {
            counted = 0;
            requests.replaceAll((each, times) -> times / 2);
            requests.values().removeIf(times -> times == 0);
        }
        return kept.get(key);
    }

    /** Offers the value of a key that was requested. */
    synchronized void put(K key, V value) {
        long weight = weight(value);
        V before = kept.remove(key);
        bytes -= before == null ? 0 : weight(before);
        if (weight <= maxBytes && makesRoom(weight, requests.getOrDefault(key, 0))) {
            kept.put(key, value);
            bytes += weight;
        }
    }

    /** Removes the oldest entries until there is room; none if one of them was requested at least as often. */
    private boolean makesRoom(long weight, int times) {
        List<K> removed = new ArrayList<>();
        long free = maxBytes - bytes;
        Iterator<Map.Entry<K, V>> oldest = kept.entrySet().iterator();
        while (free < weight) {
            Map.Entry<K, V> entry = oldest.next();
            if (requests.getOrDefault(entry.getKey(), 0) >= times) {
                return false;
            }
            removed.add(entry.getKey());
            free += weight(entry.getValue());
        }
        removed.forEach(kept::remove);
        bytes = maxBytes - free;
        return true;
    }

    private long weight(V value) {
        return ENTRY_BYTES + bodyBytes.applyAsLong(value);
    }
}
