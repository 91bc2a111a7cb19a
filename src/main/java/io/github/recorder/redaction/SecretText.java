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
 * Finds the secrets in one text without decoding it: known values, forms of well-known keys, passwords in URLs, and
 * words beside a credential's name that no person writes. Immutable and thread-safe; the time is linear in the text.
 */
final class SecretText {

    /** The maximum distance between a name and its value. */
    private static final int LONGEST_CONTEXT = 64;

    private static final int MOST_WORDS = 4;

    /** The length of the shortest secret, which no encoding makes shorter. */
    static final int SHORTEST_SECRET = 8;

    private static final int LONGEST_USER_INFO = 512;

    /** The minimum length of a random word that counts as a password beside a name, and that is hidden in output. */
    private static final int SHORTEST_RANDOM_PASSWORD = 10;

    /** Words between a name, or nothing, and its value without any sign: {@code my key is …}, {@code Bearer …}. */
    private static final Set<String> LINKING_WORDS =
            Set.of("is", "are", "was", "to", "by", "bearer", "basic", "token", "apikey");

    /** The characters that may be part of a credential. All others end a word. */
    private static final CharacterTable WORD = new CharacterTable(CharacterTable.range('0', '9')
            + CharacterTable.range('A', 'Z')
            + CharacterTable.range('a', 'z')
            + "!#$%*+-./@^_~");

    private static final CharacterTable DIGITS_AND_CAPITALS =
            new CharacterTable(CharacterTable.range('0', '9') + CharacterTable.range('A', 'Z'));

    private static final Pattern ID = Pattern.compile(
            "(?:asst|batch|call|chatcmpl|conv|fc|file|gen|msg|rec|resp|rs|run|srvtoolu|step|thread|toolu|vs)[-_]");

    /** Options of curl, mysql, sshpass and others before a password, or before a user and a password. */
    private static final Set<String> OPTIONS = Set.of("-p", "-u", "--user");

    private static final String SIGNS = ":=>";
    private static final String QUOTES = "\"'`\\";

    /** The characters between a name and its value. The other delimiters end a field. */
    private static final String GAP = SIGNS + "<(|,)} ]\t\r\n\"'`\\";

    private final Map<String, String> nameOfValue;
    private final Predicate<String> allowed;

    /**
     * A secret in a text.
     *
     * @param start the index of its first character
     * @param end the index after its last character
     * @param what its description for messages; never the value
     */
    record Match(int start, int end, String what) {}

    /**
     * Creates a finder.
     *
     * @param nameOfValue the descriptions of known secrets, by value
     * @param allowed returns whether the user allows a value
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
     * @param randomWords whether every long word that looks random counts, even without a name
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
        KnownKeyPattern.find(text, key -> {
            String what = "something of the form of a" + article(key.title()) + key.title();
            add(text, new Match(key.start(), key.end(), what), found);
            return found.isEmpty() || !firstOnly;
        });
    }

    private void words(String text, List<Match> found, boolean firstOnly, boolean randomWords) {
        int i = 0;
        while (i < text.length()) {
            while (i < text.length() && isDelimiter(text.charAt(i))) {
                i++;
            }
            int start = i;
            i = WORD.endOfRun(text, start);
            boolean mixed = i - start >= SHORTEST_SECRET && hasDigitOrCapital(text, start, i);
            Match match = mixed ? word(text, start, i) : null;
            if (match == null && mixed && randomWords) {
                randomWords(text, start, i, found);
            }
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

    private static boolean hasDigitOrCapital(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (DIGITS_AND_CAPITALS.contains(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Returns the characters from an index to the end of the word; none if a delimiter is there. */
    static String word(String text, int start) {
        return text.substring(start, WORD.endOfRun(text, start));
    }

    private static @Nullable Match word(String text, int start, int end) {
        String word = text.substring(start, end);
        if (word.startsWith("-p") && SecretEntropy.looksRandom(word.substring(2), SHORTEST_RANDOM_PASSWORD)) {
            return new Match(start + 2, end, "a secret after the option `-p`");
        }
        String name = nameBefore(text, start, word);
        if (name != null && SecretEntropy.isPlausible(word)) {
            return new Match(start, end, "a secret beside the name `" + name + "`");
        }
        return null;
    }

    /**
     * Adds a word that looks random, or each such segment of a path. The ids of services are shown, because users
     * search for them.
     */
    private void randomWords(String text, int start, int end, List<Match> found) {
        String word = text.substring(start, end);
        if (word.charAt(0) != '/' && isRandom(word)) {
            add(text, new Match(start, end, "a random word"), found);
            return;
        }
        int from = start;
        for (String segment : word.split("/", -1)) {
            if (isRandom(segment)) {
                add(text, new Match(from, from + segment.length(), "a random word"), found);
            }
            from += segment.length() + 1;
        }
    }

    private static boolean isRandom(String word) {
        return SecretEntropy.looksRandom(word, SHORTEST_RANDOM_PASSWORD)
                && !ID.matcher(word).lookingAt();
    }

    /**
     * Returns the name of a credential before a value; null if there is none. The name belongs to the value if a sign
     * or a linking word is between them, or if nothing is and the value looks random or is quoted. A value that looks
     * random may have a weak name, a name at some distance, or the scheme of a header before it ({@code Authorization:
     * SSWS …}).
     */
    private static @Nullable String nameBefore(String text, int start, String value) {
        int least = Math.max(0, start - LONGEST_CONTEXT);
        int i = gapBefore(text, start, least);
        boolean quoted = start > 0
                && QUOTES.indexOf(text.charAt(start - 1)) >= 0
                && text.substring(i, start).indexOf(',') < 0;
        boolean inElement = start > 0 && text.charAt(start - 1) == '>';
        boolean linked = hasSign(text, i, start);
        StringBuilder joined = new StringBuilder();
        int words = 0;
        while (words < MOST_WORDS && i > least) {
            int end = i;
            while (i > least && !isDelimiter(text.charAt(i - 1))) {
                i--;
            }
            String word = text.substring(i, end);
            String lower = word.toLowerCase(Locale.ROOT);
            int next = gapBefore(text, i, least);
            CredentialNames.Strength own = CredentialNames.strength(word);
            boolean tag = inElement && i > 0 && text.charAt(i - 1) == '<' && own == CredentialNames.Strength.NONE;
            if (next < i && (tag || !hasLetter(word))) {
                linked |= !tag && words == 0 && hasSign(text, next, i);
                i = next;
                continue;
            }
            if (words == 0) {
                if ((lower.equals("bearer") || lower.equals("basic")) && SecretEntropy.looksRandom(value)) {
                    return word;
                }
                linked |= word.startsWith("--") || LINKING_WORDS.contains(lower);
            }
            if (OPTIONS.contains(word) && (looksLikePassword(value) || (words > 0 && SecretEntropy.isMixed(value)))) {
                return word;
            }
            joined.insert(0, words == 0 ? word : word + "_");
            CredentialNames.Strength all = words == 0 ? own : CredentialNames.strength(joined.toString());
            boolean strong = own == CredentialNames.Strength.STRONG || all == CredentialNames.Strength.STRONG;
            boolean weak = strong || own != CredentialNames.Strength.NONE || all != CredentialNames.Strength.NONE;
            boolean near = strong && words < (linked ? 2 : 1);
            boolean scheme = strong && words == 1 && hasSign(text, end, start);
            boolean marked = linked || quoted;
            if (near && (looksLikePassword(value) || (marked && SecretEntropy.isMixed(value)))) {
                return word;
            }
            if ((scheme || (weak && linked)) && SecretEntropy.looksRandom(value)) {
                return word;
            }
            if (!linked && words > 0) {
                return null;
            }
            words++;
            i = next;
        }
        return null;
    }

    private static boolean looksLikePassword(String value) {
        return SecretEntropy.looksRandom(value, SHORTEST_RANDOM_PASSWORD);
    }

    private static boolean hasLetter(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (Character.isLetterOrDigit(word.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static int gapBefore(String text, int end, int least) {
        int i = end;
        while (i > least && (GAP.indexOf(text.charAt(i - 1)) >= 0 || text.charAt(i - 1) > '~')) {
            i--;
        }
        return i;
    }

    private static boolean hasSign(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (SIGNS.indexOf(text.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** RFC 3986, 3.2.1: {@code user:password@} before the host, or a token alone. */
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
        boolean alone = colon < 0 || at < colon;
        int from = alone ? start : colon + 1;
        if (at < from) {
            return null;
        }
        String password = text.substring(from, at);
        boolean is = alone ? SecretEntropy.looksRandom(password) : SecretEntropy.isPlausible(password);
        return is ? new Match(from, at, "a password in a URL") : null;
    }

    private static boolean isDelimiter(char c) {
        return !WORD.contains(c);
    }

    private static String article(String title) {
        return "AEIOU".indexOf(title.charAt(0)) >= 0 ? "n " : " ";
    }
}
