package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hundreds of requests that wait for a service occupy no threads, and leave other requests served. */
final class WaitingRequestsTest extends RecordingScenario {

    private static final int WAITING = 500;
    private static final String LATE = "late";

    private final CountDownLatch arrived = new CountDownLatch(WAITING);
    private final Queue<HttpExchange> waiting = new ConcurrentLinkedQueue<>();
    private HttpServer service;

    /** Starts a service that keeps the requests for late responses without a thread for each. */
    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), WAITING);
        service.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (body.contains(LATE)) {
                waiting.add(exchange);
                arrived.countDown();
            } else {
                respond(exchange);
            }
        });
        service.start();
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    @Override
    URI service() {
        return URI.create("http://127.0.0.1:" + service.getAddress().getPort());
    }

    private static void respond(HttpExchange exchange) {
        byte[] body = "{\"id\":\"x\",\"choices\":[]}".getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    @Test
    void leaveOthersServedAndAreAllRecorded() throws Exception {
        record("record", run -> {
            Set<Thread> before = Thread.getAllStackTraces().keySet();
            List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
            for (int i = 0; i < WAITING; i++) {
                String body = ASK.replace("hello", LATE + " " + i);
                calls.add(client.sendAsync(
                        message(run, CHAT, body, Map.of()).build(), HttpResponse.BodyHandlers.ofString()));
            }
            arrived.await();

            assertThat(ask(run).statusCode()).isEqualTo(200);
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().startsWith("recorder-") && !before.contains(thread))
                    .hasSizeLessThan(WAITING / 4);

            waiting.forEach(WaitingRequestsTest::respond);
            for (CompletableFuture<HttpResponse<String>> call : calls) {
                assertThat(call.get().statusCode()).isEqualTo(200);
            }
        });

        assertThat(warnings).isEmpty();
        assertThat(files()).hasSize(WAITING + 1);
    }
}
