package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

/** Two services by Spring's RestClient, which knows of the recorder by the base URL only. */
class SpringIT {

    private final RestClient crm = RestClient.create(System.getProperty("recorder.crm.url"));
    private final RestClient stock = RestClient.create(System.getProperty("recorder.stock.url"));

    @Test
    void samePathAtTwoServices() {
        assertEquals("{\"service\":\"crm\"}", get(crm, "/health"));
        assertEquals("{\"service\":\"stock\"}", get(stock, "/health"));
    }

    @Test
    void queryOfAnyLetters() {
        assertEquals(
                "{\"tenant\":\"none\",\"query\":\"name=J%C3%BCrgen&page=2\"}",
                crm.get()
                        .uri("/customers?name={name}&page={page}", "Jürgen", 2)
                        .retrieve()
                        .body(String.class));
    }

    @Test
    void postedJson() {
        var created = crm.post()
                .uri("/customers")
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"name\":\"Jürgen\"}")
                .retrieve()
                .toEntity(String.class);
        assertEquals(201, created.getStatusCode().value());
        assertEquals("{\"name\":\"Jürgen\"}", created.getBody());
    }

    @Test
    void twoTenants() {
        assertEquals("{\"tenant\":\"a\",\"query\":\"null\"}", ofTenant("a"));
        assertEquals("{\"tenant\":\"b\",\"query\":\"null\"}", ofTenant("b"));
    }

    private String ofTenant(String tenant) {
        return crm.get().uri("/customers").header("X-Tenant", tenant).retrieve().body(String.class);
    }

    private static String get(RestClient client, String path) {
        return client.get().uri(path).retrieve().body(String.class);
    }
}
