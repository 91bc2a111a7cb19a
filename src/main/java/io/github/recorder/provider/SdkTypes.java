package io.github.recorder.provider;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The Python classes that the original names in stored responses: those of the <a
 * href="https://github.com/openai/openai-python/tree/main/src/openai/types">openai</a> and the <a
 * href="https://github.com/ollama/ollama-python/blob/main/ollama/_types.py">ollama</a> package.
 */
final class SdkTypes {

    static final String MODEL = "openai.types.model.Model";

    private static final String EVENT_PREFIX = "response.";

    private static final Map<String, String> WHOLE = Map.of(
            "/v1/chat/completions", "openai.types.chat.chat_completion.ChatCompletion",
            "/v1/completions", "openai.types.completion.Completion",
            "/v1/embeddings", "openai.types.create_embedding_response.CreateEmbeddingResponse",
            "/v1/responses", "openai.types.responses.response.Response",
            "/api/chat", "ollama._types.ChatResponse",
            "/api/generate", "ollama._types.GenerateResponse",
            "/api/embed", "ollama._types.EmbedResponse",
            "/api/embeddings", "ollama._types.EmbeddingsResponse",
            "/api/tags", "ollama._types.ListResponse",
            "/api/ps", "ollama._types.ProcessResponse");

    /** Events whose class name does not follow from their name. */
    private static final Map<String, String> ODD_EVENTS = Map.of(
            "output_text.delta", "text_delta",
            "output_text.done", "text_done",
            "image_generation_call.completed", "image_gen_call_completed",
            "image_generation_call.generating", "image_gen_call_generating",
            "image_generation_call.in_progress", "image_gen_call_in_progress",
            "image_generation_call.partial_image", "image_gen_call_partial_image");

    private SdkTypes() {}

    /** Returns whether calls of this endpoint are stored as SDK calls. */
    static boolean has(String path) {
        return WHOLE.containsKey(path);
    }

    /** Returns the class of a complete response. */
    static String whole(String path) {
        return WHOLE.getOrDefault(path, "");
    }

    /** Returns the class of a chunk of a streamed response. */
    static String chunk(String path, JsonNode chunk) {
        if (path.equals("/v1/chat/completions")) {
            return "openai.types.chat.chat_completion_chunk.ChatCompletionChunk";
        }
        return path.equals("/v1/responses") ? event(chunk.path("type").asString("error")) : whole(path);
    }

    /**
     * {@code response.function_call_arguments.delta} is {@code
     * …response_function_call_arguments_delta_event.ResponseFunctionCall…}.
     */
    private static String event(String type) {
        String name = type.startsWith(EVENT_PREFIX) ? type.substring(EVENT_PREFIX.length()) : type;
        String module = "response_" + ODD_EVENTS.getOrDefault(name, name).replace('.', '_') + "_event";
        StringBuilder simpleName = new StringBuilder();
        for (String word : module.split("_", -1)) {
            if (!word.isEmpty()) {
                simpleName.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        return "openai.types.responses." + module + "." + simpleName;
    }
}
