package io.github.recorder.check;

import java.util.Arrays;
import java.util.List;

/** How similar two texts are, by their words and the order of them. */
final class TextSimilarity {

    /** The number of words that are compared at a time, because the cost of a comparison is its square. */
    private static final int MOST_WORDS = 2_000;

    private TextSimilarity() {}

    /**
     * Returns twice the length of the longest common sequence of words, divided by the number of all words: 1 for equal
     * words, 0 for texts without a common word. Between the words that both texts begin and end with, each
     * {@value #MOST_WORDS} words are compared with those at the same place, so that the result may be less.
     */
    static double of(String one, String other) {
        List<String> left = words(one);
        List<String> right = words(other);
        int all = left.size() + right.size();
        if (all == 0) {
            return 1;
        }
        int begin = commonBeginning(left, right);
        left = left.subList(begin, left.size());
        right = right.subList(begin, right.size());
        int end = commonEnd(left, right);
        left = left.subList(0, left.size() - end);
        right = right.subList(0, right.size() - end);
        int common = begin + end;
        for (int i = 0; i < Math.min(left.size(), right.size()); i += MOST_WORDS) {
            common += longestCommonSequence(
                    left.subList(i, Math.min(i + MOST_WORDS, left.size())),
                    right.subList(i, Math.min(i + MOST_WORDS, right.size())));
        }
        return 2.0 * common / all;
    }

    private static int commonBeginning(List<String> left, List<String> right) {
        int count = 0;
        while (count < Math.min(left.size(), right.size()) && left.get(count).equals(right.get(count))) {
            count++;
        }
        return count;
    }

    private static int commonEnd(List<String> left, List<String> right) {
        int count = 0;
        while (count < Math.min(left.size(), right.size())
                && left.get(left.size() - 1 - count).equals(right.get(right.size() - 1 - count))) {
            count++;
        }
        return count;
    }

    private static int longestCommonSequence(List<String> left, List<String> right) {
        int[] before = new int[right.size() + 1];
        for (String word : left) {
            int[] now = new int[right.size() + 1];
            for (int i = 0; i < right.size(); i++) {
                now[i + 1] = word.equals(right.get(i)) ? before[i] + 1 : Math.max(before[i + 1], now[i]);
            }
            before = now;
        }
        return before[right.size()];
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("[\\s\\p{Punct}]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
