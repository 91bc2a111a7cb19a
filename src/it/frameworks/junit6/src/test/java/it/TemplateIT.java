package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import it.client.Chat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(ints = {7, 8})
class TemplateIT {

    TemplateIT(int parameter) {}

    @Test
    void plain() {
        assertEquals("Paris", Chat.ask("Your capital?"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "y"})
    void parameterized(String parameter) {
        assertEquals("Paris", Chat.ask("Your capital?"));
    }
}
