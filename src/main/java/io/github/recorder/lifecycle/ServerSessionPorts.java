package io.github.recorder.lifecycle;

import io.github.recorder.attribution.SessionPorts;
import io.github.recorder.failure.FileFailure;
import io.github.recorder.server.ReplayServer;
import java.io.IOException;
import java.util.function.Consumer;

/** Session ports that are ports of the server. */
record ServerSessionPorts(ReplayServer server, Consumer<String> warnings) implements SessionPorts {

    @Override
    public int open(String session) {
        try {
            return server.openPort(session);
        } catch (IOException problem) {
            warnings.accept("Intercepted calls of a test JVM may not be told from those of another. "
                    + FileFailure.message(problem));
            return 0;
        }
    }

    @Override
    public void close(String session) {
        server.closePort(session);
    }
}
