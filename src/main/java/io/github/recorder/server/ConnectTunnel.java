package io.github.recorder.server;

import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * A connection that the client believes to reach a real service, and that ends here.
 *
 * @param authority the host in lower case, with its port unless that is 443
 * @param session the prefix of paths at this server, {@code /s/NAME}; empty if the test JVM is unknown
 * @param pathHere translates a path at that host to the path at this server, without the session
 */
record ConnectTunnel(String authority, String session, UnaryOperator<String> pathHere) {

    private static final String ATTRIBUTE = ConnectTunnel.class.getName();
    private static final String USUAL_PORT = ":443";

    /**
     * Creates a tunnel to an authority as {@code CONNECT} names it, for the test JVM with a session; null if that JVM
     * is unknown.
     */
    static ConnectTunnel to(String authority, UnaryOperator<String> pathHere, @Nullable String session) {
        return new ConnectTunnel(usual(authority), session == null ? "" : "/s/" + session, pathHere);
    }

    /** Returns the tunnel of a request; null if it has none. */
    static @Nullable ConnectTunnel of(Request request) {
        return request.getConnectionMetaData().getAttribute(ATTRIBUTE) instanceof ConnectTunnel tunnel ? tunnel : null;
    }

    /** Returns the path of a request at this server, including session and upstream. */
    String path(HttpURI there) {
        return session + pathHere.apply(Objects.requireNonNullElse(there.getPath(), "/"));
    }

    /** Marks all requests of a connection as requests of this tunnel. */
    void surround(ConnectionMetaData connection) {
        connection.setAttribute(ATTRIBUTE, this);
    }

    /**
     * Returns whether an authority, in the form of {@code Host}, is the far end of the tunnel. Ignores case; the port
     * may be missing if it is 443.
     */
    boolean leadsTo(String other) {
        return usual(other).equals(authority);
    }

    /** Returns whether a host without a port is the far end of the tunnel. Ignores case. */
    boolean leadsToHost(String other) {
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        return (hasPort ? authority.substring(0, colon) : authority).equalsIgnoreCase(other);
    }

    private static String usual(String authority) {
        String lower = authority.toLowerCase(Locale.ROOT);
        return lower.endsWith(USUAL_PORT) ? lower.substring(0, lower.length() - USUAL_PORT.length()) : lower;
    }
}
