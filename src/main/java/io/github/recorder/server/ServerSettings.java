package io.github.recorder.server;

import org.jspecify.annotations.Nullable;

/**
 * How a {@link ReplayServer} listens.
 *
 * @param port the TCP port on 127.0.0.1; 0 for a free one
 * @param maxBodyBytes the longest request body that is taken, in bytes, both as it is sent and as it is decoded of its
 *     {@code Content-Encoding}
 * @param problems is told of failures that no client can do anything about
 * @param interception which hosts the server takes the place of, as a proxy; null for none
 */
public record ServerSettings(
        int port,
        int maxBodyBytes,
        ProblemListener problems,
        @Nullable TlsInterceptionPolicy interception) {

    /** 64 MB: twice what the largest request of a real client was seen to need. */
    public static final int DEFAULT_MAX_BODY_BYTES = 64 << 20;

    /** @throws IllegalArgumentException where the port is not one of 0 to 65535 or the longest body is negative */
    public ServerSettings {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException(
                    "Port " + port + " is none: use one of 1 to 65535, or 0 for a free one.");
        }
        if (maxBodyBytes < 0) {
            throw new IllegalArgumentException(
                    "The longest body is " + maxBodyBytes + " bytes, which is less than none.");
        }
    }

    /** Settings of a server that takes the place of no host. */
    public ServerSettings(int port, int maxBodyBytes, ProblemListener problems) {
        this(port, maxBodyBytes, problems, null);
    }

    /** Returns settings with the default limit of a body. */
    public static ServerSettings onPort(int port, ProblemListener problems) {
        return new ServerSettings(port, DEFAULT_MAX_BODY_BYTES, problems);
    }

    /** Returns the same settings for a server that takes the place of hosts; null for none. */
    public ServerSettings with(@Nullable TlsInterceptionPolicy hosts) {
        return new ServerSettings(port, maxBodyBytes, problems, hosts);
    }

    /** Returns settings for a free port, chosen by the operating system. */
    public static ServerSettings onFreePort(ProblemListener problems) {
        return onPort(0, problems);
    }
}
