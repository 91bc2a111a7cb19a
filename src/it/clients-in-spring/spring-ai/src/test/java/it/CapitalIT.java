package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.boot.SpringApplication;
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
        SpringApplication application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .build();
        context = application.run();
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"anthropicChatModel", "ollamaChatModel", "openAiChatModel"})
    void answers(String model) {
        assertEquals("Paris.", context.getBean(model, ChatModel.class).call(QUESTION));
    }

    @ParameterizedTest
    @ValueSource(strings = {"anthropicChatModel", "ollamaChatModel", "openAiChatModel"})
    void streams(String model) {
        List<String> pieces = context.getBean(model, ChatModel.class).stream(QUESTION)
                .filter(piece -> !piece.isEmpty())
                .collectList()
                .block();

        assertEquals(List.of("Par", "is."), pieces);
    }

    @Configuration
    @EnableAutoConfiguration
    static class Application {}
}
