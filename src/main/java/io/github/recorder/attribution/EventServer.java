package io.github.recorder.attribution;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Listens, on the loopback interface, to what test JVMs say of their tests. Each keeps one connection open.
 *
 * <p>The protocol is lines of UTF-8. The test JVM says {@code hello 1 TOKEN} and gets {@code session NAME}, or {@code
 * session NAME PORT} where calls that come through that port are known to be its; then {@code started TEST} and {@code
 * finished STATUS TEST}, each of which gets {@code ok} when it has been noted, so that a request which the test sends
 * next, or its class sends after it, is known to be what it is. TEST is the names
 * of a {@link TestIdentity}, separated by tabs. A connection that says anything else is closed.
 */
public final class EventServer implements AutoCloseable {

    private static final int TOKEN_BYTES = 16;
    private static final int BACKLOG = 50;
    private static final Set<String> STATUSES = Set.of("passed", "failed", "aborted", "skipped");

    private final ServerSocket listening;
    private final String token;
    private final TestJvmSessions sessions;
    private final TestEventListener events;
    private final @Nullable SessionPorts entrances;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    private EventServer(
            ServerSocket listening,
            String token,
            TestJvmSessions sessions,
            TestEventListener events,
            @Nullable SessionPorts entrances) {
        this.listening = listening;
        this.token = token;
        this.sessions = sessions;
        this.events = events;
        this.entrances = entrances;
    }

    /**
     * Starts to listen on a free port, for test JVMs whose calls all name their session.
     *
     * @throws IOException if it cannot
     */
    public static EventServer start(TestJvmSessions sessions, TestEventListener events) throws IOException {
        return start(sessions, events, null);
    }

    /**
     * Starts to listen on a free port.
     *
     * @param entrances each session is given one of; null for none
     * @throws IOException if it cannot
     */
    public static EventServer start(
            TestJvmSessions sessions, TestEventListener events, @Nullable SessionPorts entrances) throws IOException {
        byte[] secret = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(secret);
        ServerSocket listening = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        EventServer server = new EventServer(listening, HexFormat.of().formatHex(secret), sessions, events, entrances);
        daemon("recorder-events", server::accept);
        return server;
    }

    /** Returns the address, an IP address of the loopback interface. */
    public String host() {
        return listening.getInetAddress().getHostAddress();
    }

    /** Returns the port. */
    public int port() {
        return listening.getLocalPort();
    }

    /** Returns what a test JVM has to know to be listened to. */
    public String token() {
        return token;
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket connection = listening.accept();
                connections.add(connection);
                if (listening.isClosed()) {
                    close(connection);
                }
                daemon("recorder-events-" + connection.getPort(), () -> listen(connection));
            } catch (IOException closed) {
                return; // By close(), or the system takes no more connections: tests then go on without a session.
            }
        }
    }

    private void listen(Socket connection) {
        String session = null;
        try (connection) {
            connection.setTcpNoDelay(true);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
            OutputStream out = connection.getOutputStream();
            if (isHello(in.readLine())) {
                session = sessions.open();
                events.opened(session);
                int port = entrances == null ? 0 : entrances.open(session);
                respond(out, "session " + session + (port == 0 ? "" : " " + port));
                String line = in.readLine();
                while (line != null && note(session, line)) {
                    respond(out, "ok");
                    line = in.readLine();
                }
            }
        } catch (IOException broken) {
            // A JVM that was killed says no good-bye; what matters is that its session ends, below.
        } finally {
            connections.remove(connection);
            if (session != null) {
                sessions.close(session);
                events.closed(session);
                if (entrances != null) {
                    entrances.close(session);
                }
            }
        }
    }

    private boolean isHello(@Nullable String line) {
        byte[] said = String.valueOf(line).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(said, ("hello 1 " + token).getBytes(StandardCharsets.UTF_8));
    }

    private boolean note(String session, String line) {
        String[] words = line.split(" ", 3);
        if (words[0].equals("started") && words.length >= 2) {
            TestIdentity test = TestIdentity.parse(line.substring("started ".length()));
            sessions.started(session, test);
            events.started(session, test);
            return true;
        }
        if (words[0].equals("finished") && words.length == 3 && STATUSES.contains(words[1])) {
            TestIdentity test = TestIdentity.parse(words[2]);
            events.finished(session, test, words[1]);
            sessions.finished(session, test);
            return true;
        }
        return false;
    }

    private static void respond(OutputStream out, String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Ends all connections. Idempotent. */
    @Override
    public void close() {
        close(listening);
        connections.forEach(EventServer::close);
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception problem) {
            // It is as good as closed: nothing is read from it any more.
        }
    }
}
