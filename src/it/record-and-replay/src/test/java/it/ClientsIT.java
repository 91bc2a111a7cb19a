package it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
    void openAiStreamsAToolCallAndItsUsage() {
        OpenAIClient client = OpenAIOkHttpClient.fromEnv();
        StringBuilder arguments = new StringBuilder();
        AtomicLong tokens = new AtomicLong();
        try (StreamResponse<ChatCompletionChunk> chunks =
                client.chat().completions().createStreaming(chat("tool"))) {
            chunks.stream().forEach(chunk -> {
                chunk.choices().stream()
                        .flatMap(choice -> choice.delta().toolCalls().stream())
                        .flatMap(List::stream)
                        .flatMap(call -> call.function().stream())
                        .forEach(function ->
                                arguments.append(function.arguments().orElse("")));
                chunk.usage().ifPresent(usage -> tokens.set(usage.totalTokens()));
            });
        }
        assertEquals("{\"city\":\"Paris\"}", arguments.toString());
        assertEquals(11, tokens.get());
        client.close();
    }

    @Test
    void openAiSeesAStreamBreakOff() {
        OpenAIClient client = OpenAIOkHttpClient.fromEnv();
        StringBuilder text = new StringBuilder();
        assertThrows(RuntimeException.class, () -> {
            try (StreamResponse<ChatCompletionChunk> chunks =
                    client.chat().completions().createStreaming(chat("cut"))) {
                chunks.stream()
                        .flatMap(chunk -> chunk.choices().stream())
                        .forEach(choice -> text.append(choice.delta().content().orElse("")));
            }
        });
        assertEquals("half", text.toString());
        client.close();
    }

    @Test
    void anthropicAnswers() {
        AnthropicClient client = AnthropicOkHttpClient.fromEnv();
        assertEquals("a message", text(client.messages().create(message("message"))));
        client.close();
    }

    @Test
    void anthropicTriesAgain() {
        AnthropicClient client = AnthropicOkHttpClient.fromEnv();
        assertEquals("a busy", text(client.messages().create(message("busy"))));
        client.close();
    }

    @Test
    void anthropicStreamsAToolCallAndItsUsage() {
        AnthropicClient client = AnthropicOkHttpClient.fromEnv();
        StringBuilder arguments = new StringBuilder();
        AtomicLong tokens = new AtomicLong();
        try (com.anthropic.core.http.StreamResponse<RawMessageStreamEvent> events =
                client.messages().createStreaming(message("tool"))) {
            events.stream().forEach(event -> {
                event.contentBlockDelta()
                        .flatMap(delta -> delta.delta().inputJson())
                        .ifPresent(json -> arguments.append(json.partialJson()));
                event.messageDelta().ifPresent(delta -> tokens.set(delta.usage().outputTokens()));
            });
        }
        assertEquals("{\"city\":\"Paris\"}", arguments.toString());
        assertEquals(9, tokens.get());
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

    @Test
    void langChain4jStreamsAToolCallAndItsUsage() throws Exception {
        OpenAiStreamingChatModel model = OpenAiStreamingChatModel.builder()
                .baseUrl(System.getProperty("recorder.openai.url"))
                .apiKey("none")
                .modelName("gpt-test")
                .build();
        CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
        model.chat("tool", new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String piece) {}

            @Override
            public void onCompleteResponse(ChatResponse response) {
                whole.complete(response);
            }

            @Override
            public void onError(Throwable problem) {
                whole.completeExceptionally(problem);
            }
        });
        ChatResponse response = whole.get(60, TimeUnit.SECONDS);
        assertEquals(
                "{\"city\":\"Paris\"}",
                response.aiMessage().toolExecutionRequests().get(0).arguments());
        assertEquals(11, response.tokenUsage().totalTokenCount());
    }

    private static String text(Message message) {
        return message.content().get(0).asText().text();
    }

    private static MessageCreateParams message(String prompt) {
        return MessageCreateParams.builder()
                .model("claude-test")
                .maxTokens(64)
                .addUserMessage(prompt)
                .build();
    }

    private static ChatCompletionCreateParams chat(String prompt) {
        return ChatCompletionCreateParams.builder()
                .model("gpt-test")
                .addUserMessage(prompt)
                .build();
    }
}
