package io.github.recorder.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the secrets in one text as it stands: values that are known to be secret, forms of well-known keys, passwords
 * in URLs, and words beside a credential's name that no person writes. Immutable and thread-safe; the time is linear in
 * the text.
 */
final class SecretText {

    /** A name stands at most so far before its value. */
    private static final int LONGEST_CONTEXT = 64;

    private static final int MOST_WORDS = 4;
    private static final int SHORTEST_SECRET = 8;
    private static final int LONGEST_USER_INFO = 512;

    /**
     * Words that come between a name, or nothing, and its value without any sign: {@code my key is …}, {@code Bearer
     * …}.
     */
    private static final Set<String> LINKING_WORDS = Set.of("is", "are", "was", "bearer", "basic", "token", "apikey");

    /** The characters that end a word; all others, among them {@code + / . - _ ~ %}, may be in a credential. */
    private static final String DELIMITERS = " \t\r\n\"'`<>(){}[],;:=&?\\|";

    private static final Pattern ID = Pattern.compile(
            "(?:asst|batch|call|chatcmpl|conv|fc|file|gen|msg|rec|resp|rs|run|srvtoolu|step|thread|toolu|vs)[-_]");

    private static final String SIGNS = ":=>";
    private static final String QUOTES = " \t\"'`\\";

    private final Map<String, String> nameOfValue;
    private final Predicate<String> allowed;

    /**
     * A secret in a text.
     *
     * @param start the index of its first character
     * @param end the index after its last character
     * @param what what it is, for a message; never the value
     */
    record Match(int start, int end, String what) {}

    /**
     * Makes a finder.
     *
     * @param nameOfValue what a message calls each value that is known to be secret, by the value
     * @param allowed whether a value is none, because the user says so
     */
    SecretText(Map<String, String> nameOfValue, Predicate<String> allowed) {
        this.nameOfValue = nameOfValue;
        this.allowed = allowed;
    }

    /** Returns the first secret; null if there is none. */
    @Nullable
    Match first(String text) {
        List<Match> found = new ArrayList<>(1);
        known(text, found, true);
        if (found.isEmpty()) {
            keys(text, found, true);
        }
        if (found.isEmpty()) {
            words(text, found, true, false);
        }
        return found.isEmpty() ? null : found.get(0);
    }

    /**
     * Returns all secrets, in no order; they may overlap.
     *
     * @param randomWords whether every long word that looks random counts, with or without a name
     */
    List<Match> all(String text, boolean randomWords) {
        List<Match> found = new ArrayList<>();
        known(text, found, false);
        keys(text, found, false);
        words(text, found, false, randomWords);
        return found;
    }

    private void known(String text, List<Match> found, boolean firstOnly) {
        if (text.length() < SHORTEST_SECRET) {
            return;
        }
        for (Map.Entry<String, String> secret : nameOfValue.entrySet()) {
            String value = secret.getKey();
            for (int at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length())) {
                add(text, new Match(at, at + value.length(), "the value of the " + secret.getValue()), found);
                if (firstOnly && !found.isEmpty()) {
                    return;
                }
            }
        }
    }

    private void add(String text, Match match, List<Match> found) {
        if (!allowed.test(text.substring(match.start(), match.end()))) {
            found.add(match);
        }
    }

    private void keys(String text, List<Match> found, boolean firstOnly) {
        for (KnownKeyPattern.Occurrence key = KnownKeyPattern.next(text, 0);
                key != null;
                key = KnownKeyPattern.next(text, key.end())) {
            String what = "something of the form of a" + article(key.title()) + key.title();
            add(text, new Match(key.start(), key.end(), what), found);
            if (firstOnly && !found.isEmpty()) {
                return;
            }
        }
    }

    private void words(String text, List<Match> found, boolean firstOnly, boolean randomWords) {
        int i = 0;
        while (i < text.length()) {
            while (i < text.length() && isDelimiter(text.charAt(i))) {
                i++;
            }
            int start = i;
            boolean digits = false;
            while (i < text.length() && !isDelimiter(text.charAt(i))) {
                digits |= text.charAt(i) >= '0' && text.charAt(i) <= '9';
                i++;
            }
            Match match = digits && i - start >= SHORTEST_SECRET ? word(text, start, i, randomWords) : null;
            if (match == null && text.startsWith("://", i)) {
                match = userInfo(text, i + "://".length());
                i = match == null ? i : match.end();
            }
            if (match != null) {
                add(text, match, found);
                if (firstOnly && !found.isEmpty()) {
                    return;
                }
            }
        }
    }

    private static @Nullable Match word(String text, int start, int end, boolean randomWords) {
        String word = text.substring(start, end);
        String name = SecretEntropy.isPlausible(word) ? nameBefore(text, start, SecretEntropy.looksRandom(word)) : null;
        if (name != null) {
            return new Match(start, end, "a secret beside the name `" + name + "`");
        }
        return randomWords ? randomWord(text, start, end) : null;
    }

    /** In a path each segment is a word. Ids that services give are shown, because a person looks for them. */
    private static @Nullable Match randomWord(String text, int start, int end) {
        boolean path = text.charAt(start) == '/';
        int from = path ? start + 1 : start;
        while (from < end) {
            int slash = path ? text.indexOf('/', from) : -1;
            int to = slash < 0 || slash > end ? end : slash;
            String part = text.substring(from, to);
            if (SecretEntropy.looksRandom(part) && !ID.matcher(part).lookingAt()) {
                return new Match(from, to, "a random word");
            }
            from = to + 1;
        }
        return null;
    }

    /**
     * Returns the name of a credential that stands before a value, with a sign or a linking word between them; null if
     * there is none.
     *
     * @param random whether the value looks random, so that a weak name, or one at some distance, is enough
     */
    private static @Nullable String nameBefore(String text, int start, boolean random) {
        int least = Math.max(0, start - LONGEST_CONTEXT);
        int i = start;
        boolean sign = false;
        while (i > least && (SIGNS.indexOf(text.charAt(i - 1)) >= 0 || QUOTES.indexOf(text.charAt(i - 1)) >= 0)) {
            sign |= SIGNS.indexOf(text.charAt(--i)) >= 0;
        }
        StringBuilder joined = new StringBuilder();
        for (int words = 0; words < MOST_WORDS && i > least; words++) {
            int end = i;
            while (i > least && !isDelimiter(text.charAt(i - 1))) {
                i--;
            }
            String word = text.substring(i, end);
            String lower = word.toLowerCase(Locale.ROOT);
            boolean option = word.startsWith("--");
            if (words == 0 && !sign && !option) {
                if (!LINKING_WORDS.contains(lower)) {
                    return null;
                }
                if (random && (lower.equals("bearer") || lower.equals("basic"))) {
                    return word;
                }
            }
            joined.insert(0, words == 0 ? word : word + "_");
            CredentialNames.Strength own = CredentialNames.strength(word);
            CredentialNames.Strength all = CredentialNames.strength(joined.toString());
            boolean strong = own == CredentialNames.Strength.STRONG || all == CredentialNames.Strength.STRONG;
            boolean weak = strong || own != CredentialNames.Strength.NONE || all != CredentialNames.Strength.NONE;
            if ((strong && words < 2) || (weak && random)) {
                return word;
            }
            while (i > least && QUOTES.indexOf(text.charAt(i - 1)) >= 0) {
                i--;
            }
        }
        return null;
    }

    /** RFC 3986, 3.2.1: {@code user:password@} before the host. */
    private static @Nullable Match userInfo(String text, int start) {
        int most = Math.min(text.length(), start + LONGEST_USER_INFO);
        int colon = -1;
        int at = -1;
        for (int i = start; i < most && "/?# \t\r\n\"'`<>\\".indexOf(text.charAt(i)) < 0; i++) {
            if (text.charAt(i) == ':' && colon < 0) {
                colon = i;
            } else if (text.charAt(i) == '@') {
                at = i;
            }
        }
        if (colon < 0 || at < colon || !SecretEntropy.isPlausible(text.substring(colon + 1, at))) {
            return null;
        }
        return new Match(colon + 1, at, "a password in a URL");
    }

    private static boolean isDelimiter(char c) {
        return c <= ' ' || c > '~' || DELIMITERS.indexOf(c) >= 0;
    }

    private static String article(String title) {
        return "AEIOU".indexOf(title.charAt(0)) >= 0 ? "n " : " ";
    }
}
