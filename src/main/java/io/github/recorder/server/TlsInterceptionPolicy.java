package io.github.recorder.server;

import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Says which hosts a client may ask for as if the server were a proxy, and takes their place. Safe for use by many
 * threads.
 */
public interface TlsInterceptionPolicy {

    /**
     * Returns who answers in the place of a host.
     *
     * @param host a name as the client sent it, in any case, or an address
     * @param port the port there
     * @return null where the host is none of those that are intercepted
     */
    @Nullable
    InterceptedHost insteadOf(String host, int port);

    /**
     * Is told of a client that did not believe it, and so sent nothing.
     *
     * @param said whether it refused the certificate in so many words; false where it just left on seeing it, as it
     *     would, too, if somebody had cancelled its call at this very moment
     */
    void distrusted(String host, boolean said);

    /**
     * Who answers in the place of a host.
     *
     * @param pathHere makes of a call's path at that host the path by which a client that knows this server makes the
     *     same call; both percent-encoded, beginning with a slash, and without a session
     * @param tls speaks for the host
     */
    record InterceptedHost(UnaryOperator<String> pathHere, SSLContext tls) {}
}
