package io.github.recorder.provider;

import java.util.Optional;

/**
 * A live request and the real service that it is for.
 *
 * @param request the request
 * @param upstream the service
 * @param dialect the dialect in which its client speaks
 */
public record LiveExchange(LiveRequest request, Upstream upstream, Dialect dialect) {

    /** Returns the call that a request is; empty if the service's URL is not known. */
    public static Optional<LiveExchange> of(LiveRequest request, Dialect dialect, UpstreamTable upstreams) {
        return upstreams
                .named(upstreams.nameFor(request.endpoint(), dialect), request.host())
                .filter(upstream -> upstream.url() != null)
                .map(upstream -> new LiveExchange(request, upstream, dialect));
    }

    /**
     * Whether a service of LLMs refused the caller: a response about the key that was sent, not about the request. What
     * any other service says of who may do what is a response like others, a challenge for instance.
     */
    public boolean isRefusal(int status) {
        return upstream.isLlm() && (status == 401 || status == 403);
    }

    Endpoint endpoint() {
        return request.endpoint();
    }
}
