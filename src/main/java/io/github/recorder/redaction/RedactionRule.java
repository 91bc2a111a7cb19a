package io.github.recorder.redaction;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A user's rule about values to replace, in addition to the default redaction. */
public sealed interface RedactionRule {

    /**
     * The value at a place in the JSON of a request or a response.
     *
     * @param steps the parts of the pointer, unescaped; {@code *} matches every key or index of its level
     */
    record Pointer(List<String> steps) implements RedactionRule {
        public Pointer {
            steps = List.copyOf(steps);
        }
    }

    /**
     * The stored value of a response header.
     *
     * @param name the header's name in lower case
     */
    record Header(String name) implements RedactionRule {}

    /**
     * Every match in a string of the JSON, in a query, and in a plain text body. If the expression has groups, only
     * what they match is replaced.
     */
    record Regex(Pattern pattern) implements RedactionRule {}

    /**
     * Parses a rule: {@code pointer:/user/email}, {@code header:x-request-id} or {@code regex:ACME-\d+}.
     *
     * @throws IllegalArgumentException if it is not one of these; the message says what is wrong and what is allowed
     */
    static RedactionRule parse(String text) {
        String rule = text.strip();
        int colon = rule.indexOf(':');
        String kind = colon < 0 ? "" : rule.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        String what = rule.substring(colon + 1).strip();
        if (what.isEmpty()) {
            kind = "";
        }
        return switch (kind) {
            case "pointer" -> pointer(rule, what);
            case "header" -> new Header(what.toLowerCase(Locale.ROOT));
            case "regex" -> regex(rule, what);
            default ->
                throw new IllegalArgumentException("The redaction `" + rule
                        + "` is none: write pointer:/path/to/value (* for every key or index), header:Name or"
                        + " regex:expression.");
        };
    }

    private static RedactionRule pointer(String rule, String what) {
        if (!what.startsWith("/")) {
            throw new IllegalArgumentException("The redaction `" + rule
                    + "` has no JSON pointer: one starts with a slash, for instance pointer:/user/email.");
        }
        return new Pointer(List.of(what.substring(1).split("/", -1)).stream()
                .map(step -> step.replace("~1", "/").replace("~0", "~"))
                .toList());
    }

    private static RedactionRule regex(String rule, String what) {
        try {
            return new Regex(Pattern.compile(what));
        } catch (PatternSyntaxException problem) {
            throw new IllegalArgumentException(
                    "The redaction `" + rule + "` is no regular expression: " + problem.getDescription()
                            + " at character " + (problem.getIndex() + 1) + ". Its form is that of Java.");
        }
    }
}
