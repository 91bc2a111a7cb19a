package it;

import static org.testng.Assert.assertEquals;

import it.client.Chat;
import org.testng.annotations.Test;

public class CapitalIT {

    /** Clients may well be made when the class is initialized. */
    private static final String BASE_URL = System.getProperty("openai.baseUrl");

    @Test
    public void asks() {
        assertEquals(BASE_URL, System.getProperty("recorder.openai.url"));
        assertEquals(Chat.ask("Your capital?"), "Paris");
    }
}
