package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import it.client.Chat;
import org.junit.jupiter.api.Test;

class CoveredIT {

    @Test
    void asks() {
        assertEquals("kept", System.getProperty("mine"));
        assertEquals("Paris", Chat.ask("Your capital?"));
    }
}
