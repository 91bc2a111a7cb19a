package io.github.recorder.redaction;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Remembers texts without secrets, because recordings repeat names, models and kinds. Bounded and thread-safe. */
final class CleanTexts {

    private static final int LONGEST = 8 * 1024;
    private static final int MOST_CHARACTERS = 256 << 10;

    private final Set<String> clean = ConcurrentHashMap.newKeySet();
    private final AtomicInteger characters = new AtomicInteger();

    /** Returns whether a text is clean, which is determined only once if the text is not too long. */
    boolean contains(String text, Predicate<String> isClean) {
        if (clean.contains(text)) {
            return true;
        }
        boolean now = isClean.test(text);
        if (now && text.length() <= LONGEST) {
            if (characters.addAndGet(text.length()) > MOST_CHARACTERS) {
                clean.clear();
                characters.set(text.length());
            }
            clean.add(text);
        }
        return now;
    }
}
