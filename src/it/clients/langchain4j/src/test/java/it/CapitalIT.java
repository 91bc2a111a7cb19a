package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** One line each, {@code baseUrl}, as the plugin's page on clients has it. */
class CapitalIT {

    private static final String QUESTION = "What is the capital of France?";
    private static final String OPENAI = System.getProperty("recorder.openai.url");
    private static final String ANTHROPIC = System.getProperty("recorder.anthropic.url") + "/v1";
    private static final String GEMINI = System.getProperty("recorder.gemini.url") + "/v1beta";

    @Test
    void openAi() throws Exception {
        answers(OpenAiChatModel.builder()
                .baseUrl(OPENAI)
                .apiKey(System.getenv("OPENAI_API_KEY"))
                .modelName("gpt-4o-mini")
                .build());
        streams(OpenAiStreamingChatModel.builder()
                .baseUrl(OPENAI)
                .apiKey(System.getenv("OPENAI_API_KEY"))
                .modelName("gpt-4o-mini")
                .build());
    }

    @Test
    void anthropic() throws Exception {
        answers(AnthropicChatModel.builder()
                .baseUrl(ANTHROPIC)
                .apiKey(System.getenv("ANTHROPIC_API_KEY"))
                .modelName("claude-sonnet-4-5")
                .build());
        streams(AnthropicStreamingChatModel.builder()
                .baseUrl(ANTHROPIC)
                .apiKey(System.getenv("ANTHROPIC_API_KEY"))
                .modelName("claude-sonnet-4-5")
                .build());
    }

    @Test
    void gemini() throws Exception {
        answers(GoogleAiGeminiChatModel.builder()
                .baseUrl(GEMINI)
                .apiKey(System.getenv("GOOGLE_API_KEY"))
                .modelName("gemini-2.0-flash")
                .build());
        streams(GoogleAiGeminiStreamingChatModel.builder()
                .baseUrl(GEMINI)
                .apiKey(System.getenv("GOOGLE_API_KEY"))
                .modelName("gemini-2.0-flash")
                .build());
    }

    private static void answers(ChatModel model) {
        assertEquals("Paris.", model.chat(QUESTION));
    }

    private static void streams(StreamingChatModel model) throws Exception {
        List<String> pieces = new ArrayList<>();
        CompletableFuture<String> whole = new CompletableFuture<>();

        model.chat(QUESTION, new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String piece) {
                pieces.add(piece);
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                whole.complete(response.aiMessage().text());
            }

            @Override
            public void onError(Throwable problem) {
                whole.completeExceptionally(problem);
            }
        });

        assertEquals("Paris.", whole.get(60, TimeUnit.SECONDS));
        assertEquals(List.of("Par", "is."), pieces);
    }
}
