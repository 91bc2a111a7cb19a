package it;

import static org.testng.Assert.assertEquals;

import it.client.Chat;
import org.testng.annotations.Test;

public class CapitalIT {

    @Test
    public void asks() {
        assertEquals(Chat.ask("Your capital?"), "Paris");
    }
}
