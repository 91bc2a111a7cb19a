package io.github.recorder.lifecycle;

import java.nio.file.Path;
import java.util.List;

/**
 * The hosts that a run intercepts.
 *
 * @param folder the folder for the trust stores of test JVMs, for instance {@code target/recorder/intercept}; created
 *     when the run starts and deleted when it stops
 * @param ownHosts hosts in addition to those of known services and of the upstreams; {@code *} matches any characters
 */
public record InterceptionConfig(Path folder, List<String> ownHosts) {

    /** Keeps a copy of the list. */
    public InterceptionConfig {
        ownHosts = List.copyOf(ownHosts);
    }
}
