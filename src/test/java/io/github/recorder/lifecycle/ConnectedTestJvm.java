package io.github.recorder.lifecycle;

import io.github.recorder.attribution.EventServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The connection of a test JVM to the recorder. */
final class ConnectedTestJvm implements AutoCloseable {

    private final Socket socket;
    private final BufferedReader in;
    private final String session;

    ConnectedTestJvm(EventServer events) throws IOException {
        socket = new Socket(events.host(), events.port());
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        session = say("hello 1 " + events.token()).substring("session ".length());
    }

    String session() {
        return session;
    }

    synchronized String say(String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        return in.readLine();
    }

    /** Ends the connection, as the end of the JVM does, whether it was killed or not. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
