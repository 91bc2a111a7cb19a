package io.github.recorder.server;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link ReplayServer} listens.
 *
 * @param port the TCP port on 127.0.0.1; 0 for a free one
 * @param maxBodyBytes the maximum length of a request body, in bytes, both encoded and decoded of its {@code
 *     Content-Encoding}
 * @param problems notified of failures that no client can do anything about
 * @param interception the hosts that the server intercepts as a proxy; null for none
 * @param allowedHosts the allowed names in {@code Host} besides those of this machine, in lower case
 * @param allowedOrigins the origins of pages that may call the server besides its own, in lower case
 */
public record ServerSettings(
        int port,
        int maxBodyBytes,
        ProblemListener problems,
        @Nullable TlsInterceptionPolicy interception,
        Set<String> allowedHosts,
        Set<String> allowedOrigins) {

    /**
     * The names by which containers reach their host machine. They are safe, because nobody can own a domain below
     * {@code internal}.
     */
    private static final Set<String> OF_CONTAINERS = Set.of("host.docker.internal", "host.testcontainers.internal");

    /** 64 MB, twice the size of the largest observed request of a real client. */
    public static final int DEFAULT_MAX_BODY_BYTES = 64 << 20;

    /** @throws IllegalArgumentException if the port is outside 0 to 65535 or the maximum length is negative */
    public ServerSettings {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException(
                    "Port " + port + " is none: use one of 1 to 65535, or 0 for a free one.");
        }
        if (maxBodyBytes < 0) {
            throw new IllegalArgumentException(
                    "The longest body is " + maxBodyBytes + " bytes, which is less than none.");
        }
        allowedHosts = Set.copyOf(allowedHosts);
        allowedOrigins = Set.copyOf(allowedOrigins);
    }

    /** Creates settings of a server that intercepts no host. */
    public ServerSettings(int port, int maxBodyBytes, ProblemListener problems) {
        this(port, maxBodyBytes, problems, null, Set.of(), Set.of());
    }

    /** Returns settings with the default maximum of a body. */
    public static ServerSettings onPort(int port, ProblemListener problems) {
        return new ServerSettings(port, DEFAULT_MAX_BODY_BYTES, problems);
    }

    /** Returns a copy for a server that intercepts hosts; null for none. */
    public ServerSettings with(@Nullable TlsInterceptionPolicy hosts) {
        return new ServerSettings(port, maxBodyBytes, problems, hosts, allowedHosts, allowedOrigins);
    }

    /**
     * Returns whether clients may call the server by this name, besides those of this machine; a port at its end is
     * ignored.
     */
    boolean allows(String authority) {
        String host = authority.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
        return OF_CONTAINERS.contains(host) || allowedHosts.contains(host);
    }

    /** Returns a copy with further allowed names. */
    public ServerSettings allowing(Set<String> hosts) {
        return new ServerSettings(port, maxBodyBytes, problems, interception, hosts, allowedOrigins);
    }

    /** Returns whether a page of this origin may call the server, although it is not the server's own. */
    boolean allowsPage(@Nullable String origin) {
        return origin != null && allowedOrigins.contains(origin.toLowerCase(Locale.ROOT));
    }

    /** Returns a copy with further origins of pages. */
    public ServerSettings allowingPages(Set<String> origins) {
        return new ServerSettings(port, maxBodyBytes, problems, interception, allowedHosts, origins);
    }

    /** Returns settings for a free port, chosen by the operating system. */
    public static ServerSettings onFreePort(ProblemListener problems) {
        return onPort(0, problems);
    }
}
