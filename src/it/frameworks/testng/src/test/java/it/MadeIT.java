package it;

import static org.testng.Assert.assertEquals;

import it.client.Chat;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Factory;
import org.testng.annotations.Test;

/** Each object that the factory makes has tests of its own. */
public class MadeIT {

    private final String answer;

    @Factory(dataProvider = "answers")
    public MadeIT(String answer) {
        this.answer = answer;
    }

    @DataProvider
    public static Object[][] answers() {
        return new Object[][] {{"Paris"}, {"Paris"}};
    }

    @Test
    public void asks() {
        assertEquals(Chat.ask("Your capital?"), answer);
    }
}
