package io.github.recorder.replay;

import io.github.recorder.matching.Isolation;
import io.github.recorder.provider.UpstreamTable;
import io.github.recorder.redaction.Redaction;

/**
 * How requests are answered.
 *
 * @param isolation whether one test may be answered with another test's recording
 * @param upstreams the services that a client can name in its base URL
 * @param directory the recordings directory as messages name it
 * @param cacheBytes the bound on the bytes of answers that are kept in memory
 * @param redaction what is replaced in requests before they are compared
 * @param pace how fast the events of a stream follow one another
 */
public record ReplaySettings(
        Isolation isolation,
        UpstreamTable upstreams,
        String directory,
        long cacheBytes,
        Redaction redaction,
        ReplayPace pace) {

    /** Settings with the redaction that everybody gets, and streams in one piece. */
    public ReplaySettings(Isolation isolation, UpstreamTable upstreams, String directory, long cacheBytes) {
        this(isolation, upstreams, directory, cacheBytes, Redaction.builtIn(), ReplayPace.NONE);
    }
}
