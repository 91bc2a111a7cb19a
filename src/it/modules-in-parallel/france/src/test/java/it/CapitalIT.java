package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import it.client.Chat;
import org.junit.jupiter.api.Test;

/** The other module asks the same, and gets another answer. */
class CapitalIT {

    @Test
    void asksItsOwnServer() throws InterruptedException {
        // Long enough for both modules' tests to run at the same time.
        for (int i = 0; i < 20; i++) {
            assertEquals("Paris", Chat.ask("Your capital?"));
            Thread.sleep(50);
        }
    }
}
