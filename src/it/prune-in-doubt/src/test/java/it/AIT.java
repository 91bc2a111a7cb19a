package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import it.client.Chat;
import org.junit.jupiter.api.Test;

class AIT {

    @Test
    void asks() {
        assertEquals("a", Chat.ask("Who asks?"));
    }
}
