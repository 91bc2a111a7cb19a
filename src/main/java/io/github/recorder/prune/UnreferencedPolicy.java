package io.github.recorder.prune;

import io.github.recorder.ledger.CiServer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The action of {@code verify} on recordings that are proven stale. */
public enum UnreferencedPolicy {
    /** {@link #FAIL} on a CI server, else {@link #WARN}. */
    AUTO,
    /** No action; stale recordings are not determined. */
    IGNORE,
    /** Logs a warning that lists them. */
    WARN,
    /** Fails the build and lists them; a run that proves nothing only warns. */
    FAIL,
    /** Prunes them, as the goal {@code prune} does. */
    DELETE;

    /** Returns the value for configurations, in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the policy to which {@link #AUTO} resolves; any other policy is returned unchanged.
     *
     * @param ci the environment variable {@code CI}, which CI servers set; null if unset
     */
    public UnreferencedPolicy resolved(@Nullable String ci) {
        if (this != AUTO) {
            return this;
        }
        return CiServer.isSaidBy(ci) ? FAIL : WARN;
    }
}
