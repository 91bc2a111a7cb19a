package io.github.recorder.lifecycle;

import io.github.recorder.attribution.EventServer;
import io.github.recorder.clients.ClientDefault;
import io.github.recorder.clients.ClientLibraries;
import io.github.recorder.clients.ClientLibrary;
import io.github.recorder.clients.GuardedHost;
import io.github.recorder.clients.ProviderHosts;
import io.github.recorder.clients.UserClients;
import io.github.recorder.provider.Upstream;
import io.github.recorder.provider.UpstreamTable;
import io.github.recorder.replay.BlockedCallEndpoint;
import io.github.recorder.store.AtomicWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Everything that makes the clients in a test JVM call the server: a jar for its class path, system properties and
 * environment variables.
 *
 * @param listenerJar the jar, absolute; in the test JVM it sets the clients' own properties
 * @param properties the system properties that name the server: {@code recorder.url}, and {@code recorder.NAME.url} for
 *     each upstream; the values have no trailing slash
 * @param url the server's base URL, without a trailing slash
 * @param clients the table of client settings
 */
public record TestJvmSetup(Path listenerJar, Map<String, String> properties, URI url, List<ClientLibrary> clients) {

    /** The file in the work directory that holds the settings of test JVMs outside of a build. */
    static final String CONNECTION = "connection.properties";

    /** The system property that lists the environment variables that the project sets, separated by commas. */
    public static final String OWN_VARIABLES = "recorder.ownVariables";

    /**
     * Writes the jar for a run.
     *
     * @param workDirectory the target directory, for instance {@code target/recorder}; created if missing
     * @param settings the user's configuration of clients
     * @throws IOException if the jar cannot be written
     */
    public static TestJvmSetup write(Path workDirectory, RecorderRun run, ClientSettings settings) throws IOException {
        return write(workDirectory, run.url(), run.upstreams(), settings, run.events(), run.interception());
    }

    /**
     * Writes the jar for a server that intercepts no host.
     *
     * @param workDirectory the target directory, for instance {@code target/recorder}; created if missing
     * @param url the server's base URL, without a trailing slash
     * @param settings the user's configuration of clients
     * @param events the address for the events of test JVMs; null if there is none
     * @throws IOException if the jar cannot be written
     */
    public static TestJvmSetup write(Path workDirectory, URI url, ClientSettings settings, @Nullable EventServer events)
            throws IOException {
        return write(workDirectory, url, UpstreamTable.builtIn(), settings, events, null);
    }

    private static TestJvmSetup write(
            Path workDirectory,
            URI url,
            UpstreamTable upstreams,
            ClientSettings settings,
            @Nullable EventServer events,
            @Nullable HostInterception interception)
            throws IOException {
        Files.createDirectories(workDirectory);
        Path jar = workDirectory.resolve("recorder-listener.jar").toAbsolutePath();
        TestJvmSetup setup = of(jar, url, upstreams, settings);
        ListenerJar.write(jar, setup.listenerSettings(settings, events, interception));
        return setup;
    }

    /**
     * Writes the settings for test JVMs outside of a build, such as those of an IDE, whose listener comes from the
     * class path of the tests.
     *
     * @param workDirectory the target directory, for instance {@code target/recorder}; created if missing
     * @param settings the user's configuration of clients
     * @throws IOException if the file cannot be written
     */
    public static Connection connect(Path workDirectory, RecorderRun run, ClientSettings settings) throws IOException {
        TestJvmSetup setup = of(workDirectory, run.url(), run.upstreams(), settings);
        Path file = workDirectory.resolve(CONNECTION);
        byte[] content = setup.listenerSettings(settings, run.events(), run.interception())
                .getBytes(StandardCharsets.US_ASCII);
        AtomicWriter.writeForOwner(file, content);
        return new Connection(file, content);
    }

    /**
     * Returns the settings of a listener that found no recorder: clients of known services are led to an address of
     * this machine on which nothing listens, and requests to known services are blocked.
     */
    static String withoutRecorder() {
        URI nowhere = URI.create("http://127.0.0.1:1/recorder-is-not-running");
        return of(Path.of(""), nowhere, UpstreamTable.builtIn(), ClientSettings.DEFAULT)
                .listenerSettings(ClientSettings.DEFAULT, null, null);
    }

    /** The settings that test JVMs outside of a build read while a run lasts. */
    public static final class Connection {

        private final Path file;
        private final byte[] content;

        private Connection(Path file, byte[] content) {
            this.file = file;
            this.content = content;
        }

        /** Deletes the file, unless a later run has replaced it. A file that stays leads test JVMs to nothing. */
        public void withdraw() {
            try {
                if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) {
                    AtomicWriter.delete(file);
                }
            } catch (IOException stays) {
                return; // Its listener finds that nobody answers, and does without it.
            }
        }
    }

    private static TestJvmSetup of(Path jar, URI url, UpstreamTable upstreams, ClientSettings settings) {
        List<ClientLibrary> clients = UserClients.addedTo(ClientLibraries.builtIn(), settings.own());
        return new TestJvmSetup(jar, serverProperties(url, upstreams), url, clients);
    }

    /** Returns the text of the settings that the listener reads. */
    private String listenerSettings(
            ClientSettings settings, @Nullable EventServer events, @Nullable HostInterception interception) {
        Map<String, String> entries = clientEntries();
        if (settings.guard() != ClientSettings.Guard.OFF) {
            entries.putAll(guardEntries(url, settings));
        }
        if (interception != null) {
            entries.putAll(interceptionEntries(url, interception));
        }
        if (events != null) {
            entries.putAll(sessionEntries(url, events));
            if (settings.testBaggage()) {
                entries.put("marks", "");
            }
        }
        return propertiesFile(entries);
    }

    /** Returns the name of the listener that JUnit 4 needs in its configuration. */
    public String junit4Listener() {
        return ListenerJar.JUNIT4_LISTENER;
    }

    /**
     * Returns the environment variables for clients that read nothing else.
     *
     * @param own returns whether the project sets a variable
     * @param ambient returns whether the machine has a variable with a value
     */
    public Map<String, String> variables(Predicate<String> own, Predicate<String> ambient) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (ClientDefault variable : defaults(ClientDefault.Kind.VARIABLE)) {
            Predicate<String> decided = variable.isBaseUrl() ? own : own.or(ambient);
            if (variable.unlessVariables().stream().noneMatch(decided)) {
                variables.put(variable.name(), variable.value(url));
            }
        }
        return variables;
    }

    /** Returns the settings of the listener in the form that its class {@code TestJvmBootstrap} reads. */
    private Map<String, String> clientEntries() {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("dummyKey", ClientLibraries.DUMMY_KEY);
        int n = 0;
        for (ClientDefault property : defaults(ClientDefault.Kind.PROPERTY)) {
            entries.put(n + ".name", property.name());
            entries.put(n + ".value", property.value(url));
            entries.put(n + ".unlessProperties", String.join(",", property.unlessProperties()));
            entries.put(
                    n + (property.isBaseUrl() ? ".unlessOwnVariables" : ".unlessVariables"),
                    String.join(",", property.unlessVariables()));
            if (property.onlyWith() != null) {
                entries.put(n + ".onlyWith", property.onlyWith());
            }
            n++;
        }
        for (Map.Entry<String, String> property : properties.entrySet()) {
            entries.put(n + ".name", property.getKey());
            entries.put(n + ".value", property.getValue());
            entries.put(n + ".unlessProperties", property.getKey());
            n++;
        }
        for (ClientDefault variable : defaults(ClientDefault.Kind.VARIABLE)) {
            String key = switch (variable.name()) {
                case ClientLibraries.GEMINI_BASE_URL -> "googleGenAi.gemini";
                case ClientLibraries.VERTEX_BASE_URL -> "googleGenAi.vertex";
                default -> null;
            };
            if (key != null) {
                entries.put(key, variable.value(url));
                entries.put(key + "Variable", variable.name());
            }
        }
        return entries;
    }

    /** Returns the settings that the listener's class {@code OutboundCallGuard} reads. */
    private static Map<String, String> guardEntries(URI url, ClientSettings settings) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("guard.report", url + BlockedCallEndpoint.PATH);
        entries.put("guard.reportOnly", String.valueOf(settings.guard() == ClientSettings.Guard.REPORT));
        entries.put("guard.libraries", String.join(",", ClientLibraries.CLASS_PREFIXES));
        int n = 0;
        for (GuardedHost host : ProviderHosts.with(settings.guardedHosts())) {
            entries.put("guard." + n + ".host", host.pattern());
            entries.put("guard." + n + ".property", host.property());
            n++;
        }
        return entries;
    }

    /** Returns the settings that the listener's class {@code InterceptingProxySelector} reads. */
    private static Map<String, String> interceptionEntries(URI url, HostInterception interception) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("intercept.port", String.valueOf(url.getPort()));
        entries.put("intercept.report", url + BlockedCallEndpoint.PATH);
        entries.put("intercept.certificate", interception.certificate());
        entries.put("intercept.folder", interception.folder().toString());
        int n = 0;
        for (String pattern : interception.patterns()) {
            entries.put("intercept." + n++ + ".host", pattern);
        }
        return entries;
    }

    /** Returns the text of a properties file, without the date that the JDK writes into it. */
    private static String propertiesFile(Map<String, String> values) {
        StringBuilder text = new StringBuilder();
        values.forEach((key, value) -> {
            text.append(escaped(key, true)).append('=');
            text.append(escaped(value, false)).append('\n');
        });
        return text.toString();
    }

    private static String escaped(String text, boolean key) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                escaped.append(String.format(Locale.ROOT, "\\u%04X", (int) c));
            } else {
                boolean special = c == '\\' || (c == ' ' && i == 0) || (key && "=: #!".indexOf(c) >= 0);
                escaped.append(special ? "\\" : "").append(c);
            }
        }
        return escaped.toString();
    }

    /** Returns the settings with which the listener opens a session and reports its tests. */
    private static Map<String, String> sessionEntries(URI url, EventServer events) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("server.url", url.toString());
        // The prefix of a path with the token and a session.
        entries.put("server.session", url + "-");
        entries.put("events.host", events.host());
        entries.put("events.port", String.valueOf(events.port()));
        entries.put("events.token", events.token());
        return entries;
    }

    private List<ClientDefault> defaults(ClientDefault.Kind kind) {
        return clients.stream()
                .map(ClientLibrary::defaults)
                .flatMap(List::stream)
                .filter(given -> given.kind() == kind)
                .toList();
    }

    private static Map<String, String> serverProperties(URI url, UpstreamTable upstreams) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("recorder.url", url.toString());
        for (String name : upstreams.names().stream().sorted().toList()) {
            // A built-in service keeps its path at any host while its requests are recorded.
            Upstream service = UpstreamTable.builtIn()
                    .named(name)
                    .or(() -> upstreams.named(name))
                    .orElseThrow();
            properties.put(Upstream.property(name), url + service.path());
        }
        return properties;
    }
}
