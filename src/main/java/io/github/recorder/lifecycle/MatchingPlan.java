package io.github.recorder.lifecycle;

import io.github.recorder.matching.MatchingRule;
import io.github.recorder.matching.MatchingRules;
import io.github.recorder.matching.ServiceRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The user's validated rules about equal requests.
 *
 * @param general the rules for all requests
 * @param byService the further rules for requests to a service, by its name
 */
record MatchingPlan(List<MatchingRule> general, Map<String, List<MatchingRule>> byService) {

    /** No rules. */
    static final MatchingPlan NONE = new MatchingPlan(List.of(), Map.of());

    /**
     * Validates the rules.
     *
     * @throws InvalidConfigurationException if a rule is not understood; the message names the element and the allowed
     *     values
     */
    static MatchingPlan of(RequestParsingOptions request) throws InvalidConfigurationException {
        Map<String, List<MatchingRule>> byService = new HashMap<>();
        for (UpstreamConfig upstream : request.upstreams()) {
            MatchingConfig matching = upstream.matching();
            if (matching != null) {
                byService.put(Objects.requireNonNullElse(upstream.name(), "").strip(), rules(matching));
            }
        }
        return new MatchingPlan(rules(request.matching()), byService);
    }

    /**
     * Returns the rules.
     *
     * @param warnings called once, from any thread, for each expression that takes too long on a text
     */
    ServiceRules rules(Consumer<String> warnings) {
        MatchingRules forAll = new MatchingRules(general, warnings);
        Map<String, MatchingRules> all = new HashMap<>();
        byService.forEach((service, rules) -> all.put(service, forAll.and(rules)));
        return new ServiceRules(forAll, all);
    }

    private static List<MatchingRule> rules(MatchingConfig config) throws InvalidConfigurationException {
        List<MatchingRule> rules = new ArrayList<>();
        for (String ignored : config.ignored()) {
            rules.add(rule("<ignore> of <matching>", () -> MatchingRule.ignored(ignored)));
        }
        for (MatchingConfig.Replacement replaced : config.replaced()) {
            String pattern = replaced.pattern();
            if (pattern == null) {
                throw new InvalidConfigurationException("A <replacement> of <replace> in <matching> has no <pattern>."
                        + " Give a regular expression, for instance <pattern>\\d{4}-\\d{2}-\\d{2}</pattern>.");
            }
            String standIn = Objects.requireNonNullElse(replaced.standIn(), MatchingRule.STAND_IN);
            rules.add(rule(
                    "<pattern> of <replace> in <matching>", () -> MatchingRule.replaced(pattern.strip(), standIn)));
        }
        for (String header : config.headers()) {
            rules.add(rule("<header> of <headers> in <matching>", () -> MatchingRule.counting(header)));
        }
        return List.copyOf(rules);
    }

    private static MatchingRule rule(String element, Supplier<MatchingRule> rule) throws InvalidConfigurationException {
        try {
            return rule.get();
        } catch (IllegalArgumentException problem) {
            throw new InvalidConfigurationException(element + " is " + problem.getMessage(), problem);
        }
    }
}
