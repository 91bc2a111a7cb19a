package io.github.recorder.server;

import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Says which hosts a client may ask for as if the server were a proxy, and takes their place. Safe for use by many threads. */
public interface Interception {

    /**
     * Returns who answers in the place of a host.
     *
     * @param host a name as the client sent it, in any case, or an address
     * @return null where the host is none of those that are intercepted
     */
    @Nullable
    Impostor insteadOf(String host);

    /**
     * Is told of a client that did not believe it, and so sent nothing.
     *
     * @param said whether it refused the certificate in so many words; false where it just left on seeing it, as it would, too, if
     *     somebody had cancelled its call at this very moment
     */
    void distrusted(String host, boolean said);

    /**
     * Who answers in the place of a host.
     *
     * @param upstream the first segment of the path by which a client that knows this server calls the same service
     * @param tls speaks for the host
     */
    record Impostor(String upstream, SSLContext tls) {}
}
