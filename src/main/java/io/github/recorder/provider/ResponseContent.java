package io.github.recorder.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The content of a recorded response, as its dialect reads it. A stream is put together from its chunks.
 *
 * @param text the text; empty if there is none
 * @param reasoning the model's reasoning as far as the service tells it; empty if it does not
 * @param refusal the text with which the model refuses; empty if it does not
 * @param toolCalls the tools that the model calls, in order
 * @param finish why the response ended, in the service's word; null if it does not say
 * @param usage the counts of tokens as the service gives them; null if it gives none
 * @param vectors the embeddings, each a list of numbers, or the text in which the service encodes them
 * @param citations the sources that the response cites, as JSON text
 * @param items the ids of what is listed, for instance of models
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
     * @param arguments the arguments as JSON text, as far as they came
     */
    public record ToolCall(@Nullable String id, String name, String arguments) {}

    /** Whether the dialect understands nothing of the response. */
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

    /** Returns the length of an embedding; 0 if there is none, or if the service encodes them as text. */
    public int dimensions() {
        return vectors.isEmpty() || !vectors.get(0).isArray()
                ? 0
                : vectors.get(0).size();
    }
}
