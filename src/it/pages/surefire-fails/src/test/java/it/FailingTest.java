package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import it.client.Chat;
import org.junit.jupiter.api.Test;

class FailingTest {

    @Test
    void fails() {
        assertEquals("London", Chat.ask("Your capital?"));
    }
}
