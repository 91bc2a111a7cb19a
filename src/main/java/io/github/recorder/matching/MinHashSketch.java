package io.github.recorder.matching;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A summary of a request in twenty bytes, which selects from very many recordings the few that are worth a comparison.
 * Similar requests usually have similar sketches; no decision rests on a sketch alone.
 *
 * <p>The words are those of all strings, and keys with numbers and the like. {@code words} is a min-hash of their set:
 * sixteen buckets of four bits (Broder's resemblance by one permutation, Li, Owen and Zhang 2012, lowest bits as Li and
 * König 2010). Two sets that share a fraction p of their words agree in about that fraction of the buckets.
 *
 * @param words the min-hash of all words
 * @param longest the hash of the longest string, of the last one if there are several; 0 if there is no string
 * @param second the hash of the second longest string
 * @param model the hash of the root's {@code model}; 0 if there is none
 */
public record MinHashSketch(long words, int longest, int second, int model) {

    private static final int BUCKETS = 16;
    private static final int BUCKET_BITS = 4;
    private static final long LOWEST_BITS = 0x1111_1111_1111_1111L;
    private static final int MIX = 0x9E37_79B1;
    /** The number of characters that are read from either end of a longer string. */
    private static final int MOST_CHARACTERS = 1 << 13;

    private static final int LONGEST_WORD = 24;

    private static final int SAME_MODEL_SCORE = 4;
    private static final int SAME_TEXT_SCORE = 10;

    /** Returns the sketch of a request. */
    public static MinHashSketch of(WireRequest request) {
        Maker maker = new Maker();
        @Nullable JsonNode body = request.body();
        if (body == null) {
            return maker.sketch(0);
        }
        maker.add(body, 0);
        JsonNode model = body.path("model");
        return maker.sketch(model.isString() ? hash(model.stringValue()) : 0);
    }

    /**
     * Returns a similarity from 0 to 40: one for each of the sixteen buckets that agree, 4 for the same model, 10 for
     * the same longest string and 10 for the same second longest one.
     */
    public int likeness(MinHashSketch other) {
        return likeness(other.words, other.longest, other.second, other.model);
    }

    /** Returns {@link #likeness(MinHashSketch)} for a sketch that is stored as its parts. */
    public int likeness(long otherWords, int otherLongest, int otherSecond, int otherModel) {
        long unequal = words ^ otherWords;
        unequal |= unequal >>> 2;
        unequal |= unequal >>> 1;
        int likeness = BUCKETS - Long.bitCount(unequal & LOWEST_BITS);
        likeness += model == otherModel ? SAME_MODEL_SCORE : 0;
        likeness += longest == otherLongest && longest != 0 ? SAME_TEXT_SCORE : 0;
        likeness += second == otherSecond && second != 0 ? SAME_TEXT_SCORE : 0;
        return likeness;
    }

    private static int hash(String text) {
        int hash = text.hashCode();
        return hash == 0 ? 1 : hash;
    }

    private static final class Maker {

        private final int[] largest = new int[BUCKETS];
        private String longest = "";
        private String second = "";

        void add(JsonNode value, int key) {
            switch (value.getNodeType()) {
                case OBJECT ->
                    value.properties()
                            .forEach(entry ->
                                    add(entry.getValue(), entry.getKey().hashCode()));
                case ARRAY -> {
                    for (JsonNode item : value) {
                        add(item, key);
                    }
                }
                case STRING -> string(value.stringValue());
                case NUMBER ->
                    word(key * 31 + Double.hashCode(value.numberValue().doubleValue()));
                default -> word(key * 31 + (value.isBoolean() ? (value.booleanValue() ? 1 : 2) : 3));
            }
        }

        private void string(String text) {
            if (text.length() >= longest.length()) {
                second = longest;
                longest = text;
            } else if (text.length() >= second.length()) {
                second = text;
            }
            if (text.length() <= 2 * MOST_CHARACTERS) {
                words(text, 0, text.length());
            } else {
                words(text, 0, MOST_CHARACTERS);
                words(text, text.length() - MOST_CHARACTERS, text.length());
            }
        }

        /**
         * Splits the text at blanks into words. A word counts by its length and five of its characters, which
         * distinguishes words well enough and is fast enough for the index. A text without blanks, as in some scripts,
         * is cut into pieces.
         */
        private void words(String text, int start, int end) {
            int from = start;
            int blank = start - 1;
            while (from < end) {
                if (blank < from) {
                    blank = text.indexOf(' ', from);
                    blank = blank < 0
                            ? end
                            : blank; // Searched for once, so that a megabyte without blanks is not scanned again.
                }
                int to = Math.min(Math.min(blank, end), from + LONGEST_WORD);
                int length = to - from;
                if (length > 0) {
                    int word = length;
                    word = word * 31 + text.charAt(from);
                    word = word * 31 + text.charAt(from + (length >> 2));
                    word = word * 31 + text.charAt(from + (length >> 1));
                    word = word * 31 + text.charAt(to - 1 - (length >> 2));
                    word = word * 31 + text.charAt(to - 1);
                    word(word);
                }
                from = to == blank ? to + 1 : to;
            }
        }

        /** Each bucket keeps the largest hash of its words. That is as good as the smallest, and lets 0 mean none. */
        private void word(int word) {
            int mixed = word * MIX;
            mixed ^= mixed >>> 15;
            mixed *= MIX;
            int bucket = mixed >>> (Integer.SIZE - BUCKET_BITS);
            int rest = mixed << BUCKET_BITS >>> BUCKET_BITS;
            if (rest > largest[bucket]) {
                largest[bucket] = rest;
            }
        }

        MinHashSketch sketch(int model) {
            long words = 0;
            for (int value : largest) {
                // The upper bits of a maximum are not random enough, so the hash is mixed again.
                int bits = value == 0 ? 0 : 1 + Integer.remainderUnsigned((value * MIX) >>> 7, 15);
                words = words << BUCKET_BITS | bits;
            }
            return new MinHashSketch(
                    words, longest.isEmpty() ? 0 : hash(longest), second.isEmpty() ? 0 : hash(second), model);
        }
    }
}
