package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import it.client.Chat;
import org.junit.jupiter.api.Test;

class TwoIT {

    @Test
    void asks() {
        assertEquals("two", Chat.ask("Who asks?"));
    }
}
