package io.github.recorder.replay;

import io.github.recorder.attribution.RunToken;
import io.github.recorder.provider.Endpoint;
import io.github.recorder.provider.ResponseLinks;
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
 * Rewrites the links in responses that lead to a known service, so that they lead to this server: redirects, next
 * pages, operations to poll, URLs for uploads. They are found in headers, and in the members of JSON bodies that are
 * configured for the service. The next request of a client that follows them is also recorded and replayed. Recordings
 * hold the links at the base URL that recordings name.
 *
 * <p>A client that came through a tunnel follows them through the tunnel, so they stay unchanged.
 */
public final class LinkResponder implements Responder {

    /** A longer body is passed on as it is, because its links are found only when it is complete. */
    private static final int MOST_BYTES = 8 << 20;

    /** A path, alone or in the angle brackets of RFC 8288. */
    private static final Pattern PATH = Pattern.compile("(?<=^|<)/(?!/)[^\\s\"'<>]*");

    /** Headers whose value may be a path at the service. */
    private static final Set<String> WITH_PATHS = Set.of("location", "content-location", "link", "operation-location");

    private final Responder next;
    private final UpstreamTable upstreams;
    private final boolean linksInBodies;

    /** Creates a responder in front of another. It must be the first, because it needs the path as it was sent. */
    public LinkResponder(Responder next, UpstreamTable upstreams) {
        this.next = next;
        this.upstreams = upstreams;
        this.linksInBodies = upstreams.names().stream()
                .flatMap(name -> upstreams.named(name).stream())
                .anyMatch(service -> !service.links().isEmpty());
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
        boolean mayHoldLinks =
                linksInBodies || response.wire().headers().stream().anyMatch(LinkResponder::mayHoldLink);
        if (exchange.host() != null || host == null || !mayHoldLinks) {
            return response;
        }
        if (response instanceof RecorderResponse.Replayed replayed) {
            Links links = new Links(exchange.path(), host);
            WireResponse wire = linked(links, replayed.wire());
            StreamedBody streamed = replayed.streamed();
            if (!links.inBodyOf(wire)) {
                return new RecorderResponse.Replayed(replayed.recordings(), wire, streamed);
            }
            return new RecorderResponse.Replayed(
                    replayed.recordings(),
                    wire.with(links.inBody(replayed.whole().bytes())),
                    streamed == null || replayed.isFiled() ? null : linked(links, wire, streamed));
        }
        if (response instanceof RecorderResponse.Proxied proxied) {
            Links links = new Links(exchange.path(), host);
            return new RecorderResponse.Proxied(
                    linked(links, proxied.wire()), linked(links, proxied.wire(), proxied.streamed()));
        }
        return response;
    }

    private static WireResponse linked(Links links, WireResponse wire) {
        return wire.with(wire.headers().stream().map(links::in).toList());
    }

    private static StreamedBody linked(Links links, WireResponse wire, StreamedBody body) {
        return links.inBodyOf(wire) ? new LinkedBody(body, links::inBody, MOST_BYTES) : body;
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

        HttpHeader in(HttpHeader header) {
            HttpHeader led = ResponseLinks.in(header, this::absolute);
            return service.isPresent() && mayBePath(header)
                    ? new HttpHeader(
                            led.name(),
                            PATH.matcher(led.value())
                                    .replaceAll(link -> Matcher.quoteReplacement(
                                            path(link.group()).orElse(link.group()))))
                    : led;
        }

        /** Returns whether the body of a response may have links that are configured. */
        boolean inBodyOf(WireResponse wire) {
            return service.filter(sender -> !sender.links().isEmpty()).isPresent()
                    && wire.mediaType().isJson();
        }

        byte[] inBody(byte[] body) {
            return ResponseLinks.in(
                    body,
                    service.map(Upstream::links).orElse(List.of()),
                    link -> link.startsWith("/") ? path(link) : absolute(link));
        }

        private Optional<String> absolute(String url) {
            return here(url).map(path -> server + path);
        }

        /** Returns the path at this server for a path at the service that sent the response. */
        private Optional<String> path(String path) {
            return here(origin() + path);
        }

        /** Returns the path at this server for a URL of a known service; empty if it is at none. */
        private Optional<String> here(String url) {
            return upstreams
                    .placeOf(url, service)
                    .map(place -> session + place.service().path() + place.path());
        }

        private String origin() {
            String url = service.map(Upstream::url).orElse("");
            int path = url.indexOf('/', url.indexOf("://") + "://".length());
            return path < 0 ? url : url.substring(0, path);
        }
    }
}
