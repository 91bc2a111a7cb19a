package io.github.recorder.provider;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The tokens of a request and its response, as the service counted them.
 *
 * @param input the number of tokens of the request; 0 if unknown
 * @param output the number of tokens of the response; 0 if unknown
 */
public record TokenUsage(long input, long output) {

    private static final Set<String> INPUT = Set.of(
            "prompt_tokens",
            "input_tokens",
            "promptTokenCount",
            "prompt_token_count",
            "prompt_eval_count",
            "total_input_tokens");
    private static final Set<String> OUTPUT = Set.of(
            "completion_tokens",
            "output_tokens",
            "candidatesTokenCount",
            "candidates_token_count",
            "eval_count",
            "total_output_tokens");

    /**
     * Returns the counts of a response.
     *
     * @param usage {@link ResponseContent#usage}; null if the service gives none
     */
    public static TokenUsage of(@Nullable JsonNode usage) {
        return usage == null ? new TokenUsage(0, 0) : new TokenUsage(count(usage, INPUT), count(usage, OUTPUT));
    }

    /** Returns the number of all tokens. */
    public long total() {
        return input + output;
    }

    /** Searches nested counts, which some services send, and uses the first of each name. */
    private static long count(JsonNode usage, Set<String> names) {
        for (String name : usage.propertyNames()) {
            JsonNode value = usage.path(name);
            if (names.contains(name) && value.isNumber()) {
                return value.asLong(0);
            }
        }
        for (JsonNode nested : usage) {
            long found = nested.isObject() ? count(nested, names) : 0;
            if (found > 0) {
                return found;
            }
        }
        return 0;
    }
}
