package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapitalIT {

    private static final MessageCreateParams QUESTION = MessageCreateParams.builder()
            .model("claude-sonnet-4-5")
            .maxTokens(64)
            .addUserMessage("What is the capital of France?")
            .build();

    private final AnthropicClient client = AnthropicOkHttpClient.fromEnv();

    @Test
    void answers() {
        assertEquals(
                "Paris.",
                client.messages().create(QUESTION).content().get(0).asText().text());
    }

    @Test
    void streams() {
        List<String> pieces = new ArrayList<>();

        try (StreamResponse<RawMessageStreamEvent> events = client.messages().createStreaming(QUESTION)) {
            events.stream()
                    .flatMap(event -> event.contentBlockDelta().stream())
                    .flatMap(delta -> delta.delta().text().stream())
                    .forEach(text -> pieces.add(text.text()));
        }

        assertEquals(List.of("Par", "is."), pieces);
    }
}
