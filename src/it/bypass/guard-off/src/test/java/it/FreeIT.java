package it;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.ProxySelector;
import java.net.URI;
import org.junit.jupiter.api.Test;

class FreeIT {

    @Test
    void theWayIsFree() {
        assertFalse(ProxySelector.getDefault()
                .select(URI.create("https://api.openai.com/v1/models"))
                .isEmpty());
    }
}
