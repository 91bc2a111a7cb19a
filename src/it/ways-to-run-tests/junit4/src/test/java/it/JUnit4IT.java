package it;

import static org.junit.Assert.assertEquals;

import it.client.Chat;
import org.junit.Test;

public class JUnit4IT {

    @Test
    public void asks() {
        assertEquals("Paris", Chat.ask("Your capital?"));
        assertEquals("called", System.getProperty("own.listener"));
    }
}
