package io.github.recorder.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recorder.provider.WireResponse;
import io.github.recorder.provider.WireResponse.Ending;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.replay.Exchange;
import io.github.recorder.replay.RecorderResponse;
import io.github.recorder.replay.Responder;
import io.github.recorder.replay.StreamedBody.Piece;
import io.github.recorder.tls.CertificateAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that believe to talk to real services, and the server in their place. */
final class ConnectTunnelTest {

    private static final URI CHAT = URI.create("https://api.openai.com/v1/chat/completions?x=1");

    private final CertificateAuthority authority;
    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> distrusted = new LinkedBlockingQueue<>();
    private ReplayServer server;

    ConnectTunnelTest() throws GeneralSecurityException {
        authority = new CertificateAuthority();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void aRequestIsAnsweredAsIfItHadComeByTheUpstreamsBaseUrl() throws Exception {
        start(exchange -> TestResponses.json("{\"a\":\"" + TestResponses.text(exchange.body()) + "\"}"));

        HttpResponse<String> response = client(server.url().getPort())
                .send(
                        HttpRequest.newBuilder(CHAT)
                                .POST(HttpRequest.BodyPublishers.ofString("hello"))
                                .build(),
                        BodyHandlers.ofString());

        assertThat(response.body()).isEqualTo("{\"a\":\"hello\"}");
        assertThat(exchanges).singleElement().satisfies(exchange -> {
            assertThat(exchange.path()).isEqualTo("/openai/v1/chat/completions");
            assertThat(exchange.query()).isEqualTo("x=1");
            assertThat(exchange.host()).isEqualTo("api.openai.com");
        });
    }

    @Test
    void severalHostsAndSeveralRequestsEach() throws Exception {
        start(exchange -> TestResponses.json(exchange.path()));
        HttpClient client = client(server.url().getPort());

        for (String round : List.of("1", "2", "3")) {
            assertThat(get(client, "https://api.openai.com/" + round)).isEqualTo("/openai/" + round);
            assertThat(get(client, "https://api.anthropic.com/" + round)).isEqualTo("/anthropic/" + round);
        }
    }

    @Test
    void httpUrlConnectionGetsThrough() throws Exception {
        start(exchange -> TestResponses.json(exchange.path()));
        HttpsURLConnection connection = (HttpsURLConnection)
                CHAT.toURL().openConnection(proxy(server.url().getPort()));
        connection.setSSLSocketFactory(trusting(authority).getSocketFactory());

        try (InputStream body = connection.getInputStream()) {
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("/openai/v1/chat/completions");
        }
    }

    @Test
    void eachPieceOfAStreamGoesOutAtOnce() throws Exception {
        CompletableFuture<Piece> second = new CompletableFuture<>();
        WireResponse head = new WireResponse(
                200,
                List.of(new HttpHeader("Content-Type", "text/event-stream")),
                ByteBuffer.allocate(0),
                Ending.COMPLETE);
        start(exchange -> new RecorderResponse.Proxied(
                head,
                TestResponses.body(
                        CompletableFuture.completedFuture(Piece.of(TestResponses.bytes("data: 1\n\n"))),
                        second,
                        CompletableFuture.completedFuture(Piece.end(Ending.COMPLETE)))));

        try (InputStream body = client(server.url().getPort())
                .send(HttpRequest.newBuilder(CHAT).build(), BodyHandlers.ofInputStream())
                .body()) {
            assertThat(new String(body.readNBytes(9), StandardCharsets.UTF_8)).isEqualTo("data: 1\n\n");
            // Would never come if the first piece were held back.
            second.complete(Piece.of(TestResponses.bytes("data: 2\n\n")));
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("data: 2\n\n");
        }
    }

    @Test
    void aStreamThatBreaksOffDoesNotEndWell() throws Exception {
        start(exchange -> TestResponses.respond(200, "text/event-stream", "data: 1\n\n", Ending.CUT));

        assertThatThrownBy(() -> get(client(server.url().getPort()), CHAT.toString()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void noTunnelLeadsAnywhereElse() throws Exception {
        start(exchange -> TestResponses.json("{}"));

        for (String authority : List.of("example.com:443", "127.0.0.1:22", "localhost:80", "[::1]:443")) {
            try (RawConnection connection = new RawConnection(server.url())) {
                RawConnection.Reply reply = connection
                        .send("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n")
                        .reply();
                assertThat(reply.status()).as(authority).isEqualTo(403);
                assertThat(reply.body())
                        .contains("No tunnel leads to " + authority.substring(0, authority.lastIndexOf(':')))
                        .contains("<guardedHosts>");
            }
        }
        assertThat(exchanges).isEmpty();
    }

    @Test
    void aWholeUrlLeadsNowhereElseEither() throws Exception {
        start(exchange -> TestResponses.json("{}"));

        for (String host : List.of("example.com", "api.openai.com")) {
            try (RawConnection connection = new RawConnection(server.url())) {
                RawConnection.Reply reply = connection
                        .send("GET http://" + host + "/ HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                        .reply();
                assertThat(reply.status()).as(reply.body()).isEqualTo(403);
            }
        }
        // What the Host says does not make it better.
        try (RawConnection connection = new RawConnection(server.url())) {
            RawConnection.Reply reply = connection
                    .send("GET http://example.com/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                    .reply();
            assertThat(reply.status()).as(reply.body()).isEqualTo(403);
        }
        assertThat(exchanges).isEmpty();
    }

    @Test
    void insideOfATunnelOnlyItsHostIsAnswered() throws Exception {
        start(exchange -> TestResponses.json("{}"));

        assertThat(statusInside("GET / HTTP/1.1\r\nHost: api.anthropic.com\r\n\r\n"))
                .isEqualTo("421");
        assertThat(statusInside("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")).isEqualTo("421");
        assertThat(statusInside("GET https://example.com/ HTTP/1.1\r\nHost: example.com\r\n\r\n"))
                .isEqualTo("421");
        assertThat(statusInside("GET https://example.com/ HTTP/1.1\r\nHost: api.openai.com\r\n\r\n"))
                .isEqualTo("421");
        assertThat(statusInside("GET https://example.com/ HTTP/1.0\r\n\r\n")).isEqualTo("421");
        assertThat(statusInside("GET / HTTP/1.0\r\n\r\n")).isEqualTo("421");
        assertThat(statusInside("CONNECT api.openai.com:443 HTTP/1.1\r\nHost: api.openai.com:443\r\n\r\n"))
                .isEqualTo("403");
        assertThat(exchanges).isEmpty();
        assertThat(statusInside("GET https://api.openai.com/ HTTP/1.1\r\nHost: api.openai.com\r\n\r\n"))
                .isEqualTo("200");
        assertThat(statusInside("GET / HTTP/1.1\r\nHost: API.openai.com:443\r\n\r\n"))
                .isEqualTo("200");
    }

    @Test
    void thePortOfASessionTellsWhoseTheCallsAre() throws Exception {
        start(exchange -> TestResponses.json(exchange.path()));
        int seven = server.openPort("7");
        int eight = server.openPort("8");

        assertThat(get(client(seven), CHAT.toString())).isEqualTo("/s/7/openai/v1/chat/completions");
        assertThat(get(client(eight), CHAT.toString())).isEqualTo("/s/8/openai/v1/chat/completions");
        server.closePort("7");

        assertThatThrownBy(() -> get(client(seven), CHAT.toString())).isInstanceOf(IOException.class);
        assertThat(get(client(eight), CHAT.toString())).startsWith("/s/8/");
    }

    @Test
    void manySessionsOneAfterAnother() throws Exception {
        start(exchange -> TestResponses.json(exchange.path()));

        for (int session = 0; session < 100; session++) {
            int port = server.openPort(String.valueOf(session));
            if (session % 20 == 0) {
                assertThat(get(client(port), CHAT.toString())).startsWith("/s/" + session + "/");
            }
            server.closePort(String.valueOf(session));
        }
    }

    @Test
    void aClientThatDoesNotTrustTheCertificateIsTold() throws Exception {
        start(exchange -> TestResponses.json("{}"));
        HttpClient pinning = HttpClient.newBuilder()
                .sslContext(trusting(new CertificateAuthority()))
                .proxy(ProxySelector.of(address(server.url().getPort())))
                .build();

        assertThatThrownBy(() -> get(pinning, CHAT.toString())).isInstanceOf(SSLException.class);

        // It closes the connection while it writes what is wrong, so that one or the other comes first.
        assertThat(distrusted.take()).startsWith("api.openai.com");

        HttpsURLConnection connection = (HttpsURLConnection)
                CHAT.toURL().openConnection(proxy(server.url().getPort()));
        connection.setSSLSocketFactory(trusting(new CertificateAuthority()).getSocketFactory());
        assertThatThrownBy(connection::getInputStream).isInstanceOf(SSLException.class);

        assertThat(distrusted.take()).isEqualTo("api.openai.com said");
        assertThat(exchanges).isEmpty();
    }

    @Test
    void aClientThatLeavesIsNoneThatDistrusts() throws Exception {
        start(exchange -> TestResponses.json("{}"));
        for (boolean reset : new boolean[] {true, false}) {
            RawConnection connection = connectTo("api.openai.com");
            if (reset) {
                connection.reset();
            }
            connection.close();
        }
        // All that the two left has been processed when a third has its response and the server has closed.
        get(client(server.url().getPort()), CHAT.toString());
        server.close();

        assertThat(distrusted).isEmpty();
    }

    private void start(Responder responder) throws IOException {
        Map<String, String> upstreams = Map.of("api.openai.com", "openai", "api.anthropic.com", "anthropic");
        TlsInterceptionPolicy interception = new TlsInterceptionPolicy() {
            @Override
            public InterceptedHost insteadOf(String host, int port) {
                String upstream = upstreams.get(host);
                try {
                    return upstream == null
                            ? null
                            : new InterceptedHost(path -> "/" + upstream + path, authority.speakingFor(host));
                } catch (GeneralSecurityException problem) {
                    throw new AssertionError(problem);
                }
            }

            @Override
            public void distrusted(String host, boolean said) {
                distrusted.add(host + (said ? " said" : ""));
            }
        };
        ServerSettings settings = ServerSettings.onFreePort((text, cause) -> {
            throw new AssertionError(text, cause);
        });
        server = ReplayServer.start(settings.with(interception), exchange -> {
            exchanges.add(exchange);
            return responder.respond(exchange);
        });
    }

    private HttpClient client(int port) throws GeneralSecurityException, IOException {
        return HttpClient.newBuilder()
                .sslContext(trusting(authority))
                .proxy(ProxySelector.of(address(port)))
                .build();
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static Proxy proxy(int port) {
        return new Proxy(Proxy.Type.HTTP, address(port));
    }

    private static String get(HttpClient client, String url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .body();
    }

    private RawConnection connectTo(String host) throws IOException {
        RawConnection connection = new RawConnection(server.url());
        RawConnection.Reply reply = connection
                .send("CONNECT " + host + ":443 HTTP/1.1\r\nHost: " + host + ":443\r\n\r\n")
                .reply(true);
        assertThat(reply.status()).isEqualTo(200);
        return connection;
    }

    private String statusInside(String request) throws Exception {
        try (RawConnection connection = connectTo("api.openai.com");
                SSLSocket tls = connection.inside(trusting(authority), "api.openai.com")) {
            tls.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(tls.getInputStream().readNBytes(12), StandardCharsets.US_ASCII).substring(9);
        }
    }

    private static SSLContext trusting(CertificateAuthority authority) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("recorder", authority.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
