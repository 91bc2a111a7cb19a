package io.github.recorder.server;

import io.github.recorder.provider.LoopbackHost;
import java.net.URI;
import java.net.URISyntaxException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * The origin of the page whose script, form or image makes a browser send a request. A page of any site can make it
 * send some kinds of requests to this machine, though not read the response; in a recording mode such a request would
 * spend the user's key.
 *
 * <p>Sources: <a href="https://fetch.spec.whatwg.org/#origin-header">Origin</a>, <a
 * href="https://w3c.github.io/webappsec-fetch-metadata/">Sec-Fetch-Site</a>.
 */
final class BrowserOrigin {

    private BrowserOrigin() {}

    /**
     * Returns the origin of a page of another server; null if no page sent the request, or one of this server.
     *
     * @param port the port that received the request
     */
    static @Nullable String foreign(HttpFields headers, int port) {
        String origin = headers.get(HttpHeader.ORIGIN);
        if (origin != null && !isThisServer(origin, port)) {
            return origin;
        }
        String site = headers.get("Sec-Fetch-Site");
        return "cross-site".equalsIgnoreCase(site) ? "another site" : null;
    }

    private static boolean isThisServer(String origin, int port) {
        try {
            URI uri = new URI(origin);
            return "http".equalsIgnoreCase(uri.getScheme())
                    && uri.getRawAuthority() != null
                    && LoopbackHost.matchesAuthority(uri.getRawAuthority())
                    && uri.getPort() == port;
        } catch (URISyntaxException unknown) {
            return false;
        }
    }
}
