package io.github.recorder.lifecycle;

import java.util.List;
import java.util.Map;

/**
 * What the user says about clients.
 *
 * @param own what clients need that are not in the table: names of system properties, and after {@code env.} of environment
 *     variables, with their values, in which <code>{url}</code> stands for the server's base URL
 * @param guard whether calls to the hosts of known services are stopped
 * @param guardedHosts hosts that are guarded, too; {@code *} stands for any characters
 */
public record ClientSettings(Map<String, String> own, boolean guard, List<String> guardedHosts) {

    /** What holds where the user says nothing. */
    public static final ClientSettings DEFAULT = new ClientSettings(Map.of(), true, List.of());

    /** Keeps copies. */
    public ClientSettings {
        own = Map.copyOf(own);
        guardedHosts = List.copyOf(guardedHosts);
    }
}
