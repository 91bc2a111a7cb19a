package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import it.client.Chat;
import org.junit.jupiter.api.Test;

/** All tests pass; the build must not. */
class CaughtIT {

    @Test
    void recordedCall() {
        assertEquals("Paris", Chat.ask("Your capital?"));
    }

    @Test
    void missedCallThatTheApplicationHandles() {
        assertEquals("404", Chat.ask("Your president?"));
        assertEquals("404", Chat.ask("Your president?"));
    }
}
