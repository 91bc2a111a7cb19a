package io.github.recorder.matching;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The rules under which a request would match a recording, if the two differ only by dates, UUIDs, counters, paths of
 * temporary folders and the like. A suggestion has been tested: under its rules the two are the same. Pure.
 *
 * @param ignored the ignored parts, in the syntax of {@link MatchingRule#ignored}
 * @param replaced the expressions whose matches are replaced
 */
public record RuleSuggestion(List<String> ignored, List<String> replaced) {

    /** The maximum number of places; rules for more of them would not be useful. */
    private static final int MOST_RULES = 5;

    private static final int MOST_CONTEXT_CHARACTERS = 24;

    /** Names of numbers that are counters or times; {@code timeout} and {@code max_count} are neither. */
    private static final Pattern COUNTS = Pattern.compile(
            "(?i)(?:.*[_-])?(?:id|seq|sequence|counter|nonce|time|timestamp|ts|created|created_?at|updated_?at|attempt"
                    + "|iteration|seed)");

    private static final String MODEL = "/model";

    /** Characters with a meaning in a regular expression. */
    private static final String SYNTAX = "\\[](){}.*+?^$|";

    private static final long EPOCH_SECONDS_OF_2001 = 1_000_000_000L;

    /** Keeps copies. */
    public RuleSuggestion {
        ignored = List.copyOf(ignored);
        replaced = List.copyOf(replaced);
    }

    /**
     * Returns the rules for a request and its nearest recording.
     *
     * @param request the request in the form that is compared
     * @return empty if they also differ in other ways, for instance by the service
     */
    public static Optional<RuleSuggestion> of(WireRequest request, NearMiss near) {
        WireRequest recorded = near.recorded();
        JsonDifferences differences = near.differences();
        if (recorded.service() != null
                || !request.method().equals(recorded.method())
                || differences.count() > differences.listed().size()) {
            return Optional.empty();
        }
        Set<String> ignored = new LinkedHashSet<>();
        Set<String> replaced = new LinkedHashSet<>();
        if (!endpoints(request.endpoint(), recorded.endpoint(), ignored, replaced)
                || !differences.listed().stream().allMatch(difference -> body(difference, ignored, replaced))
                || ignored.size() + replaced.size() > MOST_RULES) {
            return Optional.empty();
        }
        RuleSuggestion suggestion = new RuleSuggestion(List.copyOf(ignored), List.copyOf(replaced));
        return suggestion.joins(request, recorded) ? Optional.of(suggestion) : Optional.empty();
    }

    /** Returns the rules. */
    public List<MatchingRule> rules() {
        List<MatchingRule> rules = new ArrayList<>();
        ignored.forEach(rule -> rules.add(MatchingRule.ignored(rule)));
        replaced.forEach(rule -> rules.add(MatchingRule.replaced(rule, MatchingRule.STAND_IN)));
        return rules;
    }

    /** Returns the element of the plugin's configuration, without white space around it. */
    public String xml() {
        return lines("").stream().map(String::strip).collect(Collectors.joining());
    }

    /** Returns the element of the plugin's configuration, a line for each of its parts. */
    public List<String> lines(String indent) {
        List<String> lines = new ArrayList<>();
        lines.add(indent + "<matching>");
        if (!ignored.isEmpty()) {
            lines.add(indent + "  <ignore>");
            ignored.forEach(rule -> lines.add(indent + "    <ignore>" + escaped(rule) + "</ignore>"));
            lines.add(indent + "  </ignore>");
        }
        if (!replaced.isEmpty()) {
            lines.add(indent + "  <replace>");
            for (String pattern : replaced) {
                lines.add(indent + "    <replacement><pattern>" + escaped(pattern) + "</pattern></replacement>");
            }
            lines.add(indent + "  </replace>");
        }
        lines.add(indent + "</matching>");
        return lines;
    }

    private boolean joins(WireRequest request, WireRequest recorded) {
        if (ignored.isEmpty() && replaced.isEmpty()) {
            return false;
        }
        MatchingRules rules = MatchingRules.NONE.and(rules());
        return MatchKey.of(rules.applied(request.at(null)))
                .normalized()
                .equals(MatchKey.of(rules.applied(recorded)).normalized());
    }

    private static boolean endpoints(String request, String recorded, Set<String> ignored, Set<String> replaced) {
        if (request.equals(recorded)) {
            return true;
        }
        String[] here = request.split("\\?", 2);
        String[] there = recorded.split("\\?", 2);
        if (!texts(here[0], there[0], false, replaced)) {
            return false;
        }
        if (here.length == 1 || there.length == 1) {
            return here.length == there.length;
        }
        return queries(here[1], there[1], ignored);
    }

    private static boolean queries(String request, String recorded, Set<String> ignored) {
        String[] here = request.split("&", -1);
        String[] there = recorded.split("&", -1);
        if (here.length != there.length) {
            return false;
        }
        for (int i = 0; i < here.length; i++) {
            if (!here[i].equals(there[i])) {
                String name = here[i].split("=", 2)[0];
                if (!there[i].startsWith(name + "=") || !texts(here[i], there[i], false, new LinkedHashSet<>())) {
                    return false;
                }
                ignored.add("query:" + name);
            }
        }
        return true;
    }

    private static boolean body(Difference difference, Set<String> ignored, Set<String> replaced) {
        @Nullable JsonNode request = difference.request();
        @Nullable JsonNode recording = difference.recording();
        if (request == null || recording == null) {
            return false;
        }
        if (request.isIntegralNumber() && recording.isIntegralNumber()) {
            return counts(difference.pointer(), request, recording) && ignored.add(pointer(difference));
        }
        if (!request.isString() || !recording.isString()) {
            return false;
        }
        String here = request.stringValue();
        String there = recording.stringValue();
        if (isOneValue(here) && isOneValue(there) && !difference.pointer().isEmpty()) {
            ignored.add(pointer(difference));
            return texts(here, there, true, new LinkedHashSet<>());
        }
        return !difference.pointer().equals(MODEL) && texts(here, there, true, replaced);
    }

    private static boolean counts(String pointer, JsonNode request, JsonNode recording) {
        boolean times = Math.min(request.asLong(0), recording.asLong(0)) >= EPOCH_SECONDS_OF_2001;
        return times
                || COUNTS.matcher(pointer.substring(pointer.lastIndexOf('/') + 1))
                        .matches();
    }

    private static boolean isOneValue(String text) {
        Iterator<ChangingValue.Place> places = ChangingValue.in(text);
        if (!places.hasNext()) {
            return false;
        }
        ChangingValue.Place first = places.next();
        return first.start() == 0 && first.end() == text.length();
    }

    /** Returns the pointer with {@code *} in place of list indexes. */
    private static String pointer(Difference difference) {
        return "pointer:" + difference.pointer().replaceAll("/\\d+(?=/|$)", "/*");
    }

    /**
     * Adds an expression for each value by which two texts differ; returns false if they also differ in other ways.
     *
     * @param counters whether counters are replaced; in a path or a query they usually identify something
     */
    private static boolean texts(String request, String recording, boolean counters, Set<String> replaced) {
        Iterator<ChangingValue.Place> here = ChangingValue.in(request);
        Iterator<ChangingValue.Place> there = ChangingValue.in(recording);
        int doneHere = 0;
        int doneThere = 0;
        while (here.hasNext() && there.hasNext()) {
            ChangingValue.Place one = here.next();
            ChangingValue.Place other = there.next();
            String before = request.substring(doneHere, one.start());
            if (one.kind() != other.kind() || !before.equals(recording.substring(doneThere, other.start()))) {
                return false;
            }
            if (!request.substring(one.start(), one.end()).equals(recording.substring(other.start(), other.end()))) {
                if (one.kind() == ChangingValue.COUNTER && !counters) {
                    return false;
                }
                replaced.add(expression(before, one.kind()));
            }
            doneHere = one.end();
            doneThere = other.end();
        }
        return !here.hasNext()
                && !there.hasNext()
                && request.substring(doneHere).equals(recording.substring(doneThere));
    }

    /** A value is replaced only after the words before it, so that other values of its kind are still compared. */
    private static String expression(String before, ChangingValue kind) {
        String line = before.substring(before.lastIndexOf('\n') + 1);
        String context = line.length() <= MOST_CONTEXT_CHARACTERS
                ? line
                : afterFirstSpace(line.substring(line.length() - MOST_CONTEXT_CHARACTERS));
        return context.isBlank() ? kind.expression() : quoted(context) + "(" + kind.expression() + ")";
    }

    private static String afterFirstSpace(String text) {
        int space = text.indexOf(' ');
        return space < 0 ? text : text.substring(space + 1);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // XML cannot hold control characters.
            if (c < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
            } else {
                quoted.append(SYNTAX.indexOf(c) < 0 ? "" : "\\").append(c);
            }
        }
        return quoted.toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
