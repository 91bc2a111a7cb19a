package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** By OkHttp. */
class OpenAiIT {

    private static final ChatCompletionCreateParams QUESTION = ChatCompletionCreateParams.builder()
            .model("gpt-4o-mini")
            .addUserMessage("What is the capital of France?")
            .build();

    private final OpenAIClient client = OpenAIOkHttpClient.builder()
            .baseUrl("https://api.openai.com/v1")
            .apiKey("any")
            .build();

    @Test
    void answers() {
        String answer = client.chat()
                .completions()
                .create(QUESTION)
                .choices()
                .get(0)
                .message()
                .content()
                .orElseThrow();

        assertEquals("Paris.", answer);
    }

    @Test
    void streams() {
        try (StreamResponse<ChatCompletionChunk> chunks =
                client.chat().completions().createStreaming(QUESTION)) {
            String answer = chunks.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .flatMap(choice -> choice.delta().content().stream())
                    .collect(Collectors.joining());

            assertEquals("Paris.", answer);
        }
    }
}
