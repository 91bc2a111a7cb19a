package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import it.client.Chat;
import org.junit.jupiter.api.Test;

class PlainIT {

    @Test
    void asks() {
        assertEquals("plain", Chat.ask("Who asks?"));
    }
}
