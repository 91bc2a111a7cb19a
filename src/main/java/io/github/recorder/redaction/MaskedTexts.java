package io.github.recorder.redaction;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Remembers texts without their secrets, because recordings repeat names and prompts. Bounded and thread-safe. */
final class MaskedTexts {

    private static final int LONGEST = 16 * 1024;
    private static final int MOST_CHARACTERS = 2 << 20;

    private final Map<String, String> masked = new ConcurrentHashMap<>();
    private final AtomicInteger characters = new AtomicInteger();

    /** Returns a text without its secrets, which are looked for only once if the text is not too long. */
    String of(String text, UnaryOperator<String> mask) {
        String known = masked.get(text);
        if (known != null) {
            return known;
        }
        String now = mask.apply(text);
        if (text.length() <= LONGEST) {
            if (characters.addAndGet(text.length()) > MOST_CHARACTERS) {
                masked.clear();
                characters.set(text.length());
            }
            masked.put(text, now);
        }
        return now;
    }
}
