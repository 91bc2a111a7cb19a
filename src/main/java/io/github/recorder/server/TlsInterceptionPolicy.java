package io.github.recorder.server;

import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Decides which hosts the server intercepts as a proxy, and provides their replacements. Thread-safe. */
public interface TlsInterceptionPolicy {

    /**
     * Returns the replacement of a host.
     *
     * @param host a name as the client sent it, in any case, or an address
     * @param port the port there
     * @return null if the host is not intercepted
     */
    @Nullable
    InterceptedHost insteadOf(String host, int port);

    /**
     * Called when a client did not trust the certificate and sent nothing.
     *
     * @param said whether the client rejected the certificate explicitly; false if it only disconnected after seeing
     *     it, as a cancelled request also does
     */
    void distrusted(String host, boolean said);

    /**
     * The replacement of a host.
     *
     * @param pathHere translates a path at that host to the path that a client of this server uses for the same
     *     request; both percent-encoded, with a leading slash and without a session
     * @param tls the TLS context of the host
     */
    record InterceptedHost(UnaryOperator<String> pathHere, SSLContext tls) {}
}
