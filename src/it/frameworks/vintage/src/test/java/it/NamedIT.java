package it;

import static org.junit.Assert.assertEquals;

import it.client.Chat;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;

/** Names its invocations, which do not go into the ids of its tests. */
@RunWith(Parameterized.class)
public class NamedIT {

    @Parameterized.Parameter
    public String parameter;

    @Parameterized.Parameters(name = "is [{0}]")
    public static Object[] parameters() {
        return new Object[] {"x/y", "z"};
    }

    @Test
    public void parameterized() {
        assertEquals("Paris", Chat.ask("Your capital?"));
    }
}
