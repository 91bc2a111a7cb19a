package io.github.recorder.lifecycle;

import io.github.recorder.attribution.EventServer;
import io.github.recorder.clients.Client;
import io.github.recorder.clients.ClientDefault;
import io.github.recorder.clients.Clients;
import io.github.recorder.provider.Upstreams;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a test JVM is given so that the clients in it call the server: a jar for its class path, system properties and
 * environment variables.
 *
 * @param listenerJar the jar, absolute; it sets the clients' own properties once it is in the test JVM
 * @param properties the system properties that name the server: {@code recorder.url}, and {@code recorder.NAME.url} for
 *     each upstream; the values have no slash at their ends
 * @param url the server's base URL, without a slash at its end
 */
public record TestSetup(Path listenerJar, Map<String, String> properties, URI url) {

    /**
     * Writes the jar.
     *
     * @param workDirectory where it goes, for instance {@code target/recorder}; made where it is missing
     * @param url the server's base URL, without a slash at its end
     * @param events where the test JVMs tell which test runs; null where nobody listens
     * @throws IOException where the jar cannot be written
     */
    public static TestSetup write(Path workDirectory, URI url, @Nullable EventServer events) throws IOException {
        Files.createDirectories(workDirectory);
        Path jar = workDirectory.resolve("recorder-listener.jar").toAbsolutePath();
        ListenerJar.write(jar, settings(url) + session(url, events));
        return new TestSetup(jar, serverProperties(url), url);
    }

    /** Returns the name of the listener that JUnit 4 has to be told of. */
    public String junit4Listener() {
        return ListenerJar.JUNIT4_LISTENER;
    }

    /**
     * Returns the environment variables for clients that read nothing else.
     *
     * @param set tells whether the user has given a variable of this name a value
     */
    public Map<String, String> variables(Predicate<String> set) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (ClientDefault variable : defaults(ClientDefault.Kind.VARIABLE)) {
            if (variable.unlessVariables().stream().noneMatch(set)) {
                variables.put(variable.name(), variable.value(url));
            }
        }
        return variables;
    }

    /** Returns the settings of the listener in the form that its class {@code Settings} reads. */
    private static String settings(URI url) {
        StringBuilder text = new StringBuilder();
        int n = 0;
        for (ClientDefault property : defaults(ClientDefault.Kind.PROPERTY)) {
            text.append(n).append(".name=").append(property.name()).append('\n');
            text.append(n).append(".value=").append(property.value(url)).append('\n');
            text.append(n).append(".unlessProperties=").append(String.join(",", property.unlessProperties()));
            text.append('\n');
            text.append(n).append(".unlessVariables=").append(String.join(",", property.unlessVariables()));
            text.append('\n');
            n++;
        }
        for (Map.Entry<String, String> property : serverProperties(url).entrySet()) {
            text.append(n).append(".name=").append(property.getKey()).append('\n');
            text.append(n).append(".value=").append(property.getValue()).append('\n');
            text.append(n)
                    .append(".unlessProperties=")
                    .append(property.getKey())
                    .append('\n');
            n++;
        }
        return text.toString();
    }

    private static String session(URI url, @Nullable EventServer events) {
        return events == null
                ? ""
                : "server.url=" + url + "\nevents.host=" + events.host() + "\nevents.port=" + events.port()
                        + "\nevents.token=" + events.token() + "\n";
    }

    private static List<ClientDefault> defaults(ClientDefault.Kind kind) {
        return Clients.builtIn().stream()
                .map(Client::defaults)
                .flatMap(List::stream)
                .filter(given -> given.kind() == kind)
                .toList();
    }

    private static Map<String, String> serverProperties(URI url) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("recorder.url", url.toString());
        for (String name : Upstreams.builtIn().names().stream().sorted().toList()) {
            properties.put("recorder." + name + ".url", url + "/" + name + version(name));
        }
        return properties;
    }

    /** Clients of a service whose base URL ends in its version are given one that does, too. */
    private static String version(String upstream) {
        String real = Upstreams.builtIn().named(upstream).orElseThrow().url();
        return real != null && real.endsWith("/v1") ? "/v1" : "";
    }
}
