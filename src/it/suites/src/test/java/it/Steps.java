package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cucumber.java.en.Then;
import it.client.Chat;

public class Steps {

    @Then("the capital is {word}")
    public void capital(String expected) {
        assertEquals(expected, Chat.ask("Your capital?"));
    }
}
