package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import it.client.Chat;
import org.junit.jupiter.api.Test;

class RiverIT {

    @Test
    void asks() {
        assertEquals("river", Chat.ask("Where does it rise?"));
    }
}
