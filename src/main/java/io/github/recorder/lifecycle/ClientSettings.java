package io.github.recorder.lifecycle;

import io.github.recorder.clients.ClientDefault;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The user's configuration of clients.
 *
 * @param own settings of clients that are not in the table: names of system properties, and after {@code env.} of
 *     environment variables, with their values, in which <code>{url}</code> stands for the server's base URL
 * @param guard what happens to calls to the hosts of known services
 * @param guardedHosts further guarded hosts; {@code *} stands for any characters
 */
public record ClientSettings(Map<String, String> own, Guard guard, List<String> guardedHosts) {

    /** What happens to a call that goes past the server. */
    public enum Guard {
        /** Nothing. */
        OFF,
        /** It is reported. */
        REPORT,
        /** It is reported and stopped. */
        BLOCK
    }

    /** The defaults. */
    public static final ClientSettings DEFAULT = new ClientSettings(Map.of(), Guard.BLOCK, List.of());

    /** A word in braces, which is a placeholder or meant to be one; JSON has quotes after its braces. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)\\}");

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_.*-]+");

    /**
     * Returns the settings after checking them.
     *
     * @throws InvalidConfigurationException if a host is not a host name, or a value has an unknown placeholder
     */
    public static ClientSettings of(Map<String, String> own, Guard guard, List<String> guardedHosts)
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
        return new ClientSettings(own, guard, guardedHosts);
    }

    /** Keeps copies. */
    public ClientSettings {
        own = Map.copyOf(own);
        guardedHosts = List.copyOf(guardedHosts);
    }
}
