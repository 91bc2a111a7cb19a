package io.github.recorder.server;

/**
 * How a {@link ReplayServer} listens.
 *
 * @param port the TCP port on 127.0.0.1; 0 for a free one
 * @param maxBodyBytes the longest request body that is taken, in bytes, both as it is sent and as it is decoded of its
 *     {@code Content-Encoding}
 * @param problems is told of failures that no client can do anything about
 */
public record ServerSettings(int port, int maxBodyBytes, ProblemListener problems) {

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

    /** Returns settings with the default limit of a body. */
    public static ServerSettings onPort(int port, ProblemListener problems) {
        return new ServerSettings(port, DEFAULT_MAX_BODY_BYTES, problems);
    }

    /** Returns settings for a free port, chosen by the operating system. */
    public static ServerSettings onFreePort(ProblemListener problems) {
        return onPort(0, problems);
    }
}
