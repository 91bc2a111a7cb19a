package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ollama4j.Ollama;
import io.github.ollama4j.models.chat.OllamaChatMessageRole;
import io.github.ollama4j.models.chat.OllamaChatRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapitalIT {

    private final Ollama ollama = new Ollama(System.getProperty("recorder.ollama.url"));

    @Test
    void answers() throws Exception {
        assertEquals(
                "Paris.",
                ollama.chat(question(), null).getResponseModel().getMessage().getResponse());
    }

    @Test
    void streams() throws Exception {
        List<String> pieces = new ArrayList<>();

        ollama.chat(question(), part -> pieces.add(part.getMessage().getResponse()));

        pieces.removeIf(String::isEmpty);
        assertEquals(List.of("Par", "is."), pieces);
    }

    private static OllamaChatRequest question() {
        return OllamaChatRequest.builder()
                .withModel("llama3.2")
                .withMessage(OllamaChatMessageRole.USER, "What is the capital of France?")
                .build();
    }
}
