package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import it.client.Chat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapitalIT {

    @BeforeAll
    static void asksForTheClass() {
        assertEquals("class", Chat.ask("Who asks?"));
    }

    @Test
    void asks() {
        assertEquals("asks", Chat.ask("Who asks?"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "y"})
    void asksForEach(String parameter) {
        assertEquals("each", Chat.ask("Who asks?"));
    }

    @RepeatedTest(2)
    void asksAgain() {
        assertEquals("again", Chat.ask("Who asks?"));
    }

    @Nested
    class Inner {

        @Test
        void asks() {
            assertEquals("inner", Chat.ask("Who asks?"));
        }
    }

    @Test
    @Disabled("its recording stays")
    void isDisabled() {
        assertEquals("disabled", Chat.ask("Who asks?"));
    }
}
