package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CapitalIT {

    private static final String QUESTION = "What is the capital of France?";

    @Test
    void answers() {
        OpenAiChatModel model =
                OpenAiChatModel.builder().apiKey("any").modelName("gpt-4o-mini").build();

        assertEquals("Paris.", model.chat(QUESTION));
    }

    @Test
    void streams() {
        OpenAiStreamingChatModel model = OpenAiStreamingChatModel.builder()
                .apiKey("any")
                .modelName("gpt-4o-mini")
                .build();
        CompletableFuture<String> answer = new CompletableFuture<>();

        model.chat(QUESTION, new StreamingChatResponseHandler() {
            @Override
            public void onCompleteResponse(ChatResponse response) {
                answer.complete(response.aiMessage().text());
            }

            @Override
            public void onError(Throwable problem) {
                answer.completeExceptionally(problem);
            }
        });

        assertEquals("Paris.", answer.join());
    }
}
