package it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.embeddings.EmbeddingModel;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ordinary tests of code that calls OpenAI. Nothing in them knows of recordings. */
class ChatIT {

    private static final String MODEL = "gpt-4o-mini";

    private final OpenAIClient client = OpenAIOkHttpClient.fromEnv();

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void answers() {
        ChatCompletion completion = client.chat().completions().create(question("What is the capital of France?"));

        assertEquals(
                "The capital of France is Paris.",
                completion.choices().get(0).message().content().orElseThrow());
    }

    @Test
    void streams() {
        ChatCompletionCreateParams question = question("Count from one to five.");

        String text;
        try (StreamResponse<ChatCompletionChunk> chunks =
                client.chat().completions().createStreaming(question)) {
            text = chunks.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .flatMap(choice -> choice.delta().content().stream())
                    .collect(Collectors.joining());
        }

        assertEquals("One, two, three, four, five.", text);
    }

    @Test
    void callsATool() {
        FunctionDefinition weather = FunctionDefinition.builder()
                .name("weather")
                .description("The weather of a city")
                .parameters(FunctionParameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                        .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                        .build())
                .build();
        ChatCompletionCreateParams question = question("What is the weather in Zürich?").toBuilder()
                .addFunctionTool(weather)
                .build();

        ChatCompletionMessageFunctionToolCall call = client.chat()
                .completions()
                .create(question)
                .choices()
                .get(0)
                .message()
                .toolCalls()
                .orElseThrow()
                .get(0)
                .asFunction();

        assertEquals("weather", call.function().name());
        assertEquals("{\"city\":\"Zürich\"}", call.function().arguments());
    }

    @Test
    void embeds() {
        List<Float> vector = client.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model(EmbeddingModel.TEXT_EMBEDDING_3_SMALL)
                        .input("A recording is one file.")
                        .dimensions(4)
                        .build())
                .data()
                .get(0)
                .embedding();

        assertEquals(List.of(0.5f, -0.25f, 0.125f, 0.75f), vector);
    }

    @Test
    void reportsWhatTheProviderRefuses() {
        ChatCompletionCreateParams question =
                question("Hello").toBuilder().temperature(1.9).topLogprobs(3).build();

        BadRequestException refusal = assertThrows(
                BadRequestException.class, () -> client.chat().completions().create(question));

        assertEquals(400, refusal.statusCode());
        assertTrue(refusal.getMessage().contains("'logprobs' must be set to true"), refusal.getMessage());
    }

    private static ChatCompletionCreateParams question(String text) {
        return ChatCompletionCreateParams.builder()
                .model(MODEL)
                .addUserMessage(text)
                .build();
    }
}
