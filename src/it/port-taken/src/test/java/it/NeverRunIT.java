package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import it.client.Chat;
import org.junit.jupiter.api.Test;

class NeverRunIT {

    @Test
    void isNeverRun() {
        assertEquals("Paris", Chat.ask("Your capital?"));
    }
}
