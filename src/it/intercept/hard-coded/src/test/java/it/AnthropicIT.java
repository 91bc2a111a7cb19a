package it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;

/** By the JDK's two clients. */
class AnthropicIT {

    private static final URI MESSAGES = URI.create("https://api.anthropic.com/v1/messages");
    private static final String QUESTION = "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":64,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"What is the capital of France?\"}]";

    @Test
    void answers() throws Exception {
        HttpURLConnection connection = (HttpURLConnection) MESSAGES.toURL().openConnection();
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
        try (OutputStream body = connection.getOutputStream()) {
            body.write((QUESTION + "}").getBytes(StandardCharsets.UTF_8));
        }

        try (InputStream body = connection.getInputStream()) {
            String answer = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.contains("\"text\":\"Paris.\""), answer);
        }
    }

    @Test
    void streams() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(MESSAGES)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(QUESTION + ",\"stream\":true}"))
                .build();

        HttpResponse<Stream<String>> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofLines());

        List<String> events =
                answer.body().filter(line -> line.startsWith("event: ")).toList();
        assertEquals("event: message_start", events.get(0));
        assertEquals("event: message_stop", events.get(events.size() - 1));
    }

    @Test
    void whatWasTrustedBeforeIsTrustedStill() throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init((KeyStore) null);

        assertTrue(((X509TrustManager) trust.getTrustManagers()[0]).getAcceptedIssuers().length > 1);
    }
}
