package it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import org.junit.jupiter.api.Test;

class HardCodedIT {

    @Test
    void isToldTheHostThePlaceAndTheLine() {
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .baseUrl("https://api.openai.com/v1")
                .apiKey("none")
                .build();

        RuntimeException blocked =
                assertThrows(RuntimeException.class, () -> client.models().list());

        assertEquals(
                "io.github.recorder.testjvm.BlockedCallException",
                blocked.getClass().getName());
        String text = blocked.getMessage();
        assertTrue(text.contains("blocked a call to api.openai.com"), text);
        assertTrue(text.contains("made in it.HardCodedIT."), text);
        assertTrue(text.contains(".baseUrl(System.getProperty(\"recorder.openai.url\"))"), text);
    }
}
