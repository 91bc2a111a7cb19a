package io.github.recorder.scripted;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A service that sends scripted responses as real services do: in pieces, with time between them, encoded, or cut off.
 * It repeats the last response. Thread-safe.
 */
public final class ScriptedProvider implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "scripted");
        thread.setDaemon(true);
        return thread;
    });
    private final Deque<Reply> replies = new ArrayDeque<>();
    private final List<Asked> asked = new ArrayList<>();
    private volatile Function<Asked, Reply> responses = request -> scripted();

    /**
     * A request that came.
     *
     * @param target path and query
     * @param headers the first value of each, by name in lower case
     * @param body the body as text
     */
    public record Asked(String method, String target, Map<String, String> headers, String body) {}

    /**
     * A response to send.
     *
     * @param pieces the body, each flushed by itself
     * @param gap the time before each piece
     * @param cut what the break of the connection after the last piece waits for; null if it does not break
     */
    public record Reply(
            int status,
            Map<String, String> headers,
            List<String> pieces,
            Duration gap,
            boolean gzip,
            @Nullable Semaphore cut) {

        /** JSON in one piece. */
        public static Reply json(int status, String body) {
            return new Reply(
                    status, Map.of("Content-Type", "application/json"), List.of(body), Duration.ZERO, false, null);
        }

        /** Server-sent events, one a piece. */
        public static Reply events(String... events) {
            List<String> pieces = new ArrayList<>();
            for (String event : events) {
                pieces.add(event + "\n\n");
            }
            return new Reply(200, Map.of("Content-Type", "text/event-stream"), pieces, Duration.ZERO, false, null);
        }

        /** The same with another header. */
        public Reply with(String name, String value) {
            Map<String, String> more = new TreeMap<>(headers);
            more.put(name, value);
            return new Reply(status, more, pieces, gap, gzip, cut);
        }

        /** The same with time before each piece. */
        public Reply every(Duration time) {
            return new Reply(status, headers, pieces, time, gzip, cut);
        }

        /** The same, encoded, with what is needed to decode each piece flushed. */
        public Reply gzipped() {
            return new Reply(status, headers, pieces, gap, true, cut);
        }

        /** The same, without an end. The client may have seen nothing of it when the connection breaks. */
        public Reply cutOff() {
            return cutOff(new Semaphore(Integer.MAX_VALUE));
        }

        /** The same, without an end: the connection breaks after this semaphore was released once. */
        public Reply cutOff(Semaphore cut) {
            return new Reply(status, headers, pieces, gap, gzip, cut);
        }
    }

    private ScriptedProvider(HttpServer server) {
        this.server = server;
    }

    /** Starts a service that answers each request by itself, on a free port of the loopback interface. */
    public static ScriptedProvider answering(Function<Asked, Reply> responses) throws IOException {
        ScriptedProvider provider = start();
        provider.responses = responses;
        return provider;
    }

    /** Starts a service on a free port of the loopback interface. */
    public static ScriptedProvider start(Reply... replies) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ScriptedProvider provider = new ScriptedProvider(server);
        provider.replies.addAll(List.of(replies));
        server.setExecutor(provider.threads);
        server.createContext("/", provider::respond);
        server.start();
        return provider;
    }

    /** Gives these answers from now on. */
    public void script(Reply... next) {
        synchronized (replies) {
            replies.clear();
            replies.addAll(List.of(next));
        }
    }

    /** Returns the base URL, without a slash at its end. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Returns what came so far. */
    public List<Asked> asked() {
        synchronized (asked) {
            return List.copyOf(asked);
        }
    }

    private void respond(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Asked request =
                new Asked(exchange.getRequestMethod(), exchange.getRequestURI().toString(), Map.copyOf(headers), body);
        synchronized (asked) {
            asked.add(request);
        }
        Reply reply = responses.apply(request);
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        if (reply.gzip()) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        exchange.sendResponseHeaders(reply.status(), reply.pieces().isEmpty() ? -1 : 0);
        OutputStream out = exchange.getResponseBody();
        PieceEncoder encoder = new PieceEncoder(reply.gzip());
        for (String piece : reply.pieces()) {
            pause(reply.gap());
            out.write(encoder.piece(piece));
            out.flush();
        }
        if (reply.cut() != null) {
            reply.cut().acquireUninterruptibly();
            throw new IOException("cut off as scripted"); // The server closes the connection without a last chunk.
        }
        out.write(encoder.end());
        exchange.close();
    }

    private Reply scripted() {
        synchronized (replies) {
            return replies.size() > 1 ? replies.remove() : replies.element();
        }
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
