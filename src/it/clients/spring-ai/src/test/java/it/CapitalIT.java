package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.ai.openai.OpenAiChatModel;
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
        context = application.run("--spring.ai.openai.chat.options.model=gpt-4o-mini");
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @Test
    void answers() {
        assertEquals("Paris.", context.getBean(OpenAiChatModel.class).call(QUESTION));
    }

    @Test
    void streams() {
        List<String> pieces = context.getBean(OpenAiChatModel.class).stream(QUESTION)
                .filter(piece -> !piece.isEmpty())
                .collectList()
                .block();

        assertEquals(List.of("Par", "is."), pieces);
    }

    @Configuration
    @EnableAutoConfiguration
    static class Application {}
}
