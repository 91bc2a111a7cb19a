package io.github.recorder.matching;

import io.github.recorder.matching.MatchingRule.IgnoredField;
import io.github.recorder.matching.MatchingRule.IgnoredParameter;
import io.github.recorder.matching.MatchingRule.IgnoredValue;
import io.github.recorder.matching.MatchingRule.ReplacedText;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The user's rules about equal requests. They affect only how requests are compared, not what is written or sent.
 * Ignored parts are removed first; then text is replaced. Pure except for the listener, and thread-safe.
 */
public final class MatchingRules {

    /** No rules: requests are compared unchanged. */
    public static final MatchingRules NONE = new MatchingRules(List.of(), text -> {});

    private final List<MatchingRule> rules;
    private final Consumer<String> listener;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /**
     * Creates rules.
     *
     * @param listener called once, from any thread, for each expression that was abandoned because it takes too many
     *     steps on a text
     */
    public MatchingRules(List<MatchingRule> rules, Consumer<String> listener) {
        this.rules = List.copyOf(rules);
        this.listener = listener;
    }

    /** Returns these rules, followed by some more. */
    public MatchingRules and(List<MatchingRule> more) {
        return more.isEmpty()
                ? this
                : new MatchingRules(Stream.concat(rules.stream(), more.stream()).toList(), listener);
    }

    boolean isEmpty() {
        return rules.isEmpty();
    }

    /** Returns the names of the request headers that are compared, in lower case. */
    public Set<String> headers() {
        return rules.stream()
                .filter(MatchingRule.CountingHeader.class::isInstance)
                .map(rule -> ((MatchingRule.CountingHeader) rule).name())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the form in which a request is compared, with the digest of its form before the rules. */
    public WireRequest applied(WireRequest request) {
        if (rules.isEmpty()) {
            return request;
        }
        String endpoint = request.endpoint();
        @Nullable JsonNode body = request.body();
        for (MatchingRule rule : ordered()) {
            endpoint = endpoint(rule, endpoint);
            body = body == null ? null : body(rule, body);
        }
        return request.comparedAs(endpoint, body, MatchKey.exact(request, !endpoint.equals(request.endpoint())));
    }

    /**
     * Returns the strings and numbers that the rules leave out of the comparison of a request, by their places. Equal
     * requests have the same places, except for ignored ones that one of them lacks. A place ends with a slash and the
     * name of the value's member or field.
     */
    public Map<String, JsonNode> values(WireRequest request) {
        return RuledValues.of(rules, request);
    }

    private List<MatchingRule> ordered() {
        return Stream.concat(
                        rules.stream().filter(rule -> !(rule instanceof ReplacedText)),
                        rules.stream().filter(ReplacedText.class::isInstance))
                .toList();
    }

    private String endpoint(MatchingRule rule, String endpoint) {
        if (rule instanceof IgnoredParameter parameter) {
            int question = endpoint.indexOf('?');
            if (question < 0) {
                return endpoint;
            }
            String query = FormFields.without(endpoint.substring(question + 1), parameter.name());
            return endpoint.substring(0, question) + (query.isEmpty() ? "" : "?" + query);
        }
        return rule instanceof ReplacedText replaced ? replaced(replaced, endpoint) : endpoint;
    }

    private JsonNode body(MatchingRule rule, JsonNode body) {
        if (rule instanceof IgnoredValue value) {
            return without(body, value.steps());
        }
        if (rule instanceof IgnoredField field) {
            return FormFields.without(body, field.name());
        }
        return rule instanceof ReplacedText replaced ? replaced(replaced, body) : body;
    }

    /** Returns the value without a place; the same object if it has no such place. */
    private static JsonNode without(JsonNode value, List<String> steps) {
        String step = steps.get(0);
        List<String> rest = steps.subList(1, steps.size());
        if (value.isObject()) {
            return withoutMember(value, step, rest);
        }
        if (!value.isArray()) {
            return value;
        }
        if (step.equals("*") && rest.isEmpty()) {
            return value.isEmpty() ? value : JsonNodeFactory.instance.arrayNode();
        }
        ArrayNode copy = JsonNodeFactory.instance.arrayNode(value.size());
        boolean changed = false;
        for (int i = 0; i < value.size(); i++) {
            JsonNode item = value.path(i);
            boolean meant = step.equals("*") || step.equals(Integer.toString(i));
            // Removing an item would shift those after it, so it becomes null.
            JsonNode left = !meant ? item : rest.isEmpty() ? JsonNodeFactory.instance.nullNode() : without(item, rest);
            changed |= !left.equals(item);
            copy.add(left);
        }
        return changed ? copy : value;
    }

    private static JsonNode withoutMember(JsonNode object, String step, List<String> rest) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        boolean changed = false;
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            boolean meant = step.equals("*") || step.equals(member.getKey());
            if (meant && rest.isEmpty()) {
                changed = true;
            } else {
                JsonNode left = meant ? without(member.getValue(), rest) : member.getValue();
                changed |= !left.equals(member.getValue());
                copy.set(member.getKey(), left);
            }
        }
        return changed ? copy : object;
    }

    private JsonNode replaced(ReplacedText rule, JsonNode value) {
        if (value.isString()) {
            String text = value.stringValue();
            String replaced = replaced(rule, text);
            return replaced.equals(text) ? value : StringNode.valueOf(replaced);
        }
        if (value.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(member -> copy.set(member.getKey(), replaced(rule, member.getValue())));
            return copy;
        }
        if (value.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode(value.size());
            value.forEach(item -> copy.add(replaced(rule, item)));
            return copy;
        }
        return value;
    }

    private String replaced(ReplacedText rule, String text) {
        try {
            return replacedIn(rule, text);
        } catch (CountedText.ExhaustedException | StackOverflowError tooMuch) {
            String expression = rule.pattern().pattern();
            if (told.add(expression)) {
                listener.accept("The expression " + expression + " of <matching> takes too many steps on a text of "
                        + text.length() + " characters, so that this text is compared as it is."
                        + " Write it without a repetition inside of a repetition.");
            }
            return text;
        }
    }

    private static String replacedIn(ReplacedText rule, String text) {
        StringBuilder out = new StringBuilder();
        int done = 0;
        for (MatchingRule.TextRange range : rule.ranges(text)) {
            out.append(text, done, range.start()).append(rule.standIn());
            done = range.end();
        }
        return done == 0 ? text : out.append(text, done, text.length()).toString();
    }
}
