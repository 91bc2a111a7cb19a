package io.github.recorder.lifecycle;

import io.github.recorder.clients.ClientDefault;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The user's configuration of clients.
 *
 * @param own additional settings of clients: values by system property, or by {@code env.} and environment variable, in
 *     which <code>{url}</code> is replaced with the server's base URL
 * @param guard the action on requests to the hosts of known services
 * @param guardedHosts further guarded hosts; {@code *} matches any characters
 * @param testBaggage whether OpenTelemetry's baggage has the mark of the running test
 */
public record ClientSettings(Map<String, String> own, Guard guard, List<String> guardedHosts, boolean testBaggage) {

    /** The action on a request that bypasses the server. */
    public enum Guard {
        /** Nothing. */
        OFF,
        /** The request is reported. */
        REPORT,
        /** The request is reported and blocked. */
        BLOCK
    }

    /** The defaults. */
    public static final ClientSettings DEFAULT = new ClientSettings(Map.of(), Guard.BLOCK, List.of(), false);

    /** A word in braces, which is a placeholder or may be meant as one. In JSON, quotes follow the braces. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)\\}");

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_.*-]+");

    /**
     * Returns the settings after validating them.
     *
     * @throws InvalidConfigurationException if a host is not a host name, or a value has an unknown placeholder
     */
    public static ClientSettings of(
            Map<String, String> own, Guard guard, List<String> guardedHosts, boolean testBaggage)
            throws InvalidConfigurationException {
        for (String host : guardedHosts) {
            if (!host.isBlank() && !HOST.matcher(host.strip()).matches()) {
                throw new InvalidConfigurationException("<guardedHosts> (-Drecorder.guardedHosts) names " + host.strip()
                        + ". Give names of hosts alone, without scheme, port or path, for instance"
                        + " api.openai.com or *.acme.example.");
            }
        }
        for (Map.Entry<String, String> client : own.entrySet()) {
            Matcher placeholder = PLACEHOLDER.matcher(client.getValue());
            while (placeholder.find()) {
                if (!placeholder.group().equals(ClientDefault.URL)) {
                    throw new InvalidConfigurationException("<" + client.getKey() + "> in <clients> is "
                            + client.getValue()
                            + ", and " + placeholder.group() + " is not a placeholder. Write " + ClientDefault.URL
                            + " for the server's base URL.");
                }
            }
        }
        return new ClientSettings(own, guard, guardedHosts, testBaggage);
    }

    /** Keeps copies. */
    public ClientSettings {
        own = Map.copyOf(own);
        guardedHosts = List.copyOf(guardedHosts);
    }
}
