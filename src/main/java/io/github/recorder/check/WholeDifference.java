package io.github.recorder.check;

import io.github.recorder.matching.Difference;
import io.github.recorder.matching.JsonDifferences;
import io.github.recorder.recording.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The difference between two whole responses as JSON.
 *
 * @param verdict changed if the difference is in a tool call, a finish reason, a refusal, a filter or the number of
 *     choices; else reworded
 * @param phrase the first places
 */
record WholeDifference(CheckVerdict verdict, String phrase) {

    private static final int MOST_SHOWN = 3;
    private static final int LONGEST_SHOWN = 60;

    /** The members on which programs decide. */
    private static final Set<String> DECIDING = Set.of(
            "tool_calls",
            "toolCalls",
            "function_call",
            "functionCall",
            "executable_code",
            "executableCode",
            "partial_json",
            "finish_reason",
            "finishReason",
            "finish_message",
            "finishMessage",
            "stop_reason",
            "stop_sequence",
            "done_reason",
            "status",
            "incomplete_details",
            "refusal",
            "filtered",
            "content_filter_results",
            "content_filter_result",
            "prompt_filter_results",
            "promptFeedback",
            "prompt_feedback",
            "safetyRatings",
            "safety_ratings");

    /** The members whose number of items counts. */
    private static final Set<String> CHOICES = Set.of("choices", "candidates");

    /**
     * Compares two values of {@link ComparableResponse}; empty if they are equal.
     *
     * @param inference whether the responses are those of a model; else no member is known
     */
    static Optional<WholeDifference> between(JsonNode before, JsonNode now, boolean inference) {
        JsonDifferences all = JsonDifferences.asIs(before, now);
        if (all.none()) {
            return Optional.empty();
        }
        List<String> deciding = inference
                ? JsonDifferences.pointers(before, now).stream()
                        .filter(pointer -> isDeciding(pointer, before, now))
                        .toList()
                : List.of();
        List<String> places = deciding.isEmpty()
                ? all.listed().stream().map(Difference::pointer).toList()
                : deciding;
        int count = deciding.isEmpty() ? all.count() : deciding.size();
        String shown = places.stream()
                .limit(MOST_SHOWN)
                .map(pointer -> place(pointer, before, now))
                .collect(Collectors.joining("; "));
        return Optional.of(new WholeDifference(
                deciding.isEmpty() ? CheckVerdict.REWORDED : CheckVerdict.CHANGED,
                "the response, compared as JSON, " + shown
                        + (count > MOST_SHOWN ? "; and " + (count - MOST_SHOWN) + " more" : "")));
    }

    private static String place(String pointer, JsonNode before, JsonNode now) {
        return (pointer.isEmpty() ? "" : "at " + pointer + " ") + "was " + shown(before.at(pointer)) + ", is "
                + shown(now.at(pointer));
    }

    private static String shown(JsonNode value) {
        if (value.isMissingNode()) {
            return "none";
        }
        String text = Json.strict(value);
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "\u2026";
    }

    /** Returns whether a place is in, or holds, something on which programs decide. */
    private static boolean isDeciding(String pointer, JsonNode before, JsonNode now) {
        JsonNode old = before;
        JsonNode fresh = now;
        String parent = "";
        for (String step :
                pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
            String name = step.replace("~1", "/").replace("~0", "~");
            if (isDeciding(name) || isCall(old) || isCall(fresh)) {
                return true;
            }
            old = child(old, name);
            fresh = child(fresh, name);
            if (CHOICES.contains(parent) && (old.isMissingNode() || fresh.isMissingNode())) {
                return true;
            }
            parent = name;
        }
        return holdsDeciding(old, parent) || holdsDeciding(fresh, parent);
    }

    private static JsonNode child(JsonNode value, String name) {
        return value.isArray() ? value.path(Integer.parseInt(name)) : value.path(name);
    }

    private static boolean holdsDeciding(JsonNode value, @Nullable String name) {
        if (isCall(value) || (name != null && isDeciding(name))) {
            return true;
        }
        Stream<Boolean> inner = value.isObject()
                ? value.properties().stream().map(field -> holdsDeciding(field.getValue(), field.getKey()))
                : value.valueStream().map(item -> holdsDeciding(item, null));
        return inner.anyMatch(found -> found);
    }

    private static boolean isDeciding(String name) {
        // The events of a stream are named by their type, for instance response.mcp_call_arguments.delta.
        return DECIDING.contains(name) || name.contains("_call_") || name.contains("refusal");
    }

    private static boolean isCall(JsonNode value) {
        String type = value.path("type").asString("");
        return type.endsWith("_call") || type.endsWith("tool_use");
    }
}
