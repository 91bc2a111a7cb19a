package it;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import org.junit.jupiter.api.Test;

class GatewayIT {

    @Test
    void isStopped() {
        RuntimeException blocked = assertThrows(
                RuntimeException.class,
                () -> URI.create("http://llm.acme.example/v1")
                        .toURL()
                        .openConnection()
                        .getInputStream());

        assertTrue(blocked.getMessage().contains("llm.acme.example"), blocked.getMessage());
    }
}
