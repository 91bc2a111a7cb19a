package io.github.recorder.server;

import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * A connection that a client believes to lead to a host of a real service, and that ends here.
 *
 * @param authority the host in lower case, with its port unless that is 443
 * @param session what the paths here begin with, {@code /s/NAME}; empty where it is not known which test JVM calls
 * @param pathHere makes of a path at that host the path here, without the session
 */
record ConnectTunnel(String authority, String session, UnaryOperator<String> pathHere) {

    private static final String ATTRIBUTE = ConnectTunnel.class.getName();
    private static final String USUAL_PORT = ":443";

    /**
     * Makes a tunnel to an authority as {@code CONNECT} names it, for the test JVM that has this session; null where
     * that is not known.
     */
    static ConnectTunnel to(String authority, UnaryOperator<String> pathHere, @Nullable String session) {
        return new ConnectTunnel(usual(authority), session == null ? "" : "/s/" + session, pathHere);
    }

    /** Returns the tunnel through which a request came; null where it came through none. */
    static @Nullable ConnectTunnel of(Request request) {
        return request.getConnectionMetaData().getAttribute(ATTRIBUTE) instanceof ConnectTunnel tunnel ? tunnel : null;
    }

    /** Returns the path here of a request, session and upstream included. */
    String path(HttpURI there) {
        return session + pathHere.apply(Objects.requireNonNullElse(there.getPath(), "/"));
    }

    /** Makes all requests of a connection come through this. */
    void surround(ConnectionMetaData connection) {
        connection.setAttribute(ATTRIBUTE, this);
    }

    /**
     * Tells whether an authority as {@code Host} has it, with a port unless that is 443, in any case, is the one at the
     * far end.
     */
    boolean leadsTo(String other) {
        return usual(other).equals(authority);
    }

    /** Tells whether a host without its port, in any case, is the one at the far end. */
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
