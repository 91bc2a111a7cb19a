package it.modular;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import it.client.Chat;
import org.junit.jupiter.api.Test;

class ModularIT {

    @Test
    void asks() {
        assertTrue(getClass().getModule().isNamed());
        assertEquals("Paris", Chat.ask(Question.TEXT));
    }
}
