package it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import it.client.Chat;
import org.junit.jupiter.api.Test;

class OwnSettingsIT {

    @Test
    void ownPropertiesAreKept() {
        assertEquals("own", System.getProperty("spring.ai.openai.base-url"));
        assertEquals("own", System.getProperty("anthropic.baseUrl"));
        assertEquals("own", System.getProperty("recorder.ollama.url"));
    }

    @Test
    void ownVariablesAreKept() {
        assertEquals("own", System.getenv("GOOGLE_API_KEY"));
    }

    @Test
    void thereIsNoDummyKeyBesideAnotherKey() {
        assertNull(System.getProperty("openai.apiKey"));
    }

    @Test
    void theRestIsGiven() {
        String url = System.getProperty("recorder.url");
        assertEquals(url + "/openai/v1", System.getProperty("openai.baseUrl"));
        assertEquals(url + "/openai/v1", System.getProperty("recorder.openai.url"));
        assertEquals(withoutSession(url) + "/gemini", System.getenv("GOOGLE_GEMINI_BASE_URL"));
        assertEquals("Paris", Chat.ask("Your capital?"));
    }

    @Test
    void theProjectCanNameTheServerInItsOwnConfiguration() {
        assertEquals(withoutSession(System.getProperty("recorder.openai.url")), System.getProperty("late.url"));
    }

    /** What is given before the test JVM runs cannot name the session that the JVM is issued when it does. */
    private static String withoutSession(String url) {
        return url.replaceFirst("(/s/[0-9a-f]{32})-[^/]+", "$1");
    }
}
