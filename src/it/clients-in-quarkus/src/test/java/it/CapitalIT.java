package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CapitalIT {

    @Inject
    Geographer geographer;

    @Test
    @ActivateRequestContext
    void answers() {
        assertEquals("Paris.", geographer.answer());
    }

    @Test
    @ActivateRequestContext
    void streams() {
        List<String> pieces = geographer.pieces().collect().asList().await().indefinitely();

        assertEquals(List.of("Par", "is."), pieces);
    }
}
