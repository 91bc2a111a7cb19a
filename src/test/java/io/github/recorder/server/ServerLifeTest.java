package io.github.recorder.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.recorder.provider.WireResponse;
import io.github.recorder.provider.WireResponse.Ending;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.replay.Exchange;
import io.github.recorder.replay.RecorderResponse;
import io.github.recorder.replay.Responder;
import io.github.recorder.replay.StreamedBody;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What is left when a server is closed: nothing. */
class ServerLifeTest {

    private final List<String> problems = new CopyOnWriteArrayList<>();

    private ServerSettings settings() {
        return ServerSettings.onFreePort((text, cause) -> problems.add(text));
    }

    /** The threads of other tests, which may end later than they do. */
    private final Set<Thread> threadsOfOthers = Thread.getAllStackTraces().keySet();

    private List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("recorder-") && !threadsOfOthers.contains(thread))
                .toList();
    }

    /** Waits until these threads have ended. */
    private static void awaitEnd(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void assertFree(int port) {
        assertThatCode(() -> new ServerSocket(port, 1, loopback(1)).close()).doesNotThrowAnyException();
    }

    private static InetAddress loopback(int last) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    }

    @Test
    void leavesNoThreadAndNoPort() throws Exception {
        ReplayServer server = ReplayServer.start(settings(), exchange -> TestResponses.json("{}"));
        try (RawConnection connection = new RawConnection(server.url())) {
            connection.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").reply();
            List<Thread> threads = threads();
            assertThat(threads).isNotEmpty().allMatch(Thread::isDaemon);
            server.close();
            server.close();
            awaitEnd(threads);
            assertThat(connection.isClosed()).isTrue();
        }
        assertFree(server.url().getPort());
        assertThat(problems).isEmpty();
    }

    @Test
    void abandonsABodyWhoseHeadCannotBeWritten() throws Exception {
        CountDownLatch abandoned = new CountDownLatch(1);
        StreamedBody body = new StreamedBody() {

            @Override
            public CompletionStage<Piece> next() {
                problems.add("written without a head");
                return CompletableFuture.completedFuture(Piece.end(Ending.COMPLETE));
            }

            @Override
            public void abandon() {
                abandoned.countDown();
            }
        };
        WireResponse head = new WireResponse(199, List.of(), TestResponses.bytes(""), Ending.COMPLETE);
        try (ReplayServer server =
                        ReplayServer.start(settings(), exchange -> new RecorderResponse.Proxied(head, body));
                RawConnection connection = new RawConnection(server.url())) {
            connection.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            abandoned.await();
        }
        assertThat(problems).first().asString().startsWith("The request GET / could not be answered");
    }

    @Test
    void requestsThatWaitForAServiceLeaveOthersAnswered() throws Exception {
        int waiting = 300;
        CountDownLatch arrived = new CountDownLatch(waiting);
        Responder responder = new Responder() {

            @Override
            public RecorderResponse respond(Exchange exchange) {
                return TestResponses.json("{}");
            }

            @Override
            public CompletionStage<RecorderResponse> respondLater(Exchange exchange) {
                if (exchange.path().equals("/wait")) {
                    arrived.countDown();
                    return new CompletableFuture<>();
                }
                return Responder.super.respondLater(exchange);
            }
        };
        List<RawConnection> clients = new ArrayList<>();
        try (ReplayServer server = ReplayServer.start(settings(), responder)) {
            for (int i = 0; i < waiting; i++) {
                RawConnection client = new RawConnection(server.url());
                clients.add(client.send("GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            }
            arrived.await();
            assertServes(server);
        } finally {
            for (RawConnection client : clients) {
                client.close();
            }
        }
    }

    @Test
    void clientsThatDoNotReadHoldUpOnlyTheirOwnBodies() throws Exception {
        byte[] piece = "data: x\n\n".repeat(8 << 10).getBytes(StandardCharsets.UTF_8);
        int notReading = 80;
        CountDownLatch begun = new CountDownLatch(notReading);
        WireResponse head = new WireResponse(
                200,
                List.of(new HttpHeader("Content-Type", "text/event-stream")),
                TestResponses.bytes(""),
                Ending.COMPLETE);
        Responder responder = exchange -> exchange.path().equals("/endless")
                ? new RecorderResponse.Proxied(head, new StreamedBody() {

                    private boolean asked;

                    @Override
                    public CompletionStage<Piece> next() {
                        if (!asked) {
                            asked = true;
                            begun.countDown();
                        }
                        return CompletableFuture.completedFuture(Piece.of(ByteBuffer.wrap(piece)));
                    }

                    @Override
                    public void abandon() {
                        // Nothing is open.
                    }
                })
                : TestResponses.json("{}");
        List<RawConnection> clients = new ArrayList<>();
        try (ReplayServer server = ReplayServer.start(settings(), responder)) {
            for (int i = 0; i < notReading; i++) {
                RawConnection client = new RawConnection(server.url());
                clients.add(client.send("GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            }
            begun.await();
            assertServes(server);
        } finally {
            for (RawConnection client : clients) {
                client.close();
            }
        }
    }

    private static void assertServes(ReplayServer server) throws IOException {
        try (RawConnection other = new RawConnection(server.url())) {
            other.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(other.reply().status()).isEqualTo(200);
        }
    }

    @Test
    void closesUnderAnInterruptedThreadAndLeavesItInterrupted() throws Exception {
        ReplayServer server = ReplayServer.start(settings(), exchange -> TestResponses.json("{}"));
        List<Thread> threads = threads();
        Thread.currentThread().interrupt();
        server.close();
        assertThat(Thread.interrupted()).isTrue();
        awaitEnd(threads);
        assertThat(problems).isEmpty();
    }

    @Test
    void closesWhileARequestIsBeingAnswered() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        ReplayServer server = ReplayServer.start(settings(), exchange -> {
            asked.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return TestResponses.json("{}");
        });
        try (RawConnection connection = new RawConnection(server.url())) {
            connection.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            asked.await();
            List<Thread> threads = threads();
            server.close();
            awaitEnd(threads);
            assertThat(connection.isClosed()).isTrue();
        }
        assertFree(server.url().getPort());
    }

    @Test
    void closesWhileAClientDoesNotReadAndAnotherDoesNotSend() throws Exception {
        String huge = "data: x\n\n".repeat(4 << 20);
        CountDownLatch asked = new CountDownLatch(1);
        ReplayServer server = ReplayServer.start(settings(), exchange -> {
            asked.countDown();
            return TestResponses.respond(200, "text/event-stream", huge, Ending.COMPLETE);
        });
        try (RawConnection reader = new RawConnection(server.url());
                RawConnection sender = new RawConnection(server.url())) {
            reader.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            sender.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc");
            asked.await();
            List<Thread> threads = threads();
            server.close();
            awaitEnd(threads);
        }
        assertFree(server.url().getPort());
        assertThat(problems).isEmpty();
    }

    @Test
    void startsAgainOnTheSamePort() throws Exception {
        int port;
        try (ReplayServer first = ReplayServer.start(settings(), exchange -> TestResponses.json("{}"))) {
            port = first.url().getPort();
            try (RawConnection connection = new RawConnection(first.url())) {
                connection.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").reply();
            }
        }
        ServerSettings same = ServerSettings.onPort(port, (text, cause) -> problems.add(text));
        try (ReplayServer second = ReplayServer.start(same, exchange -> TestResponses.json("{}"))) {
            assertThat(second.url()).isEqualTo(URI.create("http://127.0.0.1:" + port));
        }
    }

    @Test
    void leavesNothingWhereItDoesNotStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, loopback(1))) {
            ServerSettings settings = ServerSettings.onPort(taken.getLocalPort(), (text, cause) -> problems.add(text));
            assertThatCode(() -> ReplayServer.start(settings, exchange -> TestResponses.json("{}")))
                    .isInstanceOf(PortTakenException.class);
            awaitEnd(threads());
        }
        assertThat(System.getProperty("org.slf4j.simpleLogger.log.org.eclipse.jetty"))
                .isNull();
        assertThat(problems).isEmpty();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "others have no second loopback address without being told")
    void listensOnTheLoopbackInterfaceOnly() throws Exception {
        try (ReplayServer server = ReplayServer.start(settings(), exchange -> TestResponses.json("{}"))) {
            assertThat(server.url().getHost()).isEqualTo("127.0.0.1");
            // The same port of any other address is still to be had, which it would not be if we listened on all.
            assertThatCode(() -> new ServerSocket(server.url().getPort(), 1, loopback(2)).close())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void letsGoOfItsClassLoader() throws Exception {
        WeakReference<ClassLoader> loader = serveInAClassLoaderOfItsOwn();
        for (int i = 0; i < 50 && loader.get() != null; i++) {
            System.gc();
            // Filling the heap a little makes collectors that are in no hurry look again.
            assertThat(new byte[8 << 20]).isNotEmpty();
        }
        assertThat(loader.get()).isNull();
    }

    /** A method of its own, so that nothing of it is left on the stack. */
    private static WeakReference<ClassLoader> serveInAClassLoaderOfItsOwn() throws Exception {
        URL[] classPath = Arrays.stream(
                        System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator), -1))
                .map(ServerLifeTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader own = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            Class<?> serverClass = own.loadClass(ReplayServer.class.getName());
            assertThat(serverClass).isNotSameAs(ReplayServer.class);
            Method serveOnce = own.loadClass(ServerLifeTest.class.getName()).getDeclaredMethod("serveOnce");
            serveOnce.setAccessible(true);
            serveOnce.invoke(null);
            return new WeakReference<>(own);
        }
    }

    /** Starts a server, uses it in all the ways that could leave something behind, and closes it. */
    static void serveOnce() throws IOException {
        try (ReplayServer server = ReplayServer.start(
                ServerSettings.onFreePort((text, cause) -> {}),
                exchange -> TestResponses.respond(
                        200,
                        "text/event-stream",
                        "data: 1\n\n",
                        exchange.path().equals("/cut") ? Ending.CUT : Ending.COMPLETE))) {
            for (String path : List.of("/", "/cut")) {
                try (RawConnection connection = new RawConnection(server.url())) {
                    connection
                            .send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .reply();
                }
            }
            try (RawConnection connection = new RawConnection(server.url())) {
                connection.send("nonsense\r\n\r\n").reply();
            }
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
