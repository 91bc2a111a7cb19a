package io.github.recorder.replay;

import io.github.recorder.attribution.RunToken;
import io.github.recorder.provider.WireResponse;
import io.github.recorder.recording.HttpHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Shows the page about the run to browsers whose URL carries the run's token, and passes everything else to another
 * responder. The token is required in every mode, also if programs need none.
 *
 * <p>The root of the server is the page only for a client that accepts HTML, because some clients request it as a
 * health check. Documents of services that a browser opens on this server are sandboxed.
 */
public final class PageResponder implements Responder {

    private static final HttpHeader SANDBOX = new HttpHeader("Content-Security-Policy", "sandbox");

    /** The destinations whose responses have an origin; also {@code Sec-Fetch-Dest} of a service worker's script. */
    private static final Set<String> DOCUMENTS =
            Set.of("document", "iframe", "frame", "embed", "object", "fencedframe", "serviceworker", "sharedworker");

    private final Responder next;
    private final RunToken token;
    private final PageSource page;

    /** Creates a responder in front of another. */
    public PageResponder(Responder next, RunToken token, PageSource page) {
        this.next = next;
        this.token = token;
        this.page = page;
    }

    @Override
    public RecorderResponse respond(Exchange exchange) {
        RecorderResponse shown = shown(exchange);
        return shown == null ? sandboxed(exchange, next.respond(exchange)) : shown;
    }

    @Override
    public CompletionStage<RecorderResponse> respondLater(Exchange exchange) {
        RecorderResponse shown = shown(exchange);
        return shown == null
                ? next.respondLater(exchange).thenApply(response -> sandboxed(exchange, response))
                : CompletableFuture.completedFuture(shown);
    }

    /** Returns the response of the page; null if the request is for something else. */
    private @Nullable RecorderResponse shown(Exchange exchange) {
        String path = exchange.host() == null ? token.pathWithin(exchange.path()) : null;
        if (path == null || !(isRoot(path, exchange) || path.startsWith(PageSource.PATH))) {
            return null;
        }
        if (!isOfThisServer(exchange)) {
            return refused();
        }
        // The page's own links are relative to a path that ends with a slash.
        return path.equals("/") && !exchange.path().endsWith("/")
                ? new RecorderResponse.Page(
                        new WireResponse(
                                307,
                                List.of(
                                        new HttpHeader("Location", exchange.path() + "/"),
                                        new HttpHeader("Cache-Control", "no-store")),
                                ByteBuffer.allocate(0)),
                        null)
                : page.respond(exchange.withPath(path));
    }

    /**
     * Forbids a service's document that a browser opens to run as the page, whose origin it has: it could read the page
     * and press its buttons. Only the response to a navigation of a browser gets the header, so that programs get what
     * is recorded.
     */
    private static RecorderResponse sandboxed(Exchange exchange, RecorderResponse response) {
        if (!isOpenedByBrowser(exchange.headers())) {
            return response;
        }
        if (response instanceof RecorderResponse.Replayed replayed) {
            return new RecorderResponse.Replayed(
                    replayed.recordings(), sandboxed(replayed.wire()), replayed.streamed());
        }
        if (response instanceof RecorderResponse.Proxied proxied) {
            return new RecorderResponse.Proxied(sandboxed(proxied.wire()), proxied.streamed());
        }
        return response;
    }

    /** Adds the policy to those of the service, because all of a response hold. */
    private static WireResponse sandboxed(WireResponse wire) {
        return wire.with(
                Stream.concat(wire.headers().stream(), Stream.of(SANDBOX)).toList());
    }

    /** A browser says where a response goes only to hosts it trusts, but wishes for HTTPS in any navigation. */
    private static boolean isOpenedByBrowser(Exchange.Headers headers) {
        String destination = headers.first("Sec-Fetch-Dest");
        return destination == null
                ? headers.first("Upgrade-Insecure-Requests") != null
                : DOCUMENTS.contains(destination.toLowerCase(Locale.ROOT));
    }

    private static boolean isRoot(String path, Exchange exchange) {
        String accepted = exchange.headers().first("Accept");
        return path.equals("/")
                && exchange.method().equals("GET")
                && accepted != null
                && accepted.contains("text/html");
    }

    /** An allowed page of another origin may call services through the server, but not read or steer the run. */
    private static boolean isOfThisServer(Exchange exchange) {
        String origin = exchange.headers().first("Origin");
        String host = exchange.headers().first("Host");
        if (origin == null) {
            return exchange.method().equals("GET");
        }
        return host != null && origin.equalsIgnoreCase("http://" + host);
    }

    private static RecorderResponse refused() {
        String text = "This page of the recorder can be used only from its own origin, in a browser.\n";
        return new RecorderResponse.Refused(new WireResponse(
                403,
                List.of(new HttpHeader("Content-Type", "text/plain;charset=utf-8")),
                ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
    }
}
