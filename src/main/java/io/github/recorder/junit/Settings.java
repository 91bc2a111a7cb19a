package io.github.recorder.junit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What the plugin wants set in this JVM, read from a resource of the jar that the listeners come from; and the connection to the
 * plugin, whose session becomes a part of the URLs, so that each request says which JVM sent it.
 *
 * <p>The resource is a properties file: {@code N.name}, {@code N.value}, and as lists parted by commas {@code N.unlessProperties}
 * and {@code N.unlessVariables}, for N from 0 on without a gap. System property {@code name} is set to {@code value} where none
 * of the named system properties and environment variables has a value that is not blank. What to set, and when not, is the
 * plugin's decision; nothing here knows any client. {@code server.url} is what the session is put behind: of
 * {@code http://127.0.0.1:1/openai} it makes {@code http://127.0.0.1:1/s/SESSION/openai}.
 */
final class Settings {

    private static final String RESOURCE = "/META-INF/recorder/settings.properties";

    private static boolean applied;

    private Settings() {}

    /**
     * Sets what is to be set, the first time it is called; later calls do nothing.
     *
     * @throws UncheckedIOException where the resource cannot be read
     */
    static synchronized void apply() {
        if (applied) {
            return;
        }
        applied = true;
        Properties settings = read();
        String server = settings.getProperty("server.url", "");
        String session = Events.connect(
                settings.getProperty("events.host"),
                settings.getProperty("events.port"),
                settings.getProperty("events.token"));
        for (int n = 0; settings.containsKey(n + ".name"); n++) {
            String name = settings.getProperty(n + ".name");
            String value = settings.getProperty(n + ".value");
            // The plugin has set its own properties through Surefire's configuration already, without a session.
            boolean ours = value.equals(System.getProperty(name));
            if (ours
                    || !anyProperty(list(settings, n + ".unlessProperties"))
                            && !anyVariable(list(settings, n + ".unlessVariables"))) {
                System.setProperty(name, inSession(value, server, session));
            }
        }
    }

    private static String inSession(String value, String server, String session) {
        boolean here = session != null && !server.isEmpty() && value.startsWith(server);
        return here ? server + "/s/" + session + value.substring(server.length()) : value;
    }

    private static Properties read() {
        Properties settings = new Properties();
        try (InputStream resource = Settings.class.getResourceAsStream(RESOURCE)) {
            if (resource != null) {
                settings.load(resource);
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        return settings;
    }

    private static String[] list(Properties settings, String key) {
        return settings.getProperty(key, "").split(",");
    }

    private static boolean anyProperty(String[] names) {
        for (String name : names) {
            if (!name.isEmpty() && isGiven(System.getProperty(name))) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyVariable(String[] names) {
        for (String name : names) {
            if (!name.isEmpty() && isGiven(System.getenv(name))) {
                return true;
            }
        }
        return false;
    }

    /** A CI gives a secret that it does not have as an empty variable. */
    private static boolean isGiven(String value) {
        return value != null && !value.trim().isEmpty();
    }
}
