package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/** Qdrant over HTTP by Spring's WebClient. */
class QdrantIT {

    private final WebClient client = WebClient.builder()
            .clientConnector(new JdkClientHttpConnector())
            .baseUrl(System.getProperty("recorder.qdrant.url"))
            .build();

    @Test
    void storesAndSearches() {
        Map<?, ?> stored = client.put()
                .uri("/collections/books/points?wait=true")
                .bodyValue(Map.of("points", List.of(Map.of("id", 1, "vector", List.of(0.1, 0.2)))))
                .retrieve()
                .bodyToMono(Map.class)
                .block();
        assertEquals("ok", stored.get("status"));
        Map<?, ?> found = client.post()
                .uri("/collections/books/points/search")
                .bodyValue(Map.of("vector", List.of(0.1, 0.2), "limit", 1))
                .retrieve()
                .bodyToMono(Map.class)
                .block();
        assertEquals(0.98, ((Map<?, ?>) ((List<?>) found.get("result")).get(0)).get("score"));
    }
}
