package io.github.recorder.redaction;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How random a text looks. People write words; random generators make keys. The measure is how often letters of either
 * case and digits alternate inside a word, not counting humps as in {@code camelCase}.
 */
final class SecretEntropy {

    /** A shorter key protects nothing. */
    private static final int SHORTEST_RANDOM = 20;

    private static final int SHORTEST_PASSWORD = 8;
    private static final int FEWEST_DIFFERENT = 5;
    private static final int LONGEST_LOOK = 256;

    /**
     * In a random text of letters and digits about half of all neighbors differ in kind, in hexadecimal nearly as many.
     */
    private static final double LEAST_CHANGES = 0.18;

    private static final int FEWEST_CHANGES = 4;
    private static final int LONGEST_WORDS = 20;

    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private static final Pattern SEVERAL_WORDS = Pattern.compile("[a-z]+(?:[-_.][a-z]+)+");

    private static final Pattern WORDS = Pattern.compile("[a-z]+(?:[-_. ][a-z]+)*[0-9]?|[A-Z]+(?:[-_. ][A-Z]+)*[0-9]?");

    /** Words that only a placeholder has. The last is the JSON Web Token of jwt.io, whose subject is 1234567890. */
    private static final List<String> PLACEHOLDERS =
            List.of("example", "placeholder", "changeme", "changeit", "redacted", "eyjzdwiioiixmjm0nty3odkw");

    /** What people fill a placeholder with. A random key has some of them by chance, so what is around them decides. */
    private static final Pattern FILLING = Pattern.compile(
            "xxxx|\\.{4}|\\*{4}|your|dummy|insert|12345678|23456789|01234567|98765432|00000000|abcdefgh",
            Pattern.CASE_INSENSITIVE);

    /** A name in place of a value: {@code ${DB_PASSWORD}}, {@code <password>}, {@code {{token}}}, {@code %PW%}. */
    private static final Pattern VARIABLE =
            Pattern.compile("\\$[({]{0,2}[a-z_][a-z0-9_.:-]*[)}]{0,2}|<[^>]*>?|\\{[a-z0-9_. {}-]*|%[a-z0-9_]+%");

    private static final String VARIABLE_STARTS = "$<{%";

    private SecretEntropy() {}

    /** Returns whether a text looks like one randomly generated word. UUIDs in it are ignored, because they are ids. */
    static boolean looksRandom(String word) {
        return looksRandom(word, SHORTEST_RANDOM);
    }

    /** Returns whether a text looks like one randomly generated word with at least a number of characters. */
    static boolean looksRandom(String word, int shortest) {
        String text = word.indexOf('-') < 0 ? word : UUID.matcher(word).replaceAll("");
        return text.length() >= shortest && alternates(text) && !isPlaceholder(text);
    }

    /** Returns whether kinds of characters alternate in a text as often as in a random one. */
    private static boolean alternates(String text) {
        int look = Math.min(text.length(), LONGEST_LOOK);
        int alphanumeric = 0;
        int changes = 0;
        for (int i = 0; i < look; i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c > '~') {
                return false;
            }
            alphanumeric += kind(c) == Kind.OTHER ? 0 : 1;
            changes += i > 0 && isChange(text, i) ? 1 : 0;
        }
        return changes >= FEWEST_CHANGES && changes >= LEAST_CHANGES * alphanumeric;
    }

    /** Returns whether a word has a digit, or capitals inside it. */
    static boolean isMixed(String word) {
        int changes = 0;
        for (int i = 0; i < Math.min(word.length(), LONGEST_LOOK); i++) {
            if (kind(word.charAt(i)) == Kind.DIGIT) {
                return true;
            }
            changes += i > 0 && isChange(word, i) ? 1 : 0;
        }
        return changes > 1;
    }

    /** Returns whether a text with a secret's name can be one: not a word, not a path, not a placeholder. */
    static boolean isPlausible(String text) {
        return text.length() >= SHORTEST_PASSWORD
                && !hasFewDifferent(text)
                && !text.startsWith("/")
                && !text.startsWith("./")
                && !isPlaceholder(text)
                && !(text.length() <= LONGEST_WORDS && WORDS.matcher(text).matches());
    }

    /** Returns whether people write this text in place of a credential. */
    static boolean isPlaceholder(String text) {
        String look = text.substring(0, Math.min(text.length(), LONGEST_LOOK)).toLowerCase(Locale.ROOT);
        for (String placeholder : PLACEHOLDERS) {
            if (look.contains(placeholder)) {
                return true;
            }
        }
        return hasFewDifferent(look)
                || (VARIABLE_STARTS.indexOf(look.charAt(0)) >= 0
                        && VARIABLE.matcher(look).matches())
                || isFilled(text);
    }

    private static boolean isFilled(String text) {
        String look = text.substring(0, Math.min(text.length(), LONGEST_LOOK));
        Matcher filling = FILLING.matcher(look);
        return filling.find() && !alternates(filling.replaceAll("-"));
    }

    private static boolean hasFewDifferent(String text) {
        int different = 0;
        for (int i = 0; i < Math.min(text.length(), LONGEST_LOOK); i++) {
            boolean isNew = text.indexOf(text.charAt(i)) == i;
            if (isNew && ++different == FEWEST_DIFFERENT) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether a text consists of several words: {@code not-a-real-token}. */
    static boolean isWords(String text) {
        return SEVERAL_WORDS.matcher(text).matches();
    }

    private enum Kind {
        LOWER,
        UPPER,
        DIGIT,
        OTHER
    }

    private static Kind kind(char c) {
        if (c >= 'a' && c <= 'z') {
            return Kind.LOWER;
        }
        if (c >= 'A' && c <= 'Z') {
            return Kind.UPPER;
        }
        return c >= '0' && c <= '9' ? Kind.DIGIT : Kind.OTHER;
    }

    /**
     * Returns whether a character differs in kind from the one before it, and the pair is not the beginning of a
     * capitalized word.
     */
    private static boolean isChange(String text, int index) {
        Kind before = kind(text.charAt(index - 1));
        Kind here = kind(text.charAt(index));
        if (before == here || before == Kind.OTHER || here == Kind.OTHER) {
            return false;
        }
        Kind earlier = index > 1 ? kind(text.charAt(index - 2)) : Kind.OTHER;
        Kind next = index + 1 < text.length() ? kind(text.charAt(index + 1)) : Kind.OTHER;
        boolean rise = before == Kind.LOWER && here == Kind.UPPER && next == Kind.LOWER;
        boolean fall = before == Kind.UPPER && here == Kind.LOWER && (earlier == Kind.LOWER || earlier == Kind.OTHER);
        return !rise && !fall;
    }
}
