package io.github.recorder.replay;

import io.github.recorder.attribution.RunToken;
import java.util.concurrent.CompletionStage;

/**
 * Distinguishes the requests of a run's own programs from those of strangers by the token in their path, removes the
 * token, and passes them on. A stranger cannot name a session or a test.
 *
 * <p>A request through a tunnel belongs to the tests, because no page in a browser can open one.
 */
public final class AccessResponder implements Responder {

    private final Responder next;
    private final RunToken token;
    private final boolean open;

    /**
     * Creates a responder in front of another.
     *
     * @param open whether programs need no token; a page in a browser needs one in any case
     */
    public AccessResponder(Responder next, RunToken token, boolean open) {
        this.next = next;
        this.token = token;
        this.open = open;
    }

    @Override
    public RecorderResponse respond(Exchange exchange) {
        return next.respond(admitted(exchange));
    }

    @Override
    public CompletionStage<RecorderResponse> respondLater(Exchange exchange) {
        return next.respondLater(admitted(exchange));
    }

    private Exchange admitted(Exchange exchange) {
        if (exchange.host() != null) {
            return exchange;
        }
        String path = token.pathWithin(exchange.path());
        if (path != null) {
            return exchange.withPath(path);
        }
        Exchange plain = exchange.withPath(RunToken.withoutSession(exchange.path()));
        return open && !isFromBrowser(exchange.headers()) ? plain : plain.from(CallerIdentity.STRANGER);
    }

    /** Returns whether a browser sent the request. {@code Sec-Fetch-Mode} alone comes from Node. */
    private static boolean isFromBrowser(Exchange.Headers headers) {
        return headers.first("Origin") != null || headers.first("Sec-Fetch-Site") != null;
    }
}
