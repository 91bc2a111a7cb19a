package io.github.recorder.server;

import java.util.List;

/**
 * Keeps Jetty's debug lines, about a thousand, out of {@code mvn -X} while a server runs.
 *
 * <p>Jetty logs through the SLF4J that Maven gives to plugins. Maven's binding reads a logger's level from a system
 * property when the logger is created, and offers no other way; so this one class writes system properties. It leaves a
 * property alone that is already set, so {@code -Dorg.slf4j.simpleLogger.log.org.eclipse.jetty=debug} still shows
 * Jetty's log.
 *
 * <p>With several servers in one JVM, the first sets the properties and removes them when it is closed. At worst, a
 * Jetty class that was unused so far then logs debug lines.
 */
final class JettyLogLevel implements AutoCloseable {

    /** Maven 3 and Maven 4, in this order. */
    private static final List<String> PROPERTIES =
            List.of("org.slf4j.simpleLogger.log.org.eclipse.jetty", "maven.logger.log.org.eclipse.jetty");

    private static final String LEVEL = "warn";

    private final List<String> ours;

    private JettyLogLevel(List<String> ours) {
        this.ours = ours;
    }

    /** Sets those properties that are unset. Call it before the first Jetty class is used. */
    static JettyLogLevel warnings() {
        return new JettyLogLevel(PROPERTIES.stream()
                .filter(property -> System.getProperties().putIfAbsent(property, LEVEL) == null)
                .toList());
    }

    /** Removes the properties that were set here, unless they have changed since. */
    @Override
    public void close() {
        ours.forEach(property -> System.getProperties().remove(property, LEVEL));
    }
}
