package io.github.recorder.junit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What the plugin wants set in this JVM, read from a resource of the jar that the listeners come from.
 *
 * <p>The resource is a properties file: {@code N.name}, {@code N.value}, and as lists parted by commas {@code N.unlessProperties}
 * and {@code N.unlessVariables}, for N from 0 on without a gap. System property {@code name} is set to {@code value} where none
 * of the named system properties and environment variables has a value that is not blank. What to set, and when not, is the
 * plugin's decision; nothing here knows any client.
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
        for (int n = 0; settings.containsKey(n + ".name"); n++) {
            if (!anyProperty(list(settings, n + ".unlessProperties"))
                    && !anyVariable(list(settings, n + ".unlessVariables"))) {
                System.setProperty(settings.getProperty(n + ".name"), settings.getProperty(n + ".value"));
            }
        }
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
