package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import it.client.Chat;
import org.junit.jupiter.api.Test;

class UntouchedIT {

    @Test
    void callsTheRealService() {
        assertEquals(System.getenv().getOrDefault("OPENAI_BASE_URL", "https://api.openai.com/v1"), Chat.baseUrl());
        assertEquals(null, System.getProperty("recorder.url"));
    }
}
