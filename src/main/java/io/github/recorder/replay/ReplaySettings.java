package io.github.recorder.replay;

import io.github.recorder.matching.Isolation;
import io.github.recorder.provider.Upstreams;

/**
 * How requests are answered.
 *
 * @param isolation whether one test may be answered with another test's recording
 * @param upstreams the services that a client can name in its base URL
 * @param directory the recordings directory as messages name it
 * @param cacheBytes the bound on the bytes of answers that are kept in memory
 */
public record ReplaySettings(Isolation isolation, Upstreams upstreams, String directory, long cacheBytes) {}
