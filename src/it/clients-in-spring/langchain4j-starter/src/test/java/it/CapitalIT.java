package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

class CapitalIT {

    private static final String QUESTION = "What is the capital of France?";

    private static ConfigurableApplicationContext context;

    @BeforeAll
    static void start() {
        context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run();
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @Test
    void answers() {
        assertEquals("Paris.", context.getBean(ChatModel.class).chat(QUESTION));
    }

    @Test
    void streams() throws Exception {
        List<String> pieces = new ArrayList<>();
        CompletableFuture<String> whole = new CompletableFuture<>();

        context.getBean(StreamingChatModel.class).chat(QUESTION, new StreamingChatResponseHandler() {
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

    @Configuration
    @EnableAutoConfiguration
    static class Application {}
}
