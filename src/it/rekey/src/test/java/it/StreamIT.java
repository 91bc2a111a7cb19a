package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import it.client.Chat;
import org.junit.jupiter.api.Test;

/** Was RiverIT when its recording was made. */
class StreamIT {

    @Test
    void asks() {
        assertEquals("river", Chat.ask("Who asks?"));
    }
}
