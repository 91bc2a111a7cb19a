package io.github.recorder.server;

import java.util.Locale;
import java.util.Set;

/**
 * The host names by which a client on this machine calls a server on the loopback interface.
 *
 * <p>A page in a browser can reach 127.0.0.1 by a name of its own domain that it has pointed there (DNS rebinding), and
 * would then be allowed to read what it gets. Its requests carry that name in {@code Host}; those of a test do not.
 */
final class LoopbackHost {

    private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost", "[::1]");

    private LoopbackHost() {}

    /**
     * Returns whether an authority, as {@code Host} has it, names this machine. The port does not count: a tunnel may
     * have changed it.
     */
    static boolean isNamedBy(String authority) {
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        String host = hasPort ? authority.substring(0, colon) : authority;
        return NAMES.contains(host) || NAMES.contains(host.toLowerCase(Locale.ROOT));
    }
}
