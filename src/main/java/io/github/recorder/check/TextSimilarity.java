package io.github.recorder.check;

import java.util.Arrays;
import java.util.List;

/** How similar two texts are, by their words and the order of them. */
final class TextSimilarity {

    /** The number of words that are compared, so that very long texts cost no more. */
    private static final int MOST_WORDS = 2_000;

    private TextSimilarity() {}

    /**
     * Returns twice the length of the longest common sequence of words, divided by the number of all words: 1 for equal
     * words, 0 for texts without a common word.
     */
    static double of(String one, String other) {
        List<String> left = words(one);
        List<String> right = words(other);
        if (left.isEmpty() && right.isEmpty()) {
            return 1;
        }
        int[] before = new int[right.size() + 1];
        for (String word : left) {
            int[] now = new int[right.size() + 1];
            for (int i = 0; i < right.size(); i++) {
                now[i + 1] = word.equals(right.get(i)) ? before[i] + 1 : Math.max(before[i + 1], now[i]);
            }
            before = now;
        }
        return 2.0 * before[right.size()] / (left.size() + right.size());
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("[\\s\\p{Punct}]+"))
                .filter(word -> !word.isEmpty())
                .limit(MOST_WORDS)
                .toList();
    }
}
