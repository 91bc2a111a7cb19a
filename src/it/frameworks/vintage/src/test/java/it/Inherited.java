package it;

import static org.junit.Assert.assertEquals;

import it.client.Chat;
import org.junit.Test;

public abstract class Inherited {

    @Test
    public void inherited() {
        assertEquals("Paris", Chat.ask("Your capital?"));
    }
}
