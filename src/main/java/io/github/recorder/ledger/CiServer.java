package io.github.recorder.ledger;

import org.jspecify.annotations.Nullable;

/** Detects a CI server. */
public final class CiServer {

    /** The environment variable that CI servers set. */
    public static final String VARIABLE = "CI";

    private CiServer() {}

    /**
     * Returns whether a value of {@value #VARIABLE} says that this is a CI server: anything but blank, {@code false}
     * and {@code 0}.
     */
    public static boolean isSaidBy(@Nullable String ci) {
        return ci != null
                && !ci.isBlank()
                && !ci.strip().equalsIgnoreCase("false")
                && !ci.strip().equals("0");
    }
}
