package io.github.recorder.testjvm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * The connection over which this JVM reports its running tests to the plugin. Its failures never reach a test: nothing
 * is thrown, and the tests continue without a name.
 */
final class PluginConnection {

    static final String PASSED = "passed";
    static final String FAILED = "failed";
    static final String ABORTED = "aborted";
    static final String SKIPPED = "skipped";

    /** The beginning of the reply to a started test, followed by its mark if the plugin was asked for marks. */
    private static final String MARKED = "ok ";

    private static final int CONNECT_MILLIS = 2_000;
    private static final int ANSWER_MILLIS = 10_000;
    private static final int LOOK_MILLIS = 1;

    private static PluginConnection connected;
    private static volatile boolean platform;

    private final Socket socket;
    private final OutputStream out;
    private final BufferedReader in;
    private final String session;
    private final int ownPort;
    private boolean broken;

    private PluginConnection(Socket socket, OutputStream out, BufferedReader in, String session, int ownPort) {
        this.socket = socket;
        this.out = out;
        this.in = in;
        this.session = session;
        this.ownPort = ownPort;
    }

    /**
     * Connects.
     *
     * @return the session's name; null if there is no connection
     */
    static synchronized String connect(String host, String port, String token) {
        if (connected == null && port != null) {
            connected = open(host, Integer.parseInt(port), token);
        }
        return connected == null ? null : connected.session;
    }

    /** Returns the server's port for clients in this JVM that cannot name their JVM; 0 if there is none. */
    static synchronized int ownPort() {
        return connected == null ? 0 : connected.ownPort;
    }

    private static PluginConnection open(String host, int port, String token) {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), CONNECT_MILLIS);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(ANSWER_MILLIS);
            OutputStream out = socket.getOutputStream();
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            out.write(("hello 1 " + token + "\n").getBytes(StandardCharsets.UTF_8));
            String response = in.readLine();
            if (response != null && response.startsWith("session ")) {
                String[] words = response.split(" ");
                return new PluginConnection(
                        socket, out, in, words[1], words.length < 3 ? 0 : Integer.parseInt(words[2]));
            }
        } catch (IOException unreachable) {
            // As below: without a session.
        }
        close(socket);
        return null;
    }

    /** Asks the plugin for the marks of the tests that begin from now on. */
    static void askForMarks() {
        PluginConnection events = current();
        if (events != null) {
            events.say("marks");
        }
    }

    /** Notes that the JUnit Platform runs the tests, so that the listeners of the frameworks below it stay silent. */
    static void platformRuns() {
        platform = true;
    }

    static boolean isPlatform() {
        return platform;
    }

    /** Reports that a test, or a class, begins. Returns when the plugin knows. */
    static void started(ReportedNames test) {
        begin("started ", test);
    }

    /** Reports that code for a test begins, after which the test will start. */
    static void preparing(ReportedNames test) {
        begin("preparing ", test);
    }

    /** Reports that code for a test or class begins, beside all tests that run. */
    static void configuring(ReportedNames test) {
        begin("configuring ", test);
    }

    private static void begin(String event, ReportedNames test) {
        PluginConnection events = current();
        if (events != null) {
            String reply = events.say(event + test.line());
            if (reply != null && reply.startsWith(MARKED)) {
                RunningMark.begin(test.id, reply.substring(MARKED.length()));
            }
        }
    }

    /** Reports that a test, or a class, has ended. */
    static void finished(String status, ReportedNames test) {
        end("finished ", status, test);
    }

    /** Reports that code for a test or class has ended. */
    static void configured(String status, ReportedNames test) {
        end("configured ", status, test);
    }

    private static void end(String event, String status, ReportedNames test) {
        ProcessWatch.look();
        PluginConnection events = current();
        if (events != null) {
            events.say(event + status + " " + test.line());
        }
        RunningMark.end(test.id);
    }

    /** Returns whether the run that this JVM was connected to has ended; false if there was none. */
    static boolean isOver() {
        PluginConnection events = current();
        return events != null && events.isClosed();
    }

    private static synchronized PluginConnection current() {
        return connected;
    }

    /** Returns the reply; null if the connection is broken. */
    private synchronized String say(String line) {
        if (broken) {
            return null;
        }
        String reply = null;
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            reply = in.readLine();
            broken = reply == null;
        } catch (IOException lost) {
            broken = true;
        }
        if (broken) {
            close(socket);
        }
        return reply;
    }

    /** The plugin only sends replies, so there is nothing to read here except the end of the connection. */
    private synchronized boolean isClosed() {
        if (!broken) {
            try {
                socket.setSoTimeout(LOOK_MILLIS);
                broken = in.read() < 0;
            } catch (SocketTimeoutException alive) {
                answerInTime();
            } catch (IOException lost) {
                broken = true;
            }
        }
        return broken;
    }

    private void answerInTime() {
        try {
            socket.setSoTimeout(ANSWER_MILLIS);
        } catch (IOException lost) {
            broken = true;
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyClosed) {
            // This is intended.
        }
    }
}
