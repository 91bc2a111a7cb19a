package io.github.recorder.server;

import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.TunnelSupport;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * Handles {@code CONNECT}. The connection then carries TLS that ends here, and inside it ordinary requests. Nothing is
 * ever forwarded to the host that the client named, and a host that is not intercepted gets no tunnel.
 */
final class ConnectHandler {

    private static final int HTTPS_PORT = 443;

    private final @Nullable TlsInterceptionPolicy interception;
    private final HttpConnectionFactory inside;

    /**
     * Creates the handler.
     *
     * @param interception null if nothing is intercepted
     * @param inside creates the connections inside tunnels
     */
    ConnectHandler(@Nullable TlsInterceptionPolicy interception, HttpConnectionFactory inside) {
        this.interception = interception;
        this.inside = inside;
    }

    /** Responds to a {@code CONNECT} and completes the exchange. */
    void respond(Request request, Response response, Callback callback) {
        String host = request.getHttpURI().getHost();
        TunnelSupport support = request.getTunnelSupport();
        // A tunnel cannot contain another tunnel.
        boolean possible = host != null && support != null && ConnectTunnel.of(request) == null;
        TlsInterceptionPolicy.InterceptedHost impostor = interception == null || !possible
                ? null
                : interception.insteadOf(
                        host,
                        request.getHttpURI().getPort() > 0
                                ? request.getHttpURI().getPort()
                                : HTTPS_PORT);
        if (impostor == null) {
            TransportError refusal = interception == null
                    ? TransportError.connect()
                    : TransportError.notIntercepted(String.valueOf(host));
            ResponseWriter.write(refusal.response(), request, response, callback);
            return;
        }
        Connector connector = request.getConnectionMetaData().getConnector();
        ConnectTunnel tunnel =
                ConnectTunnel.to(request.getHttpURI().getAuthority(), impostor.pathHere(), connector.getName());
        SslConnection tls = endOf(tunnel, host, impostor, connector, support.getEndPoint());
        request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, tls);
        response.setStatus(HttpStatus.OK_200);
        callback.succeeded();
    }

    private SslConnection endOf(
            ConnectTunnel tunnel,
            String host,
            TlsInterceptionPolicy.InterceptedHost impostor,
            Connector connector,
            EndPoint client) {
        SSLEngine engine = impostor.tls().createSSLEngine();
        engine.setUseClientMode(false);
        SslConnection tls = new TunnelEnd(connector, client, engine, host);
        Connection http = inside.newConnection(connector, tls.getSslEndPoint());
        tunnel.surround((ConnectionMetaData) http);
        tls.getSslEndPoint().setConnection(http);
        return tls;
    }

    /** The end of a tunnel, which reports clients that did not trust the certificate. */
    private final class TunnelEnd extends SslConnection implements SslHandshakeListener {

        private final String host;
        private final AtomicBoolean shaken = new AtomicBoolean();

        TunnelEnd(Connector connector, EndPoint client, SSLEngine engine, String host) {
            super(
                    connector.getByteBufferPool(),
                    connector.getExecutor(),
                    new SslContextFactory.Server(),
                    client,
                    engine);
            this.host = host;
            addHandshakeListener(this);
        }

        @Override
        public void handshakeSucceeded(Event event) {
            shaken.set(true);
        }

        @Override
        public void handshakeFailed(Event event, Throwable failure) {
            // A failed handshake between two clients of the same JDK can only concern the certificate.
            if (interception != null && failure instanceof SSLException && shaken.compareAndSet(false, true)) {
                interception.distrusted(host, true);
            }
        }

        @Override
        public void onClose(@Nullable Throwable cause) {
            // The JDK's HttpClient usually gives no reason for rejecting a certificate; it just disconnects.
            if (interception != null && getBytesOut() > 0 && shaken.compareAndSet(false, true)) {
                interception.distrusted(host, false);
            }
            super.onClose(cause);
        }
    }
}
