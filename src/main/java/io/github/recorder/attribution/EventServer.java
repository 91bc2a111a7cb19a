package io.github.recorder.attribution;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Listens on the loopback interface for test events from test JVMs. Each JVM keeps one connection open.
 *
 * <p>The protocol is lines of UTF-8. The test JVM sends {@code hello 1 TOKEN} and receives {@code session NAME}, or
 * {@code session NAME PORT} if requests through that port are attributed to it. It then sends {@code started TEST} and
 * {@code finished STATUS TEST}; and {@code configuring TEST} and {@code configured STATUS TEST} around a configuration
 * method that runs for a test or class, beside tests that run, {@code preparing TEST} if its test follows. The server
 * replies {@code ok} once it has noted the event, so that the next request of the test is attributed correctly. After
 * {@code marks} it replies {@code ok MARK} to a beginning: a request that carries the mark is of this test. TEST is the
 * names of a {@link TestIdentity}, separated by tabs. The server closes a connection that sends anything else.
 *
 * <p>One thread serves all connections, so idle ones cost little. Lines are bounded, and so is the number of
 * connections that have not sent hello: a new connection replaces the oldest of them.
 */
public final class EventServer implements AutoCloseable {

    private static final String HELLO = "hello 1 ";
    private static final int BACKLOG = 50;
    private static final int MOST_STRANGERS = 64;
    private static final int LONGEST_HELLO = 256;
    private static final int LONGEST_LINE = 64 << 10;
    private static final long CLOSE_MILLIS = 2_000;
    private static final Set<String> STATUSES = Set.of("passed", "failed", "aborted", "skipped");

    private final ServerSocketChannel listening;
    private final Selector selector;
    private final InetSocketAddress address;
    private final RunToken token;
    private final TestJvmSessions sessions;
    private final TestEventListener events;
    private final @Nullable SessionPorts entrances;
    private final Thread thread;
    private volatile boolean closed;

    // Used by the serving thread only.
    private final ByteBuffer buffer = ByteBuffer.allocate(8 << 10);
    private final Set<Connection> strangers = new LinkedHashSet<>();

    private EventServer(
            ServerSocketChannel listening,
            Selector selector,
            RunToken token,
            TestJvmSessions sessions,
            TestEventListener events,
            @Nullable SessionPorts entrances)
            throws IOException {
        this.listening = listening;
        this.selector = selector;
        this.address = (InetSocketAddress) listening.getLocalAddress();
        this.token = token;
        this.sessions = sessions;
        this.events = events;
        this.entrances = entrances;
        this.thread = new Thread(this::serve, "recorder-events");
        thread.setDaemon(true);
    }

    /**
     * Listens on a free port, for test JVMs whose requests all name their session.
     *
     * @throws IOException if it cannot listen
     */
    public static EventServer start(TestJvmSessions sessions, TestEventListener events) throws IOException {
        return start(sessions, events, null, RunToken.random());
    }

    /**
     * Listens on a free port.
     *
     * @param entrances opens a port for each session; null if sessions have no ports
     * @param token the token that a test JVM must send
     * @throws IOException if it cannot listen
     */
    public static EventServer start(
            TestJvmSessions sessions, TestEventListener events, @Nullable SessionPorts entrances, RunToken token)
            throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open();
        try {
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
            listening.configureBlocking(false);
            Selector selector = Selector.open();
            listening.register(selector, SelectionKey.OP_ACCEPT);
            EventServer server = new EventServer(listening, selector, token, sessions, events, entrances);
            server.thread.start();
            return server;
        } catch (IOException problem) {
            close(listening);
            throw problem;
        }
    }

    /** Returns the address, an IP address of the loopback interface. */
    public String host() {
        return address.getAddress().getHostAddress();
    }

    /** Returns the port. */
    public int port() {
        return address.getPort();
    }

    /** Returns the token that a test JVM must send. */
    public String token() {
        return token.text();
    }

    /** Returns the number of test JVMs that are connected. */
    public int testJvms() {
        return sessions.connected();
    }

    private void serve() {
        try {
            while (!closed) {
                selector.select(this::serve);
            }
        } catch (IOException broken) {
            return; // Tests go on without sessions.
        } finally {
            List<SelectionKey> keys = new ArrayList<>(selector.keys());
            keys.forEach(key -> {
                if (key.attachment() instanceof Connection connection) {
                    connection.end();
                }
            });
            close(listening);
            close(selector);
        }
    }

    private void serve(SelectionKey key) {
        if (key.attachment() instanceof Connection connection) {
            connection.read();
        } else {
            accept(key);
        }
    }

    private void accept(SelectionKey key) {
        try {
            SocketChannel channel = listening.accept();
            if (channel == null) {
                return;
            }
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            Connection connection = new Connection(channel);
            channel.register(selector, SelectionKey.OP_READ, connection);
            strangers.add(connection);
            if (strangers.size() > MOST_STRANGERS) {
                strangers.iterator().next().end();
            }
        } catch (IOException noMore) {
            key.cancel(); // The system accepts no more connections, so later tests run without a session.
        }
    }

    /** One connection; used by the serving thread only. */
    private final class Connection {

        private final SocketChannel channel;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private @Nullable String session;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }

        void read() {
            try {
                buffer.clear();
                if (channel.read(buffer) < 0 || !take(buffer.flip())) {
                    end();
                }
            } catch (IOException broken) {
                end(); // A killed JVM closes no session itself.
            }
        }

        /** Reads bytes and returns whether the connection stays open. */
        private boolean take(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                byte next = bytes.get();
                if (next != '\n') {
                    line.write(next);
                    if (line.size() > (session == null ? LONGEST_HELLO : LONGEST_LINE)) {
                        return false;
                    }
                } else {
                    String said = line.toString(StandardCharsets.UTF_8);
                    line.reset();
                    if (!take(said.endsWith("\r") ? said.substring(0, said.length() - 1) : said)) {
                        return false;
                    }
                }
            }
            return true;
        }

        private boolean take(String said) throws IOException {
            String known = session;
            if (known == null) {
                return isHello(said) && open();
            }
            String reply = note(known, said);
            return reply != null && respond(reply);
        }

        private boolean isHello(String said) {
            return said.startsWith(HELLO) && token.isThis(said.substring(HELLO.length()));
        }

        private boolean open() throws IOException {
            strangers.remove(this);
            String name = sessions.open();
            session = name;
            events.opened(name);
            int port = entrances == null ? 0 : entrances.open(name);
            return respond("session " + name + (port == 0 ? "" : " " + port));
        }

        /** Returns whether the line was sent. A client that does not read is disconnected. */
        private boolean respond(String text) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
            channel.write(bytes);
            return !bytes.hasRemaining();
        }

        /** Closes the connection and its session. Idempotent. */
        void end() {
            strangers.remove(this);
            close(channel);
            String ended = session;
            session = null;
            if (ended != null) {
                sessions.close(ended);
                events.closed(ended);
                if (entrances != null) {
                    entrances.close(ended);
                }
            }
        }
    }

    /** Notes an event and returns the reply; null if the line is no event. */
    private @Nullable String note(String session, String line) {
        String[] words = line.split(" ", 3);
        if (words[0].equals("started") && words.length >= 2) {
            TestIdentity test = TestIdentity.parse(line.substring("started ".length()));
            String mark = sessions.started(session, test);
            events.started(session, test);
            return mark == null ? "ok" : "ok " + mark;
        }
        if ((words[0].equals("preparing") || words[0].equals("configuring")) && words.length >= 2) {
            TestIdentity test = TestIdentity.parse(line.substring(words[0].length() + 1));
            String mark = sessions.configuring(session, test);
            events.configuring(session, test, words[0].equals("preparing"));
            return mark == null ? "ok" : "ok " + mark;
        }
        if (line.equals("marks")) {
            sessions.mark(session);
            return "ok";
        }
        if (words[0].equals("finished") && words.length == 3 && STATUSES.contains(words[1])) {
            TestIdentity test = TestIdentity.parse(words[2]);
            events.finished(session, test, words[1]);
            sessions.finished(session, test);
            return "ok";
        }
        if (words[0].equals("configured") && words.length == 3 && STATUSES.contains(words[1])) {
            TestIdentity test = TestIdentity.parse(words[2]);
            events.configured(session, test, words[1]);
            sessions.configured(session, test);
            return "ok";
        }
        return null;
    }

    /** Closes all connections. Idempotent. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException later) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception problem) {
            // Nothing is read from it any more, so it counts as closed.
        }
    }
}
