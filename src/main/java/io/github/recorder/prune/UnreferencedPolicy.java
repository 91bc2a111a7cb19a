package io.github.recorder.prune;

import io.github.recorder.ledger.CiServer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The action that {@code verify} takes on recordings that are proven stale. */
public enum UnreferencedPolicy {
    /** {@link #FAIL} on a CI server, else {@link #WARN}. */
    AUTO,
    /** Nothing; they are not even looked for. */
    IGNORE,
    /** A warning that lists them. */
    WARN,
    /** The build fails and lists them; a run that proves nothing only warns. */
    FAIL,
    /** They are pruned, as the goal {@code prune} does it. */
    DELETE;

    /** Returns the value for configurations, in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the meaning of {@link #AUTO} here; any other value is itself.
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
