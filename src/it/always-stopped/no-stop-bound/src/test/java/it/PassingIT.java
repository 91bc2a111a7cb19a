package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import it.client.Chat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PassingIT {

    @Test
    void notesItsServer() throws IOException {
        assertEquals("Paris", Chat.ask("Your capital?"));
        Files.writeString(Path.of("../server-of-no-stop-bound.txt"), Chat.baseUrl());
    }
}
