package io.github.recorder.lifecycle;

import java.nio.file.Path;
import java.util.List;

/**
 * What a run needs to know to take the place of hosts.
 *
 * @param folder where test JVMs put their trust stores, for instance {@code target/recorder/intercept}; made when the
 *     run starts, and gone with all that is in it when the run stops
 * @param ownHosts hosts besides those of known services and of the upstreams; {@code *} stands for any characters
 */
public record InterceptionConfig(Path folder, List<String> ownHosts) {

    /** Keeps a copy of the list. */
    public InterceptionConfig {
        ownHosts = List.copyOf(ownHosts);
    }
}
