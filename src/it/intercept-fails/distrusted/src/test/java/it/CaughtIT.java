package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

class CaughtIT {

    @Test
    void fallsBack() throws Exception {
        HttpsURLConnection connection = (HttpsURLConnection)
                URI.create("https://api.anthropic.com/v1/models").toURL().openConnection();
        connection.setSSLSocketFactory(onlyTheJdks().getSocketFactory());

        assertEquals("no idea", answer(connection));
    }

    private static String answer(HttpsURLConnection connection) {
        try {
            return new String(connection.getInputStream().readAllBytes());
        } catch (IOException problem) {
            return "no idea";
        }
    }

    private static SSLContext onlyTheJdks() throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        try (InputStream file =
                Files.newInputStream(Path.of(System.getProperty("java.home"), "lib", "security", "cacerts"))) {
            store.load(file, null);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
