package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.types.GenerateContentResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapitalIT {

    private static final String MODEL = "gemini-2.5-flash";
    private static final String QUESTION = "What is the capital of France?";

    private final Client client = new Client();

    @Test
    void answers() {
        assertEquals(
                "Paris.", client.models.generateContent(MODEL, QUESTION, null).text());
    }

    @Test
    void streams() {
        List<String> pieces = new ArrayList<>();

        try (ResponseStream<GenerateContentResponse> chunks =
                client.models.generateContentStream(MODEL, QUESTION, null)) {
            chunks.forEach(chunk -> pieces.add(chunk.text()));
        }

        assertEquals(List.of("Par", "is."), pieces);
    }
}
