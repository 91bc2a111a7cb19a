package io.github.recorder.clients;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One setting of the test JVM, applied unless the user has decided otherwise.
 *
 * <p>Only the project decides about a base URL: its pom, its build's command line, its tests. The machine's
 * environment, for example a developer's gateway, must not redirect tests past the server, because they would then pass
 * on one machine and call a real service on another. A key that is set anywhere is kept, because recording may need it.
 *
 * @param kind the kind of setting
 * @param name the name of the system property or environment variable
 * @param value the value, with {@value #URL} for the server's base URL
 * @param unlessProperties system properties of the test JVM by which the user may have decided
 * @param unlessVariables environment variables by which the user may have decided; for a {@linkplain #isBaseUrl base
 *     URL} they count only if the pom sets them
 * @param onlyWith a resource that the test class path must contain, for frameworks that warn about unknown settings;
 *     null if none is required
 */
public record ClientDefault(
        Kind kind,
        String name,
        String value,
        List<String> unlessProperties,
        List<String> unlessVariables,
        @Nullable String onlyWith) {

    /** The placeholder in {@link #value} for the server's base URL, without a trailing slash. */
    public static final String URL = "{url}";

    /** The kind of a setting. */
    public enum Kind {
        /** A system property, set inside the test JVM. */
        PROPERTY,
        /** An environment variable, set by whatever starts the test JVM; for clients that read nothing else. */
        VARIABLE
    }

    /** Keeps copies of the lists. */
    public ClientDefault {
        unlessProperties = List.copyOf(unlessProperties);
        unlessVariables = List.copyOf(unlessVariables);
    }

    /** Returns whether this setting points a client at the server; otherwise it is a key or another required value. */
    public boolean isBaseUrl() {
        return value.contains(URL);
    }

    /** Returns the setting for a server with this base URL, which has no trailing slash. */
    public String value(URI url) {
        return value.replace(URL, url.toString());
    }

    /** Creates a system property that is omitted if it, or one of the variables, is set. */
    static ClientDefault property(String name, String value, String... unlessVariables) {
        return new ClientDefault(Kind.PROPERTY, name, value, List.of(name), List.of(unlessVariables), null);
    }

    /** Creates an environment variable that is omitted if it, or one of the others, is set. */
    static ClientDefault variable(String name, String value, String... others) {
        return new ClientDefault(
                Kind.VARIABLE,
                name,
                value,
                List.of(),
                Stream.concat(Stream.of(name), Stream.of(others)).toList(),
                null);
    }

    /** Returns a copy that is omitted if one more system property is set. */
    ClientDefault unlessProperty(String other) {
        List<String> more =
                Stream.concat(unlessProperties.stream(), Stream.of(other)).toList();
        return new ClientDefault(kind, name, value, more, unlessVariables, onlyWith);
    }

    /** Returns a copy that is omitted if the test class path lacks a resource. */
    ClientDefault onlyWith(String resource) {
        return new ClientDefault(kind, name, value, unlessProperties, unlessVariables, resource);
    }
}
