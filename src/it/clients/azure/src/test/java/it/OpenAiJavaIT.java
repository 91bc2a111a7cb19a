package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.util.List;
import org.junit.jupiter.api.Test;

/** openai-java with the key of Azure; it would refuse to start if it were given OpenAI's dummy key too. */
class OpenAiJavaIT {

    private static final ChatCompletionCreateParams QUESTION = ChatCompletionCreateParams.builder()
            .model("gpt-4o-mini")
            .addUserMessage("What is the capital of France?")
            .build();

    private final OpenAIClient client = OpenAIOkHttpClient.fromEnv();

    @Test
    void answers() {
        assertEquals(
                "Paris.",
                client.chat()
                        .completions()
                        .create(QUESTION)
                        .choices()
                        .get(0)
                        .message()
                        .content()
                        .orElseThrow());
    }

    @Test
    void streams() {
        try (StreamResponse<ChatCompletionChunk> chunks =
                client.chat().completions().createStreaming(QUESTION)) {
            List<String> pieces = chunks.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .flatMap(choice -> choice.delta().content().stream())
                    .filter(piece -> !piece.isEmpty())
                    .toList();

            assertEquals(List.of("Par", "is."), pieces);
        }
    }
}
