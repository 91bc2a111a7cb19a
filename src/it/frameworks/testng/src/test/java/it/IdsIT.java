package it;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import it.client.Chat;
import org.testng.IRetryAnalyzer;
import org.testng.ITestResult;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class IdsIT extends Inherited {

    private int tries;

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

    @Test(dataProvider = "strings", retryAnalyzer = Retry.class)
    public void retried(String parameter) {
        asks();
        tries++;
        assertTrue(tries > 1);
    }

    /** Tries each test once more. */
    public static final class Retry implements IRetryAnalyzer {
        @Override
        public boolean retry(ITestResult result) {
            return result.getStatus() == ITestResult.FAILURE;
        }
    }
}
