package it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import it.client.Chat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FailingTest {

    @Test
    void notesItsServer() throws IOException {
        assertEquals("Paris", Chat.ask("Your capital?"));
        Files.writeString(Path.of("../server-of-unit-test-fails.txt"), Chat.baseUrl());
        fail("on purpose");
    }
}
