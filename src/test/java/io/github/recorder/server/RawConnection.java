package io.github.recorder.server;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A client that sends exactly the bytes it is told to and shows exactly what comes back. */
final class RawConnection implements AutoCloseable {

    /**
     * One response.
     *
     * @param headers by name in lower case
     * @param complete whether the message ended as HTTP has it
     */
    record Reply(String statusLine, Map<String, String> headers, String body, boolean complete) {

        int status() {
            return statusOf(statusLine);
        }
    }

    private final Socket socket;
    private final InputStream in;

    RawConnection(URI server) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(600_000); // Only ends a test that hangs, because a read cannot be interrupted.
        in = socket.getInputStream();
    }

    RawConnection send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawConnection send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Returns TLS over this connection, with a peer that calls itself so. */
    SSLSocket inside(SSLContext trusting, String host) throws IOException {
        return (SSLSocket) trusting.getSocketFactory().createSocket(socket, host, 443, true);
    }

    /** Waits until the server has begun to answer. */
    void awaitByte() throws IOException {
        if (in.read() < 0) {
            throw new EOFException("The server closed the connection.");
        }
    }

    /** Resets the connection, as a killed process does; unread data is dropped. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Reads one response of a request that was no HEAD. */
    Reply reply() throws IOException {
        return reply(false);
    }

    Reply reply(boolean head) throws IOException {
        String statusLine = line();
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int status = statusOf(statusLine);
        if (head || status == 204 || status == 304 || status < 200) {
            return new Reply(statusLine, headers, "", true);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean complete = true;
        String length = headers.get("content-length");
        try {
            if ("chunked".equals(headers.get("transfer-encoding"))) {
                complete = chunks(body);
            } else if (length != null) {
                byte[] bytes = in.readNBytes(Integer.parseInt(length));
                body.write(bytes);
                complete = bytes.length == Integer.parseInt(length);
            } else {
                in.transferTo(body);
            }
        } catch (SocketException e) {
            complete = false;
        }
        return new Reply(statusLine, headers, body.toString(StandardCharsets.UTF_8), complete);
    }

    /** Returns whether the last chunk came. */
    private boolean chunks(ByteArrayOutputStream body) throws IOException {
        while (true) {
            String size = line();
            if (size.isEmpty()) {
                return false;
            }
            int count = Integer.parseInt(size, 16);
            body.write(in.readNBytes(count));
            String end = line();
            if (count == 0) {
                return end.isEmpty();
            }
        }
    }

    /** Returns whether the server has closed the connection, waiting for it if need be. */
    boolean isClosed() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    /** HTTP/1.1 200 OK: the number is always in the same place. */
    private static int statusOf(String statusLine) {
        return Integer.parseInt(statusLine.substring(9, 12));
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
