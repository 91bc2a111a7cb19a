package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import it.client.Chat;
import org.junit.jupiter.api.Test;

class OneIT {

    @Test
    void asks() {
        assertEquals("one", Chat.ask("Who asks?"));
    }
}
