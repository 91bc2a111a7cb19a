package io.github.recorder.server;

import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.replay.Responder;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/**
 * An HTTP server on 127.0.0.1 that sends its responder's responses. Thread-safe.
 *
 * <p>All its threads are daemons whose names begin with {@code recorder-}. When {@link #close} returns, none is left
 * and the port is free.
 */
public final class ReplayServer implements AutoCloseable {

    /** A blocking responder occupies a thread; further requests wait. */
    private static final int MAX_THREADS = 64;

    private static final int MAX_HEADER_BYTES = 64 << 10;

    /** What a recording may hold, and room for the server's own headers. */
    private static final int MAX_RESPONSE_HEADER_BYTES = RecordedResponse.MAX_HEADER_BYTES + (128 << 10);

    /** How long {@link #close} waits for busy threads. */
    private static final long STOP_TIMEOUT_MILLIS = 2_000;

    private final JettyLogLevel logLevel;
    private final Server jetty;
    private final SessionConnectors sessionPorts;
    private final URI url;
    private final ProblemListener problems;
    private final AtomicBoolean closed = new AtomicBoolean();

    private ReplayServer(
            JettyLogLevel logLevel, Server jetty, SessionConnectors sessionPorts, URI url, ProblemListener problems) {
        this.logLevel = logLevel;
        this.jetty = jetty;
        this.sessionPorts = sessionPorts;
        this.url = url;
        this.problems = problems;
    }

    /**
     * Starts a server that listens when this method returns.
     *
     * @throws PortTakenException if the configured port is in use
     * @throws IOException if the operating system does not allow it for another reason
     */
    public static ReplayServer start(ServerSettings settings, Responder responder) throws IOException {
        JettyLogLevel logLevel = JettyLogLevel.warnings();
        boolean started = false;
        try {
            ReplayServer server = listen(settings, responder, logLevel);
            started = true;
            return server;
        } finally {
            if (!started) {
                logLevel.close();
            }
        }
    }

    private static ReplayServer listen(ServerSettings settings, Responder responder, JettyLogLevel logLevel)
            throws IOException {
        Server jetty = jetty();
        HttpConnectionFactory http = new HttpConnectionFactory(http());
        ServerConnector connector = LoopbackConnectors.bind(new ServerConnector(jetty, 1, 1, http), settings.port());
        jetty.addConnector(connector);
        jetty.setHandler(new ExchangeHandler(responder, settings, new ConnectHandler(settings.interception(), http)));
        jetty.setErrorHandler(new JettyErrorHandler(settings.problems()));
        try {
            connector.open();
            jetty.start();
        } catch (Exception e) {
            connector.close();
            stop(jetty, settings.problems());
            if (e instanceof IOException io) {
                throw explained(io, settings.port());
            }
            throw new IOException(
                    "The server on " + LoopbackConnectors.ADDRESS + " did not start: " + e.getMessage(), e);
        }
        URI url = URI.create("http://" + LoopbackConnectors.ADDRESS + ":" + connector.getLocalPort());
        return new ReplayServer(logLevel, jetty, new SessionConnectors(jetty, http), url, settings.problems());
    }

    private static Server jetty() {
        // Jetty's own queue asks the JVM for the size of a cache line, which starts JMX and takes longer than Jetty.
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 4, new LinkedBlockingQueue<>());
        threads.setName("recorder-http");
        threads.setDaemon(true);
        threads.setStopTimeout(STOP_TIMEOUT_MILLIS);
        Server jetty =
                new Server(threads, new ScheduledExecutorScheduler("recorder-timer", true), new ArrayByteBufferPool());
        // No graceful shutdown, because the caller has already received every response it needs.
        jetty.setStopTimeout(0);
        jetty.setStopAtShutdown(false);
        return jetty;
    }

    private static HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        http.setMaxResponseHeaderSize(MAX_RESPONSE_HEADER_BYTES);
        // Some clients omit the port in the Host of a CONNECT. For every other request this server checks both the URL
        // and the Host itself.
        http.setHttpCompliance(HttpCompliance.RFC7230.with("RECORDER", HttpCompliance.Violation.MISMATCHED_AUTHORITY));
        // A path is only compared and never becomes a file name, so ambiguous paths do no harm.
        http.setUriCompliance(UriCompliance.UNSAFE);
        return http;
    }

    private static IOException explained(IOException e, int port) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            // The JDK throws different exceptions for a port that is taken and for a privileged port.
            if (cause instanceof BindException
                    && !String.valueOf(cause.getMessage()).contains("ermission")) {
                return new PortTakenException(port, e);
            }
        }
        return new IOException(
                "The server can not listen on " + LoopbackConnectors.ADDRESS + ":" + port + ": " + e.getMessage()
                        + ". Choose another port with -Drecorder.port=NUMBER (1024 and above need no special rights),"
                        + " or leave it out to get a free one.",
                e);
    }

    /** Returns the root of all URLs of this server, without a trailing slash: {@code http://127.0.0.1:PORT}. */
    public URI url() {
        return url;
    }

    /**
     * Opens an additional port for clients in one test JVM that cannot name their JVM: a tunnel through this port
     * belongs to the session.
     *
     * @param session a valid URL path segment
     * @return the port, on 127.0.0.1
     * @throws IOException if no port is free
     */
    public int openPort(String session) throws IOException {
        return sessionPorts.open(session);
    }

    /** Closes the port of a session, if it has one. */
    public void closePort(String session) {
        sessionPorts.close(session);
    }

    /**
     * Stops listening, cancels all exchanges, and ends all threads. Returns at once if no exchange is active, and after
     * a few seconds at most. Idempotent. Never throws; it reports failures to the listener.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            sessionPorts.close();
            stop(jetty, problems);
            logLevel.close();
        }
    }

    private static void stop(Server jetty, ProblemListener problems) {
        // An interrupted thread would not wait for the others, and Ctrl-C is one of the reasons for this call.
        boolean interrupted = Thread.interrupted();
        try {
            jetty.stop();
        } catch (Exception e) {
            problems.problem("The server did not stop cleanly.", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
