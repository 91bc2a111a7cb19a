package io.github.recorder.scripted;

import io.github.recorder.scripted.ScriptedProvider.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * A {@link ScriptedProvider} over TLS that offers HTTP/2 and HTTP/1.1, as real services do. A response that is cut off
 * resets its stream; the connection and its other streams stay open. Thread-safe.
 */
public final class SecureProvider implements AutoCloseable {

    private static final int PLENTY = 1_000_000;

    private final Server server = new Server();
    private final ServerConnector connector;
    private final Deque<Reply> replies = new ArrayDeque<>();
    private final List<String> protocols = new CopyOnWriteArrayList<>();
    private final List<Map<String, String>> headers = new CopyOnWriteArrayList<>();
    private final Semaphore pieces = new Semaphore(PLENTY);

    private SecureProvider(ServerKey key) throws Exception {
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        ssl.setSslContext(key.serving());
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory("h2", "http/1.1");
        alpn.setDefaultProtocol("http/1.1");
        connector = new ServerConnector(
                server,
                new SslConnectionFactory(ssl, alpn.getProtocol()),
                alpn,
                new HTTP2ServerConnectionFactory(http),
                new HttpConnectionFactory(http));
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                respond(request, response, callback);
                return true;
            }
        });
        server.start();
    }

    /** Starts a service on a free port of the loopback interface. */
    public static SecureProvider start(ServerKey key, Reply... replies) throws Exception {
        SecureProvider provider = new SecureProvider(key);
        provider.script(replies);
        return provider;
    }

    /** Gives these answers from now on, the last again and again. */
    public void script(Reply... next) {
        synchronized (replies) {
            replies.clear();
            replies.addAll(List.of(next));
        }
    }

    /** Returns the base URL, without a slash at its end. */
    public URI url() {
        return URI.create("https://127.0.0.1:" + connector.getLocalPort());
    }

    /** Returns the protocol of each request that came, for instance {@code HTTP/2.0}. */
    public List<String> protocols() {
        return List.copyOf(protocols);
    }

    /** Returns the headers of each request that came, by name in lower case. */
    public List<Map<String, String>> headers() {
        return List.copyOf(headers);
    }

    /** Sends no piece from now on before {@link #sendPiece} says so. */
    public void holdPieces() {
        pieces.drainPermits();
    }

    /** Sends one piece more. */
    public void sendPiece() {
        pieces.release();
    }

    private void respond(Request request, Response response, Callback callback) throws Exception {
        protocols.add(request.getConnectionMetaData().getHttpVersion().asString());
        Map<String, String> sent = new TreeMap<>();
        request.getHeaders().forEach(field -> sent.put(field.getLowerCaseName(), field.getValue()));
        headers.add(Map.copyOf(sent));
        Content.Source.asString(request);
        Reply reply;
        synchronized (replies) {
            reply = replies.size() > 1 ? replies.remove() : replies.element();
        }
        response.setStatus(reply.status());
        reply.headers().forEach(response.getHeaders()::put);
        if (reply.gzip()) {
            response.getHeaders().put("Content-Encoding", "gzip");
        }
        PieceEncoder encoder = new PieceEncoder(reply.gzip());
        for (String piece : reply.pieces()) {
            pieces.acquire();
            ScriptedProvider.pause(reply.gap());
            write(response, false, encoder.piece(piece));
        }
        if (reply.cut() != null) {
            reply.cut().acquire();
            callback.failed(new IOException("cut off as scripted"));
            return;
        }
        write(response, true, encoder.end());
        callback.succeeded();
    }

    private static void write(Response response, boolean last, byte[] bytes) throws IOException {
        try (Blocker.Callback written = Blocker.callback()) {
            response.write(last, ByteBuffer.wrap(bytes), written);
            written.block();
        }
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
    }
}
