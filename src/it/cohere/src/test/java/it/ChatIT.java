package it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ChatIT {

    private static final Pattern TEXT = Pattern.compile("\"content\":\\{\"text\":\"([^\"]*)\"}");

    @Test
    void streams() throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(System.getProperty("recorder.cohere.url") + "/v2/chat"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("""
                                                {"model": "command-test", "stream": true,
                                                 "messages": [{"role": "user", "content": "Say hello in French."}]}
                                                """))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertEquals(200, response.statusCode(), response.body());
        assertEquals(
                "text/event-stream",
                response.headers().firstValue("Content-Type").orElse(""));
        String text = TEXT.matcher(response.body())
                .results()
                .map((MatchResult piece) -> piece.group(1))
                .collect(Collectors.joining());
        assertTrue(List.of("Bonjour", "Bonsoir").contains(text), response.body());
        assertTrue(response.body().contains("event: message-end\n"), response.body());
    }
}
