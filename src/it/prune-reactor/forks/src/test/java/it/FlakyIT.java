package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import it.client.Chat;
import org.junit.jupiter.api.Test;

class FlakyIT {

    private static boolean failedBefore;

    /** Asks something else when it runs again, and passes. */
    @Test
    void passesWhenItRunsAgain() {
        boolean again = failedBefore;
        failedBefore = true;
        assertEquals("again", Chat.ask(again ? "Once more?" : "First?"));
    }
}
