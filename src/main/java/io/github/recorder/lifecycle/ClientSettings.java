package io.github.recorder.lifecycle;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

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

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_.*-]+");

    /**
     * Returns what the user says, looked through.
     *
     * @throws InvalidConfigurationException where a host is none
     */
    public static ClientSettings of(Map<String, String> own, boolean guard, List<String> guardedHosts)
            throws InvalidConfigurationException {
        for (String host : guardedHosts) {
            if (!host.isBlank() && !HOST.matcher(host.strip()).matches()) {
                throw new InvalidConfigurationException(
                        "<guardedHosts> (-Drecorder.guardedHosts) names " + host.strip()
                                + ". Give names of hosts alone, without scheme, port or path, for instance api.openai.com or *.acme.example.");
            }
        }
        return new ClientSettings(own, guard, guardedHosts);
    }

    /** Keeps copies. */
    public ClientSettings {
        own = Map.copyOf(own);
        guardedHosts = List.copyOf(guardedHosts);
    }
}
