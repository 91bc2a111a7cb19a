package it;

import static org.junit.Assert.assertEquals;

import it.client.Chat;
import org.junit.Test;
import org.junit.experimental.runners.Enclosed;
import org.junit.runner.RunWith;

@RunWith(Enclosed.class)
public class EnclosedIT {

    public static class Inner {

        @Test
        public void plain() {
            assertEquals("Paris", Chat.ask("Your capital?"));
        }
    }
}
