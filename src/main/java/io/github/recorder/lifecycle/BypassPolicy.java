package io.github.recorder.lifecycle;

import io.github.recorder.ledger.CiServer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The action of {@code verify} on tests and requests that bypassed the recorder. */
public enum BypassPolicy {
    /** {@link #FAIL} on a CI server, else {@link #WARN}. */
    AUTO,
    /** No action: {@code stop} has already warned of them. */
    WARN,
    /** Fails the build and lists them. */
    FAIL;

    /** Returns the value for configurations, in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns whether the build fails.
     *
     * @param ci the environment variable {@code CI}; null if unset
     */
    public boolean fails(@Nullable String ci) {
        return this == FAIL || (this == AUTO && CiServer.isSaidBy(ci));
    }
}
