package it;

import static org.junit.Assert.assertEquals;

import it.client.Chat;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;

@RunWith(Parameterized.class)
public class ParametersIT {

    @Parameterized.Parameter
    public String parameter;

    @Parameterized.Parameters
    public static Object[] parameters() {
        return new Object[] {"x", "y"};
    }

    @Test
    public void parameterized() {
        assertEquals("Paris", Chat.ask("Your capital?"));
    }
}
