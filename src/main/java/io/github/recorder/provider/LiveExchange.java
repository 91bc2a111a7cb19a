package io.github.recorder.provider;

import java.util.Optional;

/**
 * A live request and its real service.
 *
 * @param request the request
 * @param upstream the service
 * @param dialect the dialect of the client
 */
public record LiveExchange(LiveRequest request, Upstream upstream, Dialect dialect) {

    /** Returns the recorded form of the request; empty if the service's URL is not known. */
    public static Optional<LiveExchange> of(LiveRequest request, Dialect dialect, UpstreamTable upstreams) {
        return upstreams
                .named(upstreams.nameFor(request.endpoint(), dialect), request.host())
                .filter(upstream -> upstream.url() != null)
                .map(upstream -> new LiveExchange(request, upstream, dialect));
    }

    Endpoint endpoint() {
        return request.endpoint();
    }
}
