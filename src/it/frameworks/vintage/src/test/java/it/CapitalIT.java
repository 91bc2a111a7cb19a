package it;

import static org.junit.Assert.assertEquals;

import it.client.Chat;
import org.junit.Test;

public class CapitalIT {

    /** Clients may well be made when the class is initialized. */
    private static final String BASE_URL = System.getProperty("openai.baseUrl");

    @Test
    public void asks() {
        assertEquals(System.getProperty("recorder.openai.url"), BASE_URL);
        assertEquals("Paris", Chat.ask("Your capital?"));
    }
}
