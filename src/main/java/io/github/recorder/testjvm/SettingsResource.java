package io.github.recorder.testjvm;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.util.Properties;

/** Reads the settings of test JVMs. */
final class SettingsResource {

    private SettingsResource() {}

    /**
     * Reads settings.
     *
     * @throws IOException if there is no such resource, or it cannot be read
     */
    static Properties read(URL resource) throws IOException {
        Properties settings = new Properties();
        URLConnection connection = resource.openConnection();
        // If tests run in Maven's own JVM, an earlier run may have read a jar of the same name, which the JDK would
        // cache.
        connection.setUseCaches(false);
        try (InputStream content = connection.getInputStream()) {
            settings.load(content);
        }
        return settings;
    }
}
