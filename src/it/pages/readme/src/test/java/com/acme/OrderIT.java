package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import it.client.Chat;
import org.junit.jupiter.api.Test;

class OrderIT {

    @Test
    void confirms() {
        assertEquals("Your order is on its way.", Chat.ask("Confirm an order in one sentence."));
    }
}
