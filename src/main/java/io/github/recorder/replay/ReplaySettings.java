package io.github.recorder.replay;

import io.github.recorder.matching.Isolation;
import io.github.recorder.provider.UpstreamTable;
import io.github.recorder.redaction.Redaction;
import java.util.Set;

/**
 * How requests are served.
 *
 * @param isolation whether a test may be served another test's recording
 * @param upstreams the services that a client can name in its base URL
 * @param directory the recordings directory for messages
 * @param cacheBytes the maximum size of the response cache, in bytes
 * @param redaction the redaction of requests before they are compared
 * @param pace the pace of a stream's events
 * @param headers the names of the request headers that may count, in lower case
 */
public record ReplaySettings(
        Isolation isolation,
        UpstreamTable upstreams,
        String directory,
        long cacheBytes,
        Redaction redaction,
        ReplayPace pace,
        Set<String> headers) {

    /** Creates settings with the default redaction, and streams without pace. */
    public ReplaySettings(Isolation isolation, UpstreamTable upstreams, String directory, long cacheBytes) {
        this(isolation, upstreams, directory, cacheBytes, Redaction.builtIn(), ReplayPace.NONE, Set.of());
    }
}
