package it;

import static org.testng.Assert.assertEquals;

import it.client.Chat;
import org.testng.annotations.Test;

public abstract class Inherited {

    @Test
    public void inherited() {
        assertEquals(Chat.ask("Your capital?"), "Paris");
    }
}
