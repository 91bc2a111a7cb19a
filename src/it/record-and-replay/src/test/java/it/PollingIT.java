package it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.langchain4j.model.openai.OpenAiChatModel;
import org.junit.jupiter.api.Test;

/** Gets two answers to one question, and runs twice: then both come once more. */
class PollingIT {

    private static int attempts;

    @Test
    void pollsUntilItIsDone() {
        OpenAiChatModel model = OpenAiChatModel.builder()
                .baseUrl(System.getProperty("recorder.openai.url"))
                .apiKey("none")
                .modelName("gpt-test")
                .build();

        assertEquals("wait", model.chat("poll"));
        assertEquals("done", model.chat("poll"));

        attempts++;
        assertTrue(attempts > 1, "The first attempt fails, so that Failsafe makes a second.");
    }
}
