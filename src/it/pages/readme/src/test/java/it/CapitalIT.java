package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import it.client.Chat;
import org.junit.jupiter.api.Test;

class CapitalIT {

    @Test
    void asks() {
        assertEquals("Paris", Chat.ask("Your capital?"));
    }
}
