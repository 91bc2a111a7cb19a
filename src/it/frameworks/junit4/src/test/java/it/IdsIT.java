package it;

import static org.junit.Assert.assertEquals;

import it.client.Chat;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Ignore;
import org.junit.Test;

public class IdsIT extends Inherited {

    @BeforeClass
    public static void beforeClass() {
        asks();
    }

    @Before
    public void before() {
        asks();
    }

    private static void asks() {
        assertEquals("Paris", Chat.ask("Your capital?"));
    }

    @Test
    @Ignore
    public void disabled() {
        asks();
    }

    @Test
    public void plain() {
        asks();
    }
}
