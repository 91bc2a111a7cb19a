package it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class UntouchedIT {

    @Test
    void nothingIsTrustedThatWasNotBefore() {
        assertNull(System.getProperty("javax.net.ssl.trustStore"));
        assertEquals(
                List.of(Proxy.NO_PROXY), ProxySelector.getDefault().select(URI.create("https://llm.acme.example/v1")));
    }
}
