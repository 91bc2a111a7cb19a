package io.github.recorder.server;

import java.io.IOException;

/** Says that the port that was asked for is in use by somebody else. */
public final class PortTakenException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int port;

    /**
     * Creates one.
     *
     * @param port the port that was asked for
     * @param cause what the operating system said
     */
    PortTakenException(int port, IOException cause) {
        super(
                "Port " + port + " on 127.0.0.1 is in use by another program."
                        + " Stop that program, or choose another port with -Drecorder.port=NUMBER, or leave the port out to get a free one.",
                cause);
        this.port = port;
    }

    /** Returns the port that was asked for. */
    public int port() {
        return port;
    }
}
