package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import it.client.Chat;
import org.junit.jupiter.api.RepeatedTest;

class ParallelIT {

    @RepeatedTest(8)
    void asks() {
        assertEquals("Paris", Chat.ask("Your capital?"));
    }
}
