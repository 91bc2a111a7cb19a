package io.github.recorder.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recorder.provider.WireResponse;
import io.github.recorder.provider.WireResponse.Ending;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.replay.Exchange;
import io.github.recorder.replay.RecorderResponse;
import io.github.recorder.replay.Responder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayServerTest {

    private static final int LIMIT = 100_000;

    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    private ReplayServer server;

    private ReplayServer start(Responder responder) throws IOException {
        server = ReplayServer.start(new ServerSettings(0, LIMIT, (text, cause) -> problems.add(text)), exchange -> {
            exchanges.add(exchange);
            return responder.respond(exchange);
        });
        return server;
    }

    private RawConnection connect(Responder responder) throws IOException {
        return new RawConnection(start(responder).url());
    }

    private static String post(String path, String headers, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "Content-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void answersWithContentLengthAndKeepsTheConnection() throws IOException {
        try (RawConnection connection =
                connect(exchange -> TestResponses.json("{\"a\":\"" + TestResponses.text(exchange.body()) + "\"}"))) {
            for (String body : List.of("one", "", "two")) {
                RawConnection.Reply reply =
                        connection.send(post("/v1/x", "", body)).reply();
                assertThat(reply.statusLine()).isEqualTo("HTTP/1.1 200 OK");
                assertThat(reply.body()).isEqualTo("{\"a\":\"" + body + "\"}");
                assertThat(reply.headers())
                        .containsOnlyKeys("content-type", "content-length")
                        .containsEntry("content-type", "application/json");
            }
        }
        assertThat(exchanges).extracting(Exchange::method).containsExactly("POST", "POST", "POST");
    }

    @Test
    void answersHostsThatTheUserAllows() throws IOException {
        ServerSettings settings =
                ServerSettings.onFreePort((text, cause) -> problems.add(text)).allowing(Set.of("agent.acme.example"));
        server = ReplayServer.start(settings, exchange -> TestResponses.json("{}"));
        for (String host : List.of("agent.acme.example", "Agent.Acme.Example:80")) {
            try (RawConnection connection = new RawConnection(server.url())) {
                assertThat(connection
                                .send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                                .reply()
                                .statusLine())
                        .isEqualTo("HTTP/1.1 200 OK");
            }
        }
        try (RawConnection connection = new RawConnection(server.url())) {
            assertThat(connection
                            .send("GET / HTTP/1.1\r\nHost: other.acme.example\r\n\r\n")
                            .reply()
                            .body())
                    .contains("foreign_host", "<allowedHosts> (-Drecorder.allowedHosts)");
        }
    }

    @Test
    void letsPagesThatTheUserAllowsCallAndRead() throws IOException {
        ServerSettings settings = ServerSettings.onFreePort((text, cause) -> problems.add(text))
                .allowingPages(Set.of("http://localhost:3000"));
        server = ReplayServer.start(settings, exchange -> {
            exchanges.add(exchange);
            return TestResponses.json("{}");
        });
        String page = "Host: localhost\r\nOrigin: http://localhost:3000\r\nSec-Fetch-Site: cross-site\r\n";
        try (RawConnection connection = new RawConnection(server.url())) {
            RawConnection.Reply permission = connection
                    .send("OPTIONS /v1/chat HTTP/1.1\r\n" + page + "Access-Control-Request-Method: POST\r\n"
                            + "Access-Control-Request-Headers: authorization,content-type\r\n\r\n")
                    .reply();
            assertThat(permission.statusLine()).startsWith("HTTP/1.1 204 ");
            assertThat(permission.headers().get("Access-Control-Allow-Origin".toLowerCase(java.util.Locale.ROOT)))
                    .isEqualTo("http://localhost:3000");
            assertThat(permission.headers().get("Access-Control-Allow-Methods".toLowerCase(java.util.Locale.ROOT)))
                    .isEqualTo("POST");
            assertThat(permission.headers().get("Access-Control-Allow-Headers".toLowerCase(java.util.Locale.ROOT)))
                    .isEqualTo("authorization,content-type");
            assertThat(exchanges).isEmpty();

            RawConnection.Reply reply =
                    connection.send("GET /v1/chat HTTP/1.1\r\n" + page + "\r\n").reply();
            assertThat(reply.statusLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(reply.headers().get("Access-Control-Allow-Origin".toLowerCase(java.util.Locale.ROOT)))
                    .isEqualTo("http://localhost:3000");
            assertThat(reply.headers().get("Access-Control-Allow-Methods".toLowerCase(java.util.Locale.ROOT)))
                    .isNull();
        }
        for (String other : List.of("http://localhost:3001", "https://localhost:3000", "null", "http://localhost")) {
            try (RawConnection connection = new RawConnection(server.url())) {
                RawConnection.Reply reply = connection
                        .send("GET /v1/chat HTTP/1.1\r\nHost: localhost\r\nOrigin: " + other + "\r\n\r\n")
                        .reply();
                assertThat(reply.statusLine()).as(other).startsWith("HTTP/1.1 403 ");
                assertThat(reply.body()).contains("<allowedOrigins> (-Drecorder.allowedOrigins)");
                assertThat(reply.headers().get("Access-Control-Allow-Origin".toLowerCase(java.util.Locale.ROOT)))
                        .isNull();
            }
        }
    }

    @Test
    void refusesWebSocketsBeforeAnybodyIsAsked() throws IOException {
        try (RawConnection connection = connect(exchange -> TestResponses.json("{}"))) {
            RawConnection.Reply reply = connection
                    .send(
                            "GET /v1/realtime HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\n\r\n")
                    .reply();

            assertThat(reply.statusLine()).startsWith("HTTP/1.1 501 ");
            assertThat(reply.body()).contains("WebSockets are neither recorded nor replayed here.");
        }
        assertThat(exchanges).isEmpty();
    }

    @Test
    void answersTheJdksRequestForAnUpgradeToHttp2InHttp1() throws IOException {
        try (RawConnection connection = connect(exchange -> TestResponses.json("{}"))) {
            assertThat(connection
                            .send(String.join(
                                    "\r\n",
                                    "GET /v1/models HTTP/1.1",
                                    "Host: localhost",
                                    "Connection: Upgrade, HTTP2-Settings",
                                    "HTTP2-Settings: AAMAAABkAAQAAP__",
                                    "Upgrade: h2c",
                                    "",
                                    ""))
                            .reply()
                            .statusLine())
                    .isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws IOException {
        try (RawConnection connection = connect(exchange -> TestResponses.json(exchange.path()))) {
            connection.send(post("/1", "", "x") + post("/2", "", "") + "GET /3 HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(List.of(
                            connection.reply().body(),
                            connection.reply().body(),
                            connection.reply().body()))
                    .containsExactly("/1", "/2", "/3");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1beta1/publishers/google/models/x:streamGenerateContent",
                "/a%2Fb",
                "//v1/chat",
                "/v1//chat/",
                "/a/../b/./c",
                "/a/%2e%2e/b",
                "/a;b=c/d",
                "/%c3%28/%e2%82%ac",
                "/a\\b|c",
                "/"
            })
    void passesThePathOnAsItWasSent(String path) throws IOException {
        try (RawConnection connection = connect(exchange -> TestResponses.json("{}"))) {
            RawConnection.Reply reply = connection
                    .send("GET " + path + "?q=a%20b&r=%2F HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .reply();
            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        }
        assertThat(exchanges).extracting(Exchange::path).containsExactly(path);
        assertThat(exchanges).extracting(Exchange::query).containsExactly("q=a%20b&r=%2F");
    }

    @Test
    void passesHeadersOnByNameWhateverItsCase() throws IOException {
        String long60k = "x".repeat(60_000);
        try (RawConnection connection = connect(exchange -> TestResponses.json("{}"))) {
            connection
                    .send(post("/", "X-Recorder-Test-Id: a.B#c\r\nX-Long: " + long60k + "\r\n", ""))
                    .reply();
        }
        Exchange.Headers headers = exchanges.get(0).headers();
        assertThat(headers.first("x-recorder-test-ID")).isEqualTo("a.B#c");
        assertThat(headers.first("X-LONG")).isEqualTo(long60k);
        assertThat(headers.first("X-Other")).isNull();
        assertThat(exchanges.get(0).query()).isNull();
    }

    @Test
    void writesAStreamInChunksAndEndsIt() throws IOException {
        try (RawConnection connection =
                connect(exchange -> TestResponses.respond(200, "text/event-stream", "data: 1\n\n", Ending.COMPLETE))) {
            for (int i = 0; i < 2; i++) {
                RawConnection.Reply reply = connection.send(post("/", "", "")).reply();
                assertThat(reply.headers())
                        .containsEntry("transfer-encoding", "chunked")
                        .doesNotContainKey("content-length");
                assertThat(reply.body()).isEqualTo("data: 1\n\n");
                assertThat(reply.complete()).isTrue();
            }
        }
    }

    @Test
    void cutsAStreamSoThatTheClientSeesIt() throws IOException {
        try (RawConnection connection =
                connect(exchange -> TestResponses.respond(200, "text/event-stream", "data: 1\n\n", Ending.CUT))) {
            RawConnection.Reply reply = connection.send(post("/", "", "")).reply();
            assertThat(reply.body()).isEqualTo("data: 1\n\n");
            assertThat(reply.complete()).isFalse();
            assertThat(connection.isClosed()).isTrue();
        }
        HttpClient client = HttpClient.newHttpClient();
        assertThatThrownBy(() ->
                        client.send(HttpRequest.newBuilder(server.url()).build(), HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
        assertThat(problems).isEmpty();
    }

    @Test
    void tellsClientsOfHttp10TheLengthOrCloses() throws IOException {
        start(exchange -> exchange.path().equals("/json")
                ? TestResponses.json("{}")
                : TestResponses.respond(
                        200,
                        "text/event-stream",
                        "data: 1\n\n",
                        exchange.path().equals("/cut") ? Ending.CUT : Ending.COMPLETE));
        for (String path : List.of("/json", "/stream", "/cut")) {
            try (RawConnection connection = new RawConnection(server.url())) {
                RawConnection.Reply reply =
                        connection.send("GET " + path + " HTTP/1.0\r\n\r\n").reply();
                assertThat(reply.headers()).doesNotContainKey("transfer-encoding");
                assertThat(reply.body()).isEqualTo(path.equals("/json") ? "{}" : "data: 1\n\n");
                assertThat(reply.complete()).isEqualTo(!path.equals("/cut"));
                assertThat(connection.isClosed()).isTrue();
            }
        }
    }

    @Test
    void worksWithTheClientOfTheJdk() throws Exception {
        start(exchange -> TestResponses.json("{\"got\":\"" + TestResponses.text(exchange.body()) + "\"}"));
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(server.url().resolve("/v1/x"))
                .POST(HttpRequest.BodyPublishers.ofString("body"))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.body()).isEqualTo("{\"got\":\"body\"}");
    }

    @Test
    void takesBodiesInChunks() throws IOException {
        try (RawConnection connection = connect(exchange -> TestResponses.json(TestResponses.text(exchange.body())))) {
            connection.send("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
            connection.send("2\r\nde\r\n0\r\n\r\n");
            assertThat(connection.reply().body()).isEqualTo("abcde");
        }
    }

    @Test
    void leavesTheClientToSendItsBodyWhereItAsksFirst() throws IOException {
        try (RawConnection connection = connect(exchange -> TestResponses.json(TestResponses.text(exchange.body())))) {
            connection.send("POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            assertThat(connection.reply().statusLine()).startsWith("HTTP/1.1 100");
            connection.send("abc");
            assertThat(connection.reply().body()).isEqualTo("abc");
        }
    }

    @Test
    void takesALongBody() throws Exception {
        server = ReplayServer.start(
                ServerSettings.onFreePort((text, cause) -> problems.add(text)),
                exchange -> TestResponses.json("" + exchange.body().remaining()));
        byte[] body = new byte[32 << 20];
        HttpRequest request = HttpRequest.newBuilder(server.url())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .body())
                .isEqualTo("" + body.length);
    }

    @Test
    void refusesABodyOverTheLimitInPlainWords() throws IOException {
        try (RawConnection connection =
                connect(exchange -> TestResponses.json("" + exchange.body().remaining()))) {
            assertThat(connection.send(post("/", "", "x".repeat(LIMIT))).reply().body())
                    .isEqualTo("" + LIMIT);
            RawConnection.Reply reply =
                    connection.send(post("/", "", "x".repeat(LIMIT + 1))).reply();
            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.headers())
                    .containsEntry("content-type", "application/json")
                    .containsEntry("x-should-retry", "false");
            assertThat(reply.body()).contains("\"message\":\"The request body is longer than 100000 bytes");
            assertThat(connection.send(post("/", "", "again")).reply().body()).isEqualTo("5");
        }
    }

    @Test
    void decodesGzipAndDeflate() throws IOException {
        try (RawConnection connection = connect(exchange -> TestResponses.json(TestResponses.text(exchange.body())))) {
            String text = "grüße ".repeat(1000);
            assertThat(connection.send(encoded("gzip", gzip(text))).reply().body())
                    .isEqualTo(text);
            assertThat(connection
                            .send(encoded("identity, X-GZIP", gzip(text)))
                            .reply()
                            .body())
                    .isEqualTo(text);
            assertThat(connection
                            .send(encoded("deflate", deflate(text, false)))
                            .reply()
                            .body())
                    .isEqualTo(text);
            assertThat(connection
                            .send(encoded("deflate", deflate(text, true)))
                            .reply()
                            .body())
                    .isEqualTo(text);
            assertThat(connection
                            .send(encoded("identity", text.getBytes(StandardCharsets.UTF_8)))
                            .reply()
                            .body())
                    .isEqualTo(text);
            assertThat(connection.send(encoded("gzip", new byte[0])).reply().body())
                    .isEmpty();
        }
    }

    @Test
    void passesOnWhatItCannotDecodeAsItWasSent() throws IOException {
        byte[] gzip = gzip("{}");
        byte[] cut = Arrays.copyOf(gzip, gzip.length - 9);
        byte[] noGzip = "{}".getBytes(StandardCharsets.UTF_8);
        try (RawConnection connection = connect(exchange -> TestResponses.json("{}"))) {
            for (byte[] request : List.of(
                    encoded("gzip", cut),
                    encoded("gzip", noGzip),
                    encoded("deflate", noGzip),
                    encoded("zstd", noGzip))) {
                assertThat(connection.send(request).reply().status()).isEqualTo(200);
            }
        }
        assertThat(exchanges)
                .extracting(Exchange::body)
                .containsExactly(
                        ByteBuffer.wrap(cut),
                        ByteBuffer.wrap(noGzip),
                        ByteBuffer.wrap(noGzip),
                        ByteBuffer.wrap(noGzip));
        assertThat(exchanges).allMatch(exchange -> exchange.sent().equals(exchange.body()));
    }

    @Test
    void keepsWhatItDecodesAsItWasSentToo() throws IOException {
        try (RawConnection connection = connect(exchange -> TestResponses.json("{}"))) {
            assertThat(connection.send(encoded("gzip", gzip("{}"))).reply().status())
                    .isEqualTo(200);
        }
        assertThat(exchanges)
                .extracting(Exchange::body)
                .containsExactly(ByteBuffer.wrap("{}".getBytes(StandardCharsets.UTF_8)));
        assertThat(exchanges).extracting(Exchange::sent).containsExactly(ByteBuffer.wrap(gzip("{}")));
    }

    @Test
    void boundsWhatItDecodes() throws IOException {
        try (RawConnection connection = connect(exchange -> TestResponses.json("{}"))) {
            assertThat(connection
                            .send(encoded("gzip", gzip("x".repeat(LIMIT))))
                            .reply()
                            .status())
                    .isEqualTo(200);
            assertThat(connection
                            .send(encoded("gzip", gzip("x".repeat(LIMIT + 1))))
                            .reply()
                            .status())
                    .isEqualTo(413);
        }
        assertThat(exchanges).hasSize(1);
    }

    @Test
    void sendsTheResponseToHeadWithoutTheBody() throws IOException {
        try (RawConnection connection = connect(exchange -> TestResponses.json("{}"))) {
            RawConnection.Reply head = connection
                    .send("HEAD /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .reply(true);
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.headers()).containsEntry("content-length", "2");
            assertThat(connection.send(post("/", "", "")).reply().body()).isEqualTo("{}");
        }
        assertThat(exchanges).extracting(Exchange::method).containsExactly("HEAD", "POST");
    }

    @Test
    void namesNoLengthThatTheResponseToHeadDidNotHave() throws IOException {
        WireResponse head = new WireResponse(200, List.of(), TestResponses.bytes(""), Ending.COMPLETE);
        try (RawConnection connection =
                connect(exchange -> new RecorderResponse.Replayed(List.of("a.json"), head, null))) {
            RawConnection.Reply reply = connection
                    .send("HEAD /v1/jobs HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .reply(true);
            assertThat(reply.headers()).doesNotContainKey("content-length");
            assertThat(connection.send(post("/", "", "")).reply().headers()).containsEntry("content-length", "0");
        }
    }

    @Test
    void framesAStreamedBodyOfKnownLengthAsOneInMemory() throws IOException {
        for (Ending ending : Ending.values()) {
            for (String type : List.of("application/json", "text/event-stream")) {
                for (String coding : List.of("", "gzip")) {
                    for (String line : List.of("GET / HTTP/1.1", "HEAD / HTTP/1.1", "GET / HTTP/1.0")) {
                        String accept = "\r\nHost: localhost\r\nAccept-Encoding: " + coding + "\r\n\r\n";
                        RawConnection.Reply streamed = reply(line + accept, type, coding, ending, true);
                        RawConnection.Reply whole = reply(line + accept, type, coding, ending, false);
                        // The length of an encoded body is not known before its end, nor does HTTP/1.0 show that end.
                        if (coding.isEmpty() || line.startsWith("HEAD")) {
                            assertThat(streamed).as(line + type + ending).isEqualTo(whole);
                        } else if (!line.endsWith("1.0")) {
                            assertThat(streamed.complete()).isEqualTo(ending == Ending.COMPLETE);
                        }
                    }
                }
            }
        }
    }

    private RawConnection.Reply reply(String request, String type, String coding, Ending ending, boolean streamed)
            throws IOException {
        List<HttpHeader> headers = List.of(
                new HttpHeader("Content-Type", type),
                new HttpHeader("Content-Encoding", coding.isEmpty() ? "identity" : coding));
        WireResponse wire = new WireResponse(200, headers, TestResponses.bytes("one two"), ending);
        Responder responder = exchange -> new RecorderResponse.Replayed(
                List.of("a.json"), wire, streamed ? TestResponses.known("one ", "two", ending) : null);
        try (RawConnection connection = connect(responder)) {
            return connection.send(request).reply(request.startsWith("HEAD"));
        } finally {
            server.close();
        }
    }

    @Test
    void answersTraceAndConnectItself() throws IOException {
        try (RawConnection connection = connect(exchange -> TestResponses.json("{}"))) {
            assertThat(connection
                            .send("TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .reply()
                            .status())
                    .isEqualTo(405);
        }
        try (RawConnection connection = new RawConnection(server.url())) {
            RawConnection.Reply connect = connection
                    .send("CONNECT api.openai.com:443 HTTP/1.1\r\nHost: api.openai.com:443\r\n\r\n")
                    .reply();
            assertThat(connect.status()).as(connect.body()).isEqualTo(405);
        }
        assertThat(exchanges).isEmpty();
    }

    @Test
    void givesUnknownMethodsToTheResponder() throws IOException {
        try (RawConnection connection = connect(exchange -> TestResponses.json("{}"))) {
            connection.send("PROPFIND / HTTP/1.1\r\nHost: localhost\r\n\r\n").reply();
            connection.send("post / HTTP/1.1\r\nHost: localhost\r\n\r\n").reply();
        }
        assertThat(exchanges).extracting(Exchange::method).containsExactly("PROPFIND", "post");
    }

    @Test
    void saysNothingOfTheInsideWhereTheResponderFails() throws IOException {
        try (RawConnection connection = connect(exchange -> {
            throw new IllegalStateException("secret reason");
        })) {
            RawConnection.Reply reply = connection.send(post("/v1/x", "", "")).reply();
            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.body())
                    .doesNotContain("secret")
                    .doesNotContain("Exception")
                    .doesNotContain("jetty");
            assertThat(connection.send(post("/v1/x", "", "")).reply().status()).isEqualTo(500);
        }
        assertThat(problems).hasSize(2).allMatch(problem -> problem.contains("POST /v1/x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:80",
                "127.0.0.1.evil.example",
                "localhost.evil.example:1",
                "10.0.0.1",
                "[::2]"
            })
    void refusesForeignHosts(String host) throws IOException {
        try (RawConnection connection = connect(exchange -> TestResponses.json("{}"))) {
            RawConnection.Reply reply = connection
                    .send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                    .reply();
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.headers().keySet()).noneMatch(name -> name.startsWith("access-control"));
        }
        assertThat(exchanges).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.1:1",
                "localhost",
                "LocalHost:8080",
                "[::1]",
                "[::1]:80",
                "host.docker.internal:18342",
                "Host.Testcontainers.Internal"
            })
    void answersHostsOfThisMachine(String host) throws IOException {
        try (RawConnection connection = connect(exchange -> TestResponses.json("{}"))) {
            assertThat(connection
                            .send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                            .reply()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void saysWhichPortIsTaken() throws IOException {
        start(exchange -> TestResponses.json("{}"));
        int port = server.url().getPort();
        ServerSettings settings = ServerSettings.onPort(port, (text, cause) -> problems.add(text));
        assertThatThrownBy(() -> ReplayServer.start(settings, exchange -> TestResponses.json("{}")))
                .isInstanceOf(PortTakenException.class)
                .hasMessageContaining("Port " + port)
                .hasMessageContaining("-Drecorder.port");
    }

    @Test
    void answersJettysOwnRefusalsInPlainWords() throws IOException {
        try (RawConnection connection = connect(exchange -> TestResponses.json("{}"))) {
            RawConnection.Reply reply = connection
                    .send("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(100_000) + "\r\n\r\n")
                    .reply();
            assertThat(reply.status()).isEqualTo(431);
            assertThat(reply.headers()).containsEntry("content-type", "application/json");
        }
        try (RawConnection connection = new RawConnection(server.url())) {
            RawConnection.Reply reply = connection.send("nonsense\r\n\r\n").reply();
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.body()).contains("recorder_error");
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void answersAClientThatSendsItsBodyInItsOwnTime() throws IOException {
        String huge = "0123456789abcdef".repeat(200_000);
        try (RawConnection connection =
                connect(exchange -> TestResponses.json(TestResponses.text(exchange.body()) + huge))) {
            for (int i = 0; i < 3; i++) {
                connection.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\n");
                connection.send("a").send("bc").send("def");
                RawConnection.Reply reply = connection.reply();
                assertThat(reply.body()).isEqualTo("abcdef" + huge);
            }
        }
    }

    @Test
    void answersManyClientsAtOnce() throws Exception {
        start(exchange -> TestResponses.json(TestResponses.text(exchange.body()).repeat(100_000)));
        HttpClient client = HttpClient.newHttpClient();
        List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            responses.add(client.sendAsync(
                    HttpRequest.newBuilder(server.url())
                            .POST(HttpRequest.BodyPublishers.ofString("" + i % 10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString()));
        }
        for (int i = 0; i < 200; i++) {
            assertThat(responses.get(i).get().body()).isEqualTo(("" + i % 10).repeat(100_000));
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void bearsClientsThatLeave() throws IOException {
        String huge = "data: x\n\n".repeat(1 << 20);
        start(exchange -> TestResponses.respond(200, "text/event-stream", huge, Ending.COMPLETE));
        for (int i = 0; i < 20; i++) {
            RawConnection reading = new RawConnection(server.url());
            reading.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            reading.awaitByte();
            reading.reset();
            RawConnection sending = new RawConnection(server.url());
            sending.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc");
            sending.reset();
        }
        try (RawConnection connection = new RawConnection(server.url())) {
            assertThat(connection
                            .send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .reply()
                            .body())
                    .isEqualTo(huge);
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void refusesABodyBeforeItIsSentWhereTheClientAsks() throws IOException {
        start(exchange -> TestResponses.json("{}"));
        String ask = " HTTP/1.1\r\nHost: %s\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n";
        try (RawConnection connection = new RawConnection(server.url())) {
            RawConnection.Reply reply = connection
                    .send("POST /" + ask.formatted("localhost", LIMIT + 1))
                    .reply();
            assertThat(reply.status()).isEqualTo(413);
        }
        try (RawConnection connection = new RawConnection(server.url())) {
            RawConnection.Reply reply =
                    connection.send("POST /" + ask.formatted("evil.example", 3)).reply();
            assertThat(reply.status()).isEqualTo(403);
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void cutsOffABodyWithoutEnd() throws IOException {
        try (RawConnection connection = connect(exchange -> TestResponses.json("{}"))) {
            connection.send("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
            byte[] chunk = ("2710\r\n" + "x".repeat(10_000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10_000; i++) {
                            connection.send(chunk);
                        }
                    })
                    .isInstanceOf(SocketException.class);
        }
        assertThat(exchanges).isEmpty();
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void sendsNoBodyWhereHttpHasNone(int status) throws IOException {
        try (RawConnection connection =
                connect(exchange -> TestResponses.respond(status, "application/json", "null", Ending.COMPLETE))) {
            for (int i = 0; i < 2; i++) {
                assertThat(connection.send(post("/", "", "")).reply().status()).isEqualTo(status);
            }
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void leavesOutWhatIsOnlyForOneConnection() throws IOException {
        List<HttpHeader> headers = List.of(
                new HttpHeader("X-One", "1"),
                new HttpHeader("content-length", "99"),
                new HttpHeader("Transfer-Encoding", "gzip"),
                new HttpHeader("Connection", "close"),
                new HttpHeader("Access-Control-Allow-Origin", "*"),
                new HttpHeader("X\r\nX-Three: 1", "3"),
                new HttpHeader("x-two", "a\r\nSet-Cookie: b"));
        RecorderResponse response =
                TestResponses.respond(new WireResponse(201, headers, TestResponses.bytes("{}"), Ending.COMPLETE));
        try (RawConnection connection = connect(exchange -> response)) {
            for (int i = 0; i < 2; i++) {
                RawConnection.Reply reply = connection.send(post("/", "", "")).reply();
                assertThat(reply.status()).isEqualTo(201);
                assertThat(reply.headers()).containsOnlyKeys("x-one", "x-two", "content-length");
                assertThat(reply.body()).isEqualTo("{}");
            }
        }
    }

    @Test
    void writesAllHeadersThatTheJdksClientReads() throws IOException {
        String value = "x".repeat(380 << 10);
        RecorderResponse response = TestResponses.respond(
                new WireResponse(200, List.of(new HttpHeader("X", value)), TestResponses.bytes("{}"), Ending.COMPLETE));
        try (RawConnection connection = connect(exchange -> response)) {
            assertThat(connection.send(post("/", "", "")).reply().headers()).containsEntry("x", value);
        }
    }

    @Test
    void saysSoWhereAnAnswerCanNotBeWritten() throws IOException {
        RecorderResponse informational = TestResponses.respond(100, "application/json", "{}", Ending.COMPLETE);
        RecorderResponse tooManyHeaders = TestResponses.respond(new WireResponse(
                200, List.of(new HttpHeader("X", "x".repeat(600_000))), TestResponses.bytes("{}"), Ending.COMPLETE));
        start(exchange -> exchange.path().equals("/100") ? informational : tooManyHeaders);
        for (String path : List.of("/100", "/headers")) {
            try (RawConnection connection = new RawConnection(server.url())) {
                RawConnection.Reply reply = connection.send(post(path, "", "")).reply();
                assertThat(reply.status()).isEqualTo(500);
                assertThat(reply.body()).contains("internal_error");
            }
        }
        assertThat(problems).hasSize(2);
    }

    @Test
    void answersWhereTheStackOverflows() throws IOException {
        try (RawConnection connection = connect(exchange -> {
            throw new StackOverflowError();
        })) {
            assertThat(connection.send(post("/", "", "")).reply().status()).isEqualTo(500);
        }
        assertThat(problems).hasSize(1);
    }

    @Test
    void takesTheAbsoluteFormOfAUrl() throws IOException {
        try (RawConnection connection = connect(exchange -> TestResponses.json("{}"))) {
            connection
                    .send("GET http://127.0.0.1:80/v1/models?a=b HTTP/1.1\r\nHost: 127.0.0.1:80\r\n\r\n")
                    .reply();
            RawConnection.Reply proxied = connection
                    .send("GET http://api.openai.com/v1/models HTTP/1.1\r\nHost: api.openai.com\r\n\r\n")
                    .reply();
            assertThat(proxied.status()).isEqualTo(403);
        }
        assertThat(exchanges).extracting(Exchange::path).containsExactly("/v1/models");
        assertThat(exchanges).extracting(Exchange::query).containsExactly("a=b");
    }

    private static byte[] encoded(String coding, byte[] body) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.write(("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Encoding: " + coding + "\r\nContent-Length: "
                        + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        request.write(body);
        return request.toByteArray();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] deflate(String text, boolean bare) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(bytes, new Deflater(-1, bare))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
