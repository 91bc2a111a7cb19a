package io.github.recorder.clients;

import io.github.recorder.provider.Upstream;
import org.jspecify.annotations.Nullable;

/**
 * A host that tests must not call directly.
 *
 * @param pattern the host's name in lower case; {@code *} matches any characters
 * @param upstream the service's name at the server, for instance {@code openai}; null if it has none
 */
public record GuardedHost(String pattern, @Nullable String upstream) {

    /** The property that holds the server's base URL, for services without a name at the server. */
    public static final String SERVER = "recorder.url";

    /**
     * Returns the system property of the test JVM that holds the base URL to use instead, for instance {@code
     * recorder.openai.url}.
     */
    public String property() {
        return upstream == null ? SERVER : Upstream.property(upstream);
    }

    /** Returns whether the pattern matches a host's name in lower case. */
    public boolean covers(String host) {
        return host.matches("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E");
    }
}
