package it;

import static org.junit.Assert.assertEquals;

import it.client.Chat;
import org.junit.Test;

public class StaticIT {

    private static final String ANSWER = Chat.ask("Your capital?");

    /** Asks nothing itself. */
    @Test
    public void plain() {
        assertEquals("Paris", ANSWER);
    }
}
