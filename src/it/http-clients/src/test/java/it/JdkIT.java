package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Authenticator;
import java.net.CookieManager;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** The JDK's client, with what it does by itself: it answers challenges and keeps cookies. */
class JdkIT {

    @Test
    void answersAChallenge() throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .authenticator(new Authenticator() {
                    @Override
                    protected PasswordAuthentication getPasswordAuthentication() {
                        return new PasswordAuthentication("alice", "not-a-real-one".toCharArray());
                    }
                })
                .build();
        HttpResponse<String> response = client.send(request("stock", "/locked").build(), BodyHandlers.ofString());
        assertEquals("{\"open\":true}", response.body());
    }

    @Test
    void keepsCookies() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        HttpRequest login = request("crm", "/login")
                .POST(BodyPublishers.ofString("user=alice"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .build();
        assertEquals(200, client.send(login, BodyHandlers.ofString()).statusCode());
        HttpResponse<String> session = client.send(request("crm", "/session").build(), BodyHandlers.ofString());
        assertEquals("{\"known\":true}", session.body());
    }

    private static HttpRequest.Builder request(String service, String path) {
        return HttpRequest.newBuilder(URI.create(System.getProperty("recorder." + service + ".url") + path));
    }
}
