package io.github.recorder.clients;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One thing that the test JVM is given, unless the user has decided it.
 *
 * <p>For a base URL only the project decides: its pom, the command line of its build, its tests. What the machine
 * happens to have in its environment, a gateway of the developer's own say, must not lead tests past the server, or
 * they would pass on one machine and call a real service on another. A key that is set anywhere is kept, for it may be
 * needed to record.
 *
 * @param kind what is set
 * @param name the name of the system property or environment variable
 * @param value what it is set to, with {@value #URL} for the server's base URL
 * @param unlessProperties system properties of the test JVM by which the user may have decided
 * @param unlessVariables environment variables by which the user may have decided; of a {@linkplain #isBaseUrl base
 *     URL} they count only where the pom sets them
 * @param onlyWith a resource of the test class path without which nothing is set, for frameworks that warn of what they
 *     do not know; null where nothing warns
 */
public record ClientDefault(
        Kind kind,
        String name,
        String value,
        List<String> unlessProperties,
        List<String> unlessVariables,
        @Nullable String onlyWith) {

    /** What stands in {@link #value} for the server's base URL, which has no slash at its end. */
    public static final String URL = "{url}";

    /** What can be set. */
    public enum Kind {
        /** A system property, set inside the test JVM. */
        PROPERTY,
        /** An environment variable, set by what starts the test JVM: for clients that read nothing else. */
        VARIABLE
    }

    /** Keeps copies of the lists. */
    public ClientDefault {
        unlessProperties = List.copyOf(unlessProperties);
        unlessVariables = List.copyOf(unlessVariables);
    }

    /**
     * Tells whether this leads a client to the server; otherwise it is a key, or something else that a client insists
     * on.
     */
    public boolean isBaseUrl() {
        return value.contains(URL);
    }

    /** Returns what is set when the server listens at this base URL, which has no slash at its end. */
    public String value(URI url) {
        return value.replace(URL, url.toString());
    }

    /** Makes a system property that is left out where it is set, or one of the variables. */
    static ClientDefault property(String name, String value, String... unlessVariables) {
        return new ClientDefault(Kind.PROPERTY, name, value, List.of(name), List.of(unlessVariables), null);
    }

    /** Makes an environment variable that is left out where it, or one of the others, is set. */
    static ClientDefault variable(String name, String value, String... others) {
        return new ClientDefault(
                Kind.VARIABLE,
                name,
                value,
                List.of(),
                Stream.concat(Stream.of(name), Stream.of(others)).toList(),
                null);
    }

    /** Returns a copy that is left out where one more system property is set. */
    ClientDefault unlessProperty(String other) {
        List<String> more =
                Stream.concat(unlessProperties.stream(), Stream.of(other)).toList();
        return new ClientDefault(kind, name, value, more, unlessVariables, onlyWith);
    }

    /** Returns a copy that is left out where the test class path is without a resource. */
    ClientDefault onlyWith(String resource) {
        return new ClientDefault(kind, name, value, unlessProperties, unlessVariables, resource);
    }
}
