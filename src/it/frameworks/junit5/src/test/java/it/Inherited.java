package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import it.client.Chat;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

abstract class Inherited {

    @Test
    void inherited() {
        assertEquals("Paris", Chat.ask("Your capital?"));
    }

    @Nested
    class Within {

        @Test
        void plain() {
            assertEquals("Paris", Chat.ask("Your capital?"));
        }
    }
}
