package io.github.recorder.matching;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The rules under which a request would match its nearest recording, if the two differ only by dates, UUIDs, counters,
 * paths of temporary folders and the like. A suggestion has been tested: under its rules the two are the same, and the
 * rules affect only what differs. Pure.
 *
 * @param ignored the ignored parts, in the syntax of {@link MatchingRule#ignored}
 * @param replaced the expressions whose matches are replaced
 */
public record RuleSuggestion(List<String> ignored, List<String> replaced) {

    /** The maximum number of places; rules for more of them would not be useful. */
    private static final int MOST_RULES = 5;

    /** Keeps copies. */
    public RuleSuggestion {
        ignored = List.copyOf(ignored);
        replaced = List.copyOf(replaced);
    }

    /**
     * Returns the rules for a request and its nearest recording.
     *
     * @param request the request in the form that is compared
     * @param near the most similar recordings, the nearest first, with their whole values
     * @param masked hides the secrets in a text; nothing is suggested if a rule would contain one
     * @return empty if the nearest also differs in other ways, for instance by the service, or if no rule is narrow
     *     enough
     */
    public static Optional<RuleSuggestion> of(WireRequest request, List<NearMiss> near, UnaryOperator<String> masked) {
        if (near.isEmpty()) {
            return Optional.empty();
        }
        WireRequest recorded = near.get(0).recorded();
        JsonDifferences differences = near.get(0).differences();
        if (recorded.service() != null
                || !request.method().equals(recorded.method())
                || differences.count() > differences.listed().size()) {
            return Optional.empty();
        }
        Draft draft = new Draft(request, masked);
        if (!draft.addEndpoint(recorded.endpoint())
                || !differences.listed().stream().allMatch(draft::addDifference)
                || draft.ignored.size() + draft.replaced.size() > MOST_RULES) {
            return Optional.empty();
        }
        RuleSuggestion suggestion = new RuleSuggestion(List.copyOf(draft.ignored), List.copyOf(draft.replaced));
        boolean unique =
                !draft.counts || near.stream().skip(1).noneMatch(other -> suggestion.joins(request, other.recorded()));
        return unique
                        && suggestion.joins(request, recorded)
                        && suggestion.affectsOnlyDifferences(request, recorded)
                        && masked.apply(suggestion.xml()).equals(suggestion.xml())
                ? Optional.of(suggestion)
                : Optional.empty();
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
                .equals(MatchKey.of(rules.applied(recorded.at(null))).normalized());
    }

    /** A rule that also left out a value that both have would make requests with other such values the same. */
    private boolean affectsOnlyDifferences(WireRequest request, WireRequest recorded) {
        MatchingRules rules = MatchingRules.NONE.and(rules());
        Map<String, JsonNode> there = rules.values(recorded);
        return rules.values(request).entrySet().stream()
                .noneMatch(value -> value.getValue().equals(there.get(value.getKey())));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** The rules for one request and recording, as they are found. */
    private static final class Draft {

        /** Names of values that are made for each run. */
        private static final Pattern COUNTER_NAME = Pattern.compile("(?:.*_)?(?:attempt|counter|iteration|nonce|seq"
                + "|sequence|(?:correlation|invocation|job|request|run|session|span|trace)_?id)");

        /** Names of ids and times. Without them, a person would keep two values apart. */
        private static final Pattern ID_OR_TIME_NAME = Pattern.compile("(?:.*_)?(?:id|uuid|guid|date|time|timestamp|ts"
                + "|created|updated|(?:created|updated|sent)_?at|seed)|" + COUNTER_NAME);

        /** Names without white space, {@code *}, which matches every name, and {@code $}, which Maven may replace. */
        private static final Pattern POINTER = Pattern.compile("(?:/[\\w.:@~-]+)+");

        private static final String MODEL = "/model";

        private static final long EPOCH_SECONDS_OF_2001 = 1_000_000_000L;

        private final WireRequest request;
        private final UnaryOperator<String> masked;
        private final Set<String> ignored = new LinkedHashSet<>();
        private final Set<String> replaced = new LinkedHashSet<>();

        /** Whether a rule leaves out a small number, which only one recording may differ by. */
        private boolean counts;

        Draft(WireRequest request, UnaryOperator<String> masked) {
            this.request = request;
            this.masked = masked;
        }

        /** Adds the rules for another endpoint; returns false if there are none. */
        boolean addEndpoint(String recorded) {
            String[] here = request.endpoint().split("\\?", 2);
            String[] there = recorded.split("\\?", 2);
            return here.length == there.length
                    && addTexts(here[0], there[0], ChangingText.Bounds.LINE, false)
                    && (here.length == 1 || addQuery(here[1], there[1]));
        }

        private boolean addQuery(String here, String there) {
            String[] request = here.split("&", -1);
            String[] recorded = there.split("&", -1);
            if (request.length != recorded.length) {
                return false;
            }
            for (int i = 0; i < request.length; i++) {
                if (!request[i].equals(recorded[i]) && !addParameter(request[i], recorded[i])) {
                    return false;
                }
            }
            return true;
        }

        private boolean addParameter(String here, String there) {
            String name = here.split("=", 2)[0];
            String start = name + "=";
            if (!there.startsWith(start)) {
                return false;
            }
            boolean whole =
                    isChangingValue(here.substring(start.length())) && isChangingValue(there.substring(start.length()));
            return (whole && isName(ID_OR_TIME_NAME, name))
                    ? addIgnored("query:", "/" + name)
                    : addTexts(here, there, ChangingText.Bounds.PARAMETER, false);
        }

        /** Adds the rules for a difference of the bodies; returns false if there are none. */
        boolean addDifference(Difference difference) {
            JsonNode here = difference.request();
            JsonNode there = difference.recording();
            if (here == null || there == null) {
                return false;
            }
            String pointer = difference.pointer();
            String name = pointer.substring(pointer.lastIndexOf('/') + 1);
            if (here.isIntegralNumber() && there.isIntegralNumber()) {
                return isNumberOfRun(pointer, name, here, there) && addIgnored("pointer:", pointer);
            }
            if (!here.isString() || !there.isString() || pointer.equals(MODEL)) {
                return false;
            }
            String one = here.stringValue();
            String other = there.stringValue();
            return (isChangingValue(one) && isChangingValue(other) && isName(ID_OR_TIME_NAME, name))
                    ? addIgnored("pointer:", pointer)
                    : addTexts(one, other, ChangingText.Bounds.LINE, true);
        }

        private boolean isNumberOfRun(String pointer, String name, JsonNode here, JsonNode there) {
            boolean epoch = Math.min(here.asLong(0), there.asLong(0)) >= EPOCH_SECONDS_OF_2001;
            JsonNode body = request.body();
            boolean rpc = pointer.equals("/id") && body != null && body.has("jsonrpc");
            counts |= !epoch && !rpc;
            return rpc || isName(epoch ? ID_OR_TIME_NAME : COUNTER_NAME, name);
        }

        private static boolean isName(Pattern names, String name) {
            String words = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").replace('-', '_');
            return names.matcher(words.toLowerCase(Locale.ROOT)).matches();
        }

        /** Returns whether a text is a value that changes with each run, and nothing else. */
        private static boolean isChangingValue(String text) {
            Iterator<ChangingValue.Place> places = ChangingValue.in(text);
            if (!places.hasNext()) {
                return false;
            }
            ChangingValue.Place first = places.next();
            return first.start() == 0 && first.end() == text.length() && first.kind() != ChangingValue.COUNTER;
        }

        private boolean addIgnored(String kind, String pointer) {
            boolean secret = MatchingRule.steps(pointer).stream()
                    .anyMatch(step -> !masked.apply(step).equals(step));
            return !secret
                    && POINTER.matcher(pointer).matches()
                    && ignored.add(kind + pointer.substring(kind.equals("query:") ? 1 : 0));
        }

        private boolean addTexts(String here, String there, ChangingText.Bounds bounds, boolean counters) {
            Optional<ChangingText> text = ChangingText.of(here, there, bounds, request.exact() != null, masked);
            if (text.isEmpty() || (text.get().counts() && !counters)) {
                return false;
            }
            counts |= text.get().counts();
            replaced.addAll(text.get().expressions());
            return true;
        }
    }
}
