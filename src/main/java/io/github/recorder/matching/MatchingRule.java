package io.github.recorder.matching;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A rule of the user's own about which requests are the same. */
public sealed interface MatchingRule {

    /** The text that a replacement without one of its own puts in. */
    String STAND_IN = "*";

    /** The name of a header: a token of RFC 9110, 5.6.2. */
    Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /**
     * A place of the JSON body that does not count.
     *
     * @param steps the pointer's parts, unescaped; {@code *} is every key or index of its level
     */
    record IgnoredValue(List<String> steps) implements MatchingRule {

        /** Keeps a copy. */
        public IgnoredValue {
            steps = List.copyOf(steps);
        }
    }

    /**
     * A query parameter that does not count, wherever and how often it stands.
     *
     * @param name the name, decoded
     */
    record IgnoredParameter(String name) implements MatchingRule {}

    /**
     * A field of a form, or a part of a multipart body, that does not count.
     *
     * @param name the name, decoded
     */
    record IgnoredField(String name) implements MatchingRule {}

    /**
     * A request header that counts.
     *
     * @param name in lower case
     */
    record CountingHeader(String name) implements MatchingRule {}

    /**
     * Text that is compared as another: in the path, in the query, and in each string of the body. If the expression
     * has groups, only what they match is replaced.
     *
     * @param standIn the text that takes its place
     */
    record ReplacedText(Pattern pattern, String standIn) implements MatchingRule {}

    /**
     * Reads what is ignored: {@code pointer:/metadata/run_id}, {@code query:timestamp} or {@code field:nonce}.
     *
     * @throws IllegalArgumentException if it is none of these; the message says what is wrong and what is allowed
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
     * Reads the name of a header that counts.
     *
     * @throws IllegalArgumentException if it is no name of a header; the message says what is wrong and what is allowed
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
     * Reads what is replaced.
     *
     * @param expression in Java's form
     * @param standIn the text that takes its place
     * @throws IllegalArgumentException if the expression is none, or matches the empty text; the message says what is
     *     wrong and what is allowed
     */
    static MatchingRule replaced(String expression, String standIn) {
        Pattern pattern;
        try {
            pattern = Pattern.compile(expression);
        } catch (PatternSyntaxException problem) {
            throw new IllegalArgumentException(
                    "`" + expression + "`, which is no regular expression: " + problem.getDescription()
                            + " at character " + (problem.getIndex() + 1)
                            + ". Give one in Java's form, for instance \\d{4}-\\d{2}-\\d{2}.",
                    problem);
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
        return new IgnoredValue(List.of(what.substring(1).split("/", -1)).stream()
                .map(step -> step.replace("~1", "/").replace("~0", "~"))
                .toList());
    }
}
