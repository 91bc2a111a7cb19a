package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import it.client.Chat;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class DateIT {

    @Test
    void todayDoesNotMatter() {
        assertEquals("Paris", Chat.ask("Today is " + LocalDate.now() + ". Your capital on 2026-12-13?"));
    }

    @Test
    void anotherDateStillMatters() {
        assertEquals("404", Chat.ask("Today is " + LocalDate.now() + ". Your capital on 2026-12-14?"));
    }
}
