package io.github.recorder.server;

import java.util.List;

/**
 * Keeps Jetty's debug lines out of {@code mvn -X}, where they would be a thousand, while a server runs.
 *
 * <p>Jetty logs through the SLF4J that Maven gives to plugins, and Maven's binding takes a logger's level from a system
 * property at the moment the logger is made. There is no other way to tell it, which is why this one class writes
 * system properties. A property that somebody has set is left alone, so that Jetty's log can still be had with {@code
 * -Dorg.slf4j.simpleLogger.log.org.eclipse.jetty=debug}.
 *
 * <p>With several servers in one JVM the first to come sets the properties and takes them away when it is closed. What
 * the others may then lose is only the silence of a Jetty class that nobody has used so far.
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

    /** Sets the properties that nobody has set; to be called before the first Jetty class is used. */
    static JettyLogLevel warnings() {
        return new JettyLogLevel(PROPERTIES.stream()
                .filter(property -> System.getProperties().putIfAbsent(property, LEVEL) == null)
                .toList());
    }

    /** Takes away the properties that were set here, unless somebody has changed them since. */
    @Override
    public void close() {
        ours.forEach(property -> System.getProperties().remove(property, LEVEL));
    }
}
