package io.github.recorder.scripted;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy that connects every CONNECT (RFC 9110, 9.3.6), whatever host it names, to one port of this machine.
 * Thread-safe.
 */
public final class ConnectProxy implements AutoCloseable {

    private final ServerSocket listening;
    private final int target;
    private final String status;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private ConnectProxy(ServerSocket listening, int target, String status) {
        this.listening = listening;
        this.target = target;
        this.status = status;
    }

    /** Starts a proxy that leads to a port. */
    public static ConnectProxy to(int target) throws IOException {
        return start(target, "200 Connection established");
    }

    /** Starts a proxy that asks who calls. */
    public static ConnectProxy wantingPassword() throws IOException {
        return start(0, "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"acme\"");
    }

    private static ConnectProxy start(int target, String status) throws IOException {
        ConnectProxy proxy =
                new ConnectProxy(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()), target, status);
        daemon(proxy::accept);
        return proxy;
    }

    /** Returns the URL that a variable such as {@code HTTPS_PROXY} has to name. */
    public String url() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    /** Returns the first line of each request that came. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                daemon(() -> serve(client));
            }
        } catch (IOException closed) {
            return;
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            asked.add(line(in));
            while (!line(in).isEmpty()) {
                // Headers say nothing to this proxy.
            }
            OutputStream out = client.getOutputStream();
            out.write(("HTTP/1.1 " + status + "\r\n" + (target == 0 ? "Content-Length: 0\r\n" : "") + "\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            if (target == 0) {
                return;
            }
            try (Socket service = new Socket(InetAddress.getLoopbackAddress(), target)) {
                daemon(() -> copy(service, client));
                in.transferTo(service.getOutputStream());
            }
        } catch (IOException closed) {
            return;
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.close();
        } catch (IOException closed) {
            return;
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "connect-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
