package io.github.recorder.redaction;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what texts are without their secrets, because recordings repeat names, models and prompts. Bounded and
 * thread-safe.
 */
final class RememberedTexts {

    /** What an entry takes besides its characters, as a number of characters. */
    private static final int ENTRY = 64;

    private final int longest;
    private final int most;
    private final Map<String, String> masked = new ConcurrentHashMap<>();
    private final AtomicInteger characters = new AtomicInteger();

    /**
     * Creates an empty memory.
     *
     * @param longest the number of characters of the longest text that is remembered
     * @param most the number of characters that all texts and their entries may take
     */
    RememberedTexts(int longest, int most) {
        this.longest = longest;
        this.most = most;
    }

    /** Returns a text without its secrets, which are looked for only once if the text is not too long. */
    String masked(String text, UnaryOperator<String> mask) {
        String known = masked.get(text);
        if (known != null) {
            return known;
        }
        String now = mask.apply(text);
        put(text, now);
        return now;
    }

    /**
     * Returns the secret in a text; null if there is none. A text that has none is searched only once if it is not too
     * long. A secret is not remembered.
     */
    <T> @Nullable T secret(String text, Function<String, @Nullable T> search) {
        if (masked.containsKey(text)) {
            return null;
        }
        T found = search.apply(text);
        if (found == null) {
            put(text, text);
        }
        return found;
    }

    private void put(String text, String without) {
        if (text.length() > longest) {
            return;
        }
        int taken = text.length() + ENTRY;
        if (characters.addAndGet(taken) > most) {
            masked.clear();
            characters.set(taken);
        }
        masked.put(text, without);
    }
}
