package io.github.recorder.matching;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A rule of the user about equal requests. */
public sealed interface MatchingRule {

    /** The default replacement text. */
    String STAND_IN = "*";

    /** The name of a header: a token of RFC 9110, 5.6.2. */
    Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /**
     * A place in the JSON body that is ignored.
     *
     * @param steps the parts of the pointer, unescaped; {@code *} matches every key or index of its level
     */
    record IgnoredValue(List<String> steps) implements MatchingRule {

        /** Keeps a copy. */
        public IgnoredValue {
            steps = List.copyOf(steps);
        }
    }

    /**
     * A query parameter that is ignored at every occurrence.
     *
     * @param name the name, decoded
     */
    record IgnoredParameter(String name) implements MatchingRule {}

    /**
     * A field of a form, or a part of a multipart body, that is ignored.
     *
     * @param name the name, decoded
     */
    record IgnoredField(String name) implements MatchingRule {}

    /**
     * A request header that is compared.
     *
     * @param name in lower case
     */
    record CountingHeader(String name) implements MatchingRule {}

    /**
     * A text that is replaced before requests are compared: in the path, in the query, and in each string of the body.
     * If the expression has groups, only the text that they match is replaced.
     *
     * @param standIn the replacement
     */
    record ReplacedText(Pattern pattern, String standIn) implements MatchingRule {

        /**
         * Returns the parts of a text that are replaced, in order.
         *
         * @throws CountedText.ExhaustedException if the expression takes too many steps
         */
        List<TextRange> ranges(String text) {
            List<TextRange> ranges = new ArrayList<>();
            Matcher matcher = pattern.matcher(CountedText.of(text));
            int done = 0;
            while (matcher.find()) {
                int groups = matcher.groupCount();
                for (int group = Math.min(1, groups); group <= groups; group++) {
                    int start = matcher.start(group);
                    // A group may not take part in a match, or may lie inside an earlier one.
                    if (start >= done && matcher.end(group) > start) {
                        done = matcher.end(group);
                        ranges.add(new TextRange(start, done));
                    }
                }
            }
            return ranges;
        }
    }

    /** A part of a text; never empty. */
    record TextRange(int start, int end) {}

    /**
     * Parses a rule about an ignored part: {@code pointer:/metadata/run_id}, {@code query:timestamp} or {@code
     * field:nonce}.
     *
     * @throws IllegalArgumentException if it is not one of these; the message says what is wrong and what is allowed
     */
    static MatchingRule ignored(String text) {
        String rule = text.strip();
        int colon = rule.indexOf(':');
        String kind = colon < 0 ? "" : rule.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        String what = rule.substring(colon + 1).strip();
        return switch (what.isEmpty() ? "" : kind) {
            case "pointer" -> pointer(rule, what);
            case "query" -> new IgnoredParameter(what);
            case "field" -> new IgnoredField(what);
            default ->
                throw new IllegalArgumentException("`" + rule
                        + "`. Give pointer:/path/to/value (* is every key or index), query:NAME of a query parameter,"
                        + " or field:NAME of a form's field or of a part of a multipart body.");
        };
    }

    /**
     * Parses the name of a header that is compared.
     *
     * @throws IllegalArgumentException if it is not a valid header name; the message says what is wrong and what is
     *     allowed
     */
    static MatchingRule counting(String name) {
        String header = name.strip().toLowerCase(Locale.ROOT);
        if (!HEADER.matcher(header).matches()) {
            throw new IllegalArgumentException(
                    "`" + header + "`, which is no name of a header. Give one, for instance X-Tenant.");
        }
        return new CountingHeader(header);
    }

    /**
     * Parses a replacement rule.
     *
     * @param expression in Java's syntax
     * @param standIn the replacement
     * @throws IllegalArgumentException if the expression is invalid, or matches the empty text; the message says what
     *     is wrong and what is allowed
     */
    static MatchingRule replaced(String expression, String standIn) {
        Pattern pattern;
        try {
            pattern = Pattern.compile(expression);
        } catch (PatternSyntaxException problem) {
            throw new IllegalArgumentException(
                    "`" + expression + "`, which is no regular expression: " + problem.getDescription()
                            + " at character " + (problem.getIndex() + 1)
                            + ". Give one in Java's form, for instance \\d{4}-\\d{2}-\\d{2}.");
        }
        Matcher empty = pattern.matcher("");
        if (empty.find()) {
            throw new IllegalArgumentException("`" + expression
                    + "`, which matches the empty text and so every place of every text."
                    + " Give an expression that matches one character at least, for instance \\d+ and not \\d*.");
        }
        return new ReplacedText(pattern, standIn);
    }

    private static MatchingRule pointer(String rule, String what) {
        if (!what.startsWith("/")) {
            throw new IllegalArgumentException("`" + rule
                    + "`. A JSON pointer starts with a slash: give, for instance, pointer:/metadata/run_id.");
        }
        return new IgnoredValue(steps(what));
    }

    /**
     * Returns the steps of a JSON pointer, unescaped.
     *
     * @param pointer begins with a slash
     */
    static List<String> steps(String pointer) {
        return List.of(pointer.substring(1).split("/", -1)).stream()
                .map(step -> step.replace("~1", "/").replace("~0", "~"))
                .toList();
    }
}
