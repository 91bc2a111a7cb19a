package it;

import static org.testng.Assert.assertEquals;

import it.client.Chat;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class IdsIT extends Inherited {

    private static final String ANSWER = Chat.ask("Your capital?");

    @BeforeClass
    public void beforeClass() {
        asks();
    }

    private static void asks() {
        assertEquals(ANSWER, "Paris");
        assertEquals(Chat.ask("Your capital?"), "Paris");
    }

    @Test
    public void plain() {
        asks();
    }

    @Test(enabled = false)
    public void disabled() {
        asks();
    }

    @DataProvider
    public Object[][] strings() {
        return new Object[][] {{"x"}, {"y"}};
    }

    @Test(dataProvider = "strings")
    public void parameterized(String parameter) {
        asks();
    }

    @Test
    public void overloaded() {
        asks();
    }

    @Test(dataProvider = "strings")
    public void overloaded(String parameter) {
        asks();
    }

    @Test(invocationCount = 2)
    public void repeated() {
        asks();
    }
}
