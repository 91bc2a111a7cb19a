package io.github.recorder.replay;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers that were made lately, by a key, bounded by the bytes of their bodies: the least recently used goes first. Safe for
 * use by many threads.
 *
 * @param <K> the key, a value with {@code equals}
 */
final class AnswerCache<K> {

    /** What an entry costs beside the body: objects, headers, the table's slot. */
    private static final int ENTRY_BYTES = 512;

    private final long maxBytes;
    private final Map<K, Answer> answers = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    /**
     * Makes an empty cache.
     *
     * @param maxBytes the bound; 0 keeps nothing
     */
    AnswerCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    synchronized @Nullable Answer get(K key) {
        return answers.get(key);
    }

    synchronized void put(K key, Answer answer) {
        long weight = weight(answer);
        if (weight > maxBytes) {
            return;
        }
        Answer before = answers.put(key, answer);
        bytes += weight - (before == null ? 0 : weight(before));
        for (Iterator<Answer> oldest = answers.values().iterator(); bytes > maxBytes && oldest.hasNext(); ) {
            bytes -= weight(oldest.next());
            oldest.remove();
        }
    }

    private static long weight(Answer answer) {
        return ENTRY_BYTES + (long) answer.wire().body().capacity();
    }
}
