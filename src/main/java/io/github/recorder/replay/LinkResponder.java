package io.github.recorder.replay;

import io.github.recorder.attribution.RunToken;
import io.github.recorder.provider.Endpoint;
import io.github.recorder.provider.Upstream;
import io.github.recorder.provider.UpstreamTable;
import io.github.recorder.provider.WireResponse;
import io.github.recorder.recording.HttpHeader;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rewrites the links in the headers of responses that lead to a known service, so that they lead to this server:
 * redirects, next pages, operations to poll, URLs for uploads. The next request of a client that follows them is also
 * recorded and replayed. Recordings hold the links as the service sent them.
 *
 * <p>A client that came through a tunnel follows them through the tunnel, so they stay unchanged.
 */
public final class LinkResponder implements Responder {

    private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://[^\\s\"'<>,;]+");

    /** A path, alone or in the angle brackets of RFC 8288. */
    private static final Pattern PATH = Pattern.compile("(?<=^|<)/(?!/)[^\\s\"'<>]*");

    /** Headers whose value may be a path at the service. */
    private static final Set<String> WITH_PATHS = Set.of("location", "content-location", "link", "operation-location");

    private final Responder next;
    private final UpstreamTable upstreams;

    /** Creates a responder in front of another. It must be the first, because it needs the path as it was sent. */
    public LinkResponder(Responder next, UpstreamTable upstreams) {
        this.next = next;
        this.upstreams = upstreams;
    }

    @Override
    public RecorderResponse respond(Exchange exchange) {
        return linked(exchange, next.respond(exchange));
    }

    @Override
    public CompletionStage<RecorderResponse> respondLater(Exchange exchange) {
        return next.respondLater(exchange).thenApply(response -> linked(exchange, response));
    }

    private RecorderResponse linked(Exchange exchange, RecorderResponse response) {
        String host = exchange.headers().first("Host");
        if (exchange.host() != null || host == null) {
            return response;
        }
        if (response instanceof RecorderResponse.Replayed replayed) {
            return new RecorderResponse.Replayed(
                    replayed.recordings(), linked(exchange, host, replayed.wire()), replayed.streamed());
        }
        return response instanceof RecorderResponse.Proxied proxied
                ? new RecorderResponse.Proxied(linked(exchange, host, proxied.wire()), proxied.streamed())
                : response;
    }

    private WireResponse linked(Exchange exchange, String host, WireResponse wire) {
        if (wire.headers().stream().noneMatch(LinkResponder::mayHoldLink)) {
            return wire;
        }
        Links links = new Links(exchange.path(), host);
        List<HttpHeader> headers = wire.headers().stream()
                .map(header -> new HttpHeader(header.name(), links.in(header)))
                .toList();
        return headers.equals(wire.headers()) ? wire : wire.with(headers);
    }

    /** Returns whether a header may contain a link; few responses have one that does. */
    private static boolean mayHoldLink(HttpHeader header) {
        return header.value().contains("://") || mayBePath(header);
    }

    private static boolean mayBePath(HttpHeader header) {
        return WITH_PATHS.contains(header.name().toLowerCase(Locale.ROOT));
    }

    /** The links in the response to one request. */
    private final class Links {

        /** The beginning of this server's paths that names the session; empty if the request named none. */
        private final String session;

        private final String server;
        private final Optional<Upstream> service;

        Links(String path, String host) {
            String plain = RunToken.withoutSession(path);
            this.session = path.endsWith(plain) ? path.substring(0, path.length() - plain.length()) : path;
            this.server = "http://" + host;
            this.service =
                    upstreams.named(Endpoint.parse(plain, upstreams.names()).upstream());
        }

        String in(HttpHeader header) {
            String led = ABSOLUTE.matcher(header.value())
                    .replaceAll(link -> Matcher.quoteReplacement(
                            here(link.group()).map(path -> server + path).orElse(link.group())));
            return service.isPresent() && mayBePath(header)
                    ? PATH.matcher(led)
                            .replaceAll(link -> Matcher.quoteReplacement(
                                    here(origin() + link.group()).orElse(link.group())))
                    : led;
        }

        /** Returns the path at this server for a URL of a known service; empty if it is at none. */
        private Optional<String> here(String url) {
            return upstreams.placeOf(url).map(place -> session + place.service().path() + place.path());
        }

        private String origin() {
            String url = service.map(Upstream::url).orElse("");
            int path = url.indexOf('/', url.indexOf("://") + "://".length());
            return path < 0 ? url : url.substring(0, path);
        }
    }
}
