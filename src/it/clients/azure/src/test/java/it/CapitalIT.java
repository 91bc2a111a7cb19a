package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.azure.ai.openai.OpenAIClient;
import com.azure.ai.openai.OpenAIClientBuilder;
import com.azure.ai.openai.models.ChatCompletions;
import com.azure.ai.openai.models.ChatCompletionsOptions;
import com.azure.ai.openai.models.ChatRequestUserMessage;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CapitalIT {

    private static final String DEPLOYMENT = "gpt-4o-mini";

    private final OpenAIClient client = new OpenAIClientBuilder()
            .endpoint(System.getProperty("recorder.azure.url"))
            .buildClient();

    @Test
    void answers() {
        assertEquals(
                "Paris.",
                client.getChatCompletions(DEPLOYMENT, question())
                        .getChoices()
                        .get(0)
                        .getMessage()
                        .getContent());
    }

    @Test
    void streams() {
        List<String> pieces = client.getChatCompletionsStream(DEPLOYMENT, question()).stream()
                .map(ChatCompletions::getChoices)
                .filter(choices -> !choices.isEmpty())
                .map(choices -> choices.get(0).getDelta().getContent())
                .filter(Objects::nonNull)
                .toList();

        assertEquals(List.of("Par", "is."), pieces);
    }

    private static ChatCompletionsOptions question() {
        return new ChatCompletionsOptions(List.of(new ChatRequestUserMessage("What is the capital of France?")));
    }
}
