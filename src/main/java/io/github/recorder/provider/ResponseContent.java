package io.github.recorder.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The content of a recorded response, as its dialect reads it. The chunks of a stream are joined.
 *
 * @param text the text; empty if there is none
 * @param reasoning the model's reasoning, if the service sends it; else empty
 * @param refusal the text with which the model refuses; empty if it does not
 * @param toolCalls the tools that the model calls, in order
 * @param finish the service's reason for the end of the response; null if it gives none
 * @param usage the service's token counts; null if it gives none
 * @param vectors the embeddings, each a list of numbers, or a text that cannot be decoded
 * @param citations the sources that the response cites, as JSON text
 * @param items the ids of listed items, for instance of models
 */
public record ResponseContent(
        String text,
        String reasoning,
        String refusal,
        List<ToolCall> toolCalls,
        @Nullable String finish,
        @Nullable JsonNode usage,
        List<JsonNode> vectors,
        List<String> citations,
        List<String> items) {

    /**
     * A tool that the model calls.
     *
     * @param id the service's id; null if there is none
     * @param name the tool's name
     * @param arguments the arguments as JSON text, possibly incomplete
     */
    public record ToolCall(@Nullable String id, String name, String arguments) {}

    /** Returns whether the dialect understands no part of the response. */
    public boolean isEmpty() {
        return text.isEmpty()
                && reasoning.isEmpty()
                && refusal.isEmpty()
                && toolCalls.isEmpty()
                && finish == null
                && usage == null
                && vectors.isEmpty()
                && citations.isEmpty()
                && items.isEmpty();
    }

    /** Returns the length of an embedding; 0 if there is none, or if the first is no list. */
    public int dimensions() {
        return vectors.isEmpty() || !vectors.get(0).isArray()
                ? 0
                : vectors.get(0).size();
    }

    /** Returns whether both have as many embeddings, of the same lengths. */
    public boolean hasSameSizes(ResponseContent other) {
        return sizes(vectors).equals(sizes(other.vectors));
    }

    private static List<Integer> sizes(List<JsonNode> vectors) {
        return vectors.stream().map(JsonNode::size).toList();
    }
}
