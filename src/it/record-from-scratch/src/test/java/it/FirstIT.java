package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FirstIT {

    @Test
    void asks() {
        OpenAIClient client = OpenAIOkHttpClient.fromEnv();
        assertEquals(
                Optional.of("Paris."),
                client.chat()
                        .completions()
                        .create(ChatCompletionCreateParams.builder()
                                .model("gpt-test")
                                .addUserMessage("What is the capital of France?")
                                .build())
                        .choices()
                        .get(0)
                        .message()
                        .content());
        client.close();
    }
}
