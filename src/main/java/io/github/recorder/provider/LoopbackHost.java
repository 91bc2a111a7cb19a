package io.github.recorder.provider;

import java.util.regex.Pattern;

/**
 * The host names of this machine.
 *
 * <p>Only {@code localhost} and literal addresses count. Any other name can also resolve to the loopback interface,
 * because its owner decides where it points (DNS rebinding): {@code 127.example.com} is not this machine. The guard in
 * the test JVM cannot use this class and has the same rule.
 */
public final class LoopbackHost {

    private static final Pattern NAMES =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1|0:0:0:0:0:0:0:1", Pattern.CASE_INSENSITIVE);

    private LoopbackHost() {}

    /** Returns whether a host without a port is this machine. An IPv6 address may be in brackets. */
    public static boolean matches(String host) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return NAMES.matcher(bracketed ? host.substring(1, host.length() - 1) : host)
                .matches();
    }

    /** Returns whether the value of a {@code Host} header names this machine, at any port. */
    public static boolean matchesAuthority(String authority) {
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        return matches(hasPort ? authority.substring(0, colon) : authority);
    }
}
