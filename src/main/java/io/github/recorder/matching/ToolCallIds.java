package io.github.recorder.matching;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The ids by which a conversation connects the calls of tools with their results. The service makes them, and no two
 * responses have the same, so two conversations that differ only in them are the same conversation. This class numbers
 * them by their first occurrence, so that each result still belongs to its call.
 */
public final class ToolCallIds {

    private static final List<String> CONVERSATIONS = List.of("messages", "input");
    private static final Set<String> REFERENCES = Set.of("tool_call_id", "tool_use_id", "call_id");

    private final Map<String, StringNode> numbers = new HashMap<>();

    private ToolCallIds() {}

    /** Returns a request to a service of LLMs with numbers for the ids of tool calls; itself if it has none. */
    public static WireRequest numbered(WireRequest request) {
        JsonNode body = request.body();
        JsonNode numbered = body == null ? null : numbered(body);
        if (numbered == null) {
            return request;
        }
        Digest exact = request.exact();
        return request.comparedAs(request.endpoint(), numbered, exact == null ? MatchKey.exact(request, false) : exact);
    }

    /**
     * Returns a copy of a request's body with numbers for the ids of tool calls; null if it has none. Knows the forms
     * of chat completions, responses and messages.
     */
    static @Nullable JsonNode numbered(JsonNode body) {
        if (!(body instanceof ObjectNode whole)) {
            return null;
        }
        ToolCallIds ids = new ToolCallIds();
        ObjectNode copy = null;
        for (String member : CONVERSATIONS) {
            ArrayNode numbered = ids.items(body.path(member), false);
            if (numbered != null) {
                copy = copy == null ? whole.objectNode().setAll(whole) : copy;
                copy.set(member, numbered);
            }
        }
        return copy;
    }

    /**
     * Returns a copy of a list with numbers; null if it has no ids.
     *
     * @param calls whether each item is the call of a tool
     */
    private @Nullable ArrayNode items(JsonNode list, boolean calls) {
        if (!(list instanceof ArrayNode items)) {
            return null;
        }
        ArrayNode copy = null;
        for (int i = 0; i < items.size(); i++) {
            ObjectNode numbered = items.get(i) instanceof ObjectNode item ? item(item, calls || isCall(item)) : null;
            if (numbered != null) {
                copy = copy == null ? items.arrayNode().addAll(items) : copy;
                copy.set(i, numbered);
            }
        }
        return copy;
    }

    private static boolean isCall(JsonNode item) {
        String type = item.path("type").asString("");
        return type.endsWith("tool_use") || type.endsWith("_call");
    }

    private @Nullable ObjectNode item(ObjectNode item, boolean call) {
        ObjectNode copy = null;
        for (Map.Entry<String, JsonNode> member : item.properties()) {
            JsonNode numbered = member(member.getKey(), member.getValue(), call);
            if (numbered != null) {
                copy = copy == null ? item.objectNode().setAll(item) : copy;
                copy.set(member.getKey(), numbered);
            }
        }
        return copy;
    }

    private @Nullable JsonNode member(String name, JsonNode value, boolean call) {
        if (value.isString() && (REFERENCES.contains(name) || (call && name.equals("id")))) {
            return numbers.computeIfAbsent(
                    value.stringValue(), first -> StringNode.valueOf("tool call " + numbers.size()));
        }
        return switch (name) {
            case "tool_calls" -> items(value, true);
            case "content" -> items(value, false);
            default -> null;
        };
    }
}
