package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import it.client.Chat;
import org.junit.jupiter.api.Test;

class ChatIT {

    @Test
    void answers() {
        assertEquals("Rome.", Chat.ask("What is the capital of Italy?"));
    }

    @Test
    void answersInFrench() {
        assertEquals("Madrid est la capitale de l'Espagne.", Chat.ask("In French: what is the capital of Spain?"));
    }
}
