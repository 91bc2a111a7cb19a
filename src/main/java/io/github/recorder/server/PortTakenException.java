package io.github.recorder.server;

import java.io.IOException;

/** Thrown if the requested port is already in use. */
public final class PortTakenException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param port the requested port
     * @param cause the operating system's error
     */
    PortTakenException(int port, IOException cause) {
        super(
                "Port " + port + " on 127.0.0.1 is in use by another program. Stop that program, or choose another"
                        + " port with -Drecorder.port=NUMBER, or leave the port out to get a free one.",
                cause);
    }
}
