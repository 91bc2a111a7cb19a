package it;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.embeddings.EmbeddingModel;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** An application that calls OpenAI. Nothing in it knows of recordings. */
final class Assistant implements AutoCloseable {

    private static final String MODEL = "gpt-4o-mini";

    private final OpenAIClient client = OpenAIOkHttpClient.fromEnv();

    /** Returns the model's answer. */
    String answer(String question) {
        return complete(ask(question).build()).content().orElseThrow();
    }

    /** Tells the model's answer piece by piece. */
    void stream(String question, Consumer<String> listener) {
        try (StreamResponse<ChatCompletionChunk> chunks =
                client.chat().completions().createStreaming(ask(question).build())) {
            chunks.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .flatMap(choice -> choice.delta().content().stream())
                    .filter(piece -> !piece.isEmpty())
                    .forEach(listener);
        }
    }

    /** Returns the tool call with which the model wants to find out about the weather. */
    ChatCompletionMessageFunctionToolCall.Function lookOutside(String question) {
        FunctionDefinition weather = FunctionDefinition.builder()
                .name("weather")
                .description("The weather of a city")
                .parameters(FunctionParameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                        .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                        .build())
                .build();
        return complete(ask(question).addFunctionTool(weather).build())
                .toolCalls()
                .orElseThrow()
                .get(0)
                .asFunction()
                .function();
    }

    /** Returns a vector of four numbers. */
    List<Float> embed(String text) {
        EmbeddingCreateParams request = EmbeddingCreateParams.builder()
                .model(EmbeddingModel.TEXT_EMBEDDING_3_SMALL)
                .input(text)
                .dimensions(4)
                .build();
        return client.embeddings().create(request).data().get(0).embedding();
    }

    /** Returns an answer that is as odd as the temperature is high. */
    String improvise(String question, double temperature) {
        return complete(ask(question).temperature(temperature).topLogprobs(3).build())
                .content()
                .orElseThrow();
    }

    @Override
    public void close() {
        client.close();
    }

    private static ChatCompletionCreateParams.Builder ask(String question) {
        return ChatCompletionCreateParams.builder().model(MODEL).addUserMessage(question);
    }

    private ChatCompletionMessage complete(ChatCompletionCreateParams request) {
        return client.chat().completions().create(request).choices().get(0).message();
    }
}
