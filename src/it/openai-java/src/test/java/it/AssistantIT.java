package it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.errors.BadRequestException;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ordinary tests of an application that calls OpenAI. */
class AssistantIT {

    private final Assistant assistant = new Assistant();

    @AfterEach
    void close() {
        assistant.close();
    }

    @Test
    void answers() {
        assertEquals("The capital of France is Paris.", assistant.answer("What is the capital of France?"));
    }

    @Test
    void streams() {
        List<String> pieces = new ArrayList<>();

        assistant.stream("Count from one to five.", pieces::add);

        assertEquals(List.of("One", ", two", ", three", ", four", ", five."), pieces);
    }

    @Test
    void callsATool() {
        ChatCompletionMessageFunctionToolCall.Function call = assistant.lookOutside("What is the weather in Zürich?");

        assertEquals("weather", call.name());
        assertEquals("{\"city\":\"Zürich\"}", call.arguments());
    }

    @Test
    void embeds() {
        assertEquals(List.of(0.5f, -0.25f, 0.125f, 0.75f), assistant.embed("A recording is one file."));
    }

    @Test
    void passesOnWhatTheServiceRefuses() {
        BadRequestException refusal = assertThrows(BadRequestException.class, () -> assistant.improvise("Hello", 1.9));

        assertTrue(refusal.getMessage().contains("'logprobs' must be set to true"), refusal.getMessage());
    }
}
