package io.github.recorder.matching;

import io.github.recorder.matching.MatchingRule.IgnoredField;
import io.github.recorder.matching.MatchingRule.IgnoredParameter;
import io.github.recorder.matching.MatchingRule.IgnoredValue;
import io.github.recorder.matching.MatchingRule.ReplacedText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Collects the values that the user's rules leave out of the comparison of a request. */
final class RuledValues {

    private final Map<String, JsonNode> byPlace = new LinkedHashMap<>();

    private RuledValues() {}

    /** Returns the strings and numbers by their places, which end with the name of their member or field. */
    static Map<String, JsonNode> of(List<MatchingRule> rules, WireRequest request) {
        RuledValues values = new RuledValues();
        for (MatchingRule rule : rules) {
            values.collect(rule, request.endpoint(), request.body());
        }
        return values.byPlace;
    }

    private void collect(MatchingRule rule, String endpoint, @Nullable JsonNode body) {
        if (rule instanceof ReplacedText replaced) {
            text(replaced, "", endpoint);
            if (body != null) {
                texts(replaced, "/body", body);
            }
        } else if (rule instanceof IgnoredValue value && body != null) {
            at("", body, value.steps());
        } else if (rule instanceof IgnoredParameter parameter) {
            field(parameter.name(), FormFields.value(endpoint.substring(endpoint.indexOf('?') + 1), parameter.name()));
        } else if (rule instanceof IgnoredField field && body != null) {
            field(field.name(), FormFields.value(body, field.name()));
        }
    }

    private void field(String name, Optional<String> value) {
        value.ifPresent(text -> byPlace.put("field/" + name, StringNode.valueOf(text)));
    }

    private void at(String place, JsonNode value, List<String> steps) {
        if (steps.isEmpty()) {
            if (value.isString() || value.isNumber()) {
                byPlace.put("pointer" + place, value);
            }
            return;
        }
        String step = steps.get(0);
        List<String> rest = steps.subList(1, steps.size());
        if (value.isObject()) {
            value.properties().stream()
                    .filter(member -> step.equals("*") || step.equals(member.getKey()))
                    .forEach(member -> at(place + "/" + member.getKey(), member.getValue(), rest));
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                if (step.equals("*") || step.equals(Integer.toString(i))) {
                    at(place + "/" + i, value.path(i), rest);
                }
            }
        }
    }

    private void texts(ReplacedText rule, String place, JsonNode value) {
        if (value.isString()) {
            text(rule, place, value.stringValue());
        } else if (value.isObject()) {
            value.properties().forEach(member -> texts(rule, place + "/" + member.getKey(), member.getValue()));
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                texts(rule, place + "/" + i, value.path(i));
            }
        }
    }

    private void text(ReplacedText rule, String place, String text) {
        int number = 0;
        try {
            for (MatchingRule.TextRange range : rule.ranges(text)) {
                String part = text.substring(range.start(), range.end());
                byPlace.put(rule.pattern() + " " + number++ + place, StringNode.valueOf(part));
            }
        } catch (CountedText.ExhaustedException | StackOverflowError tooMuch) {
            // The text is compared as it is, so it has no such values.
        }
    }
}
