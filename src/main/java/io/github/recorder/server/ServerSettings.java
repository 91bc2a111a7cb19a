package io.github.recorder.server;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link ReplayServer} listens.
 *
 * @param port the TCP port on 127.0.0.1; 0 for a free one
 * @param maxBodyBytes the longest request body that is taken, in bytes, both as it is sent and as it is decoded of its
 *     {@code Content-Encoding}
 * @param problems is told of failures that no client can do anything about
 * @param interception which hosts the server takes the place of, as a proxy; null for none
 * @param allowedHosts the names in {@code Host} that are allowed besides those of this machine, in lower case
 */
public record ServerSettings(
        int port,
        int maxBodyBytes,
        ProblemListener problems,
        @Nullable TlsInterceptionPolicy interception,
        Set<String> allowedHosts) {

    /**
     * The names by which containers reach the machine that they run on. They are no danger, because nobody can own a
     * domain below {@code internal}.
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
    }

    /** Settings of a server that replaces no host. */
    public ServerSettings(int port, int maxBodyBytes, ProblemListener problems) {
        this(port, maxBodyBytes, problems, null, Set.of());
    }

    /** Returns settings with the default limit of a body. */
    public static ServerSettings onPort(int port, ProblemListener problems) {
        return new ServerSettings(port, DEFAULT_MAX_BODY_BYTES, problems);
    }

    /** Returns the same settings for a server that replaces hosts; null for none. */
    public ServerSettings with(@Nullable TlsInterceptionPolicy hosts) {
        return new ServerSettings(port, maxBodyBytes, problems, hosts, allowedHosts);
    }

    /**
     * Whether clients may call the server by this name, besides those of this machine; a port at its end does not
     * count.
     */
    boolean allows(String authority) {
        String host = authority.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
        return OF_CONTAINERS.contains(host) || allowedHosts.contains(host);
    }

    /** Returns the same settings for a server that may be called by further names. */
    public ServerSettings allowing(Set<String> hosts) {
        return new ServerSettings(port, maxBodyBytes, problems, interception, hosts);
    }

    /** Returns settings for a free port, chosen by the operating system. */
    public static ServerSettings onFreePort(ProblemListener problems) {
        return onPort(0, problems);
    }
}
