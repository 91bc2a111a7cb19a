package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.messages.MessageCreateParams;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.langchain4j.model.openai.OpenAiChatModel;
import org.junit.jupiter.api.Test;

/** Three clients that know nothing of the recorder, but for LangChain4j's builder, which reads no environment. */
class ClientsIT {

    @Test
    void openAiAnswers() {
        OpenAIClient client = OpenAIOkHttpClient.fromEnv();
        String text = client.chat()
                .completions()
                .create(chat("plain"))
                .choices()
                .get(0)
                .message()
                .content()
                .orElse("");
        assertEquals("plain: whole", text);
        client.close();
    }

    @Test
    void openAiStreams() {
        OpenAIClient client = OpenAIOkHttpClient.fromEnv();
        StringBuilder text = new StringBuilder();
        try (StreamResponse<ChatCompletionChunk> chunks =
                client.chat().completions().createStreaming(chat("stream"))) {
            chunks.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .forEach(choice -> text.append(choice.delta().content().orElse("")));
        }
        assertEquals("in pieces", text.toString());
        client.close();
    }

    @Test
    void openAiTriesAgain() {
        OpenAIClient client = OpenAIOkHttpClient.fromEnv();
        String text = client.chat()
                .completions()
                .create(chat("busy"))
                .choices()
                .get(0)
                .message()
                .content()
                .orElse("");
        assertEquals("busy: whole", text);
        client.close();
    }

    @Test
    void anthropicAnswers() {
        AnthropicClient client = AnthropicOkHttpClient.fromEnv();
        String text = client.messages()
                .create(MessageCreateParams.builder()
                        .model("claude-test")
                        .maxTokens(64)
                        .addUserMessage("message")
                        .build())
                .content()
                .get(0)
                .asText()
                .text();
        assertEquals("a message", text);
        client.close();
    }

    @Test
    void langChain4jAnswers() {
        OpenAiChatModel model = OpenAiChatModel.builder()
                .baseUrl(System.getProperty("recorder.openai.url"))
                .apiKey("none")
                .modelName("gpt-test")
                .build();
        assertEquals("langchain: whole", model.chat("langchain"));
    }

    private static ChatCompletionCreateParams chat(String prompt) {
        return ChatCompletionCreateParams.builder()
                .model("gpt-test")
                .addUserMessage(prompt)
                .build();
    }
}
