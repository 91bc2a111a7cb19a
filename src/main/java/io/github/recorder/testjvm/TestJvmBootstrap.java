package io.github.recorder.testjvm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/**
 * Applies the plugin's settings in this JVM. It reads them from a resource of the jar that the listeners come from, or,
 * if a JVM was not started by a build, gets them from {@link RecorderFinder}.
 * Opens the connection to the plugin, whose session becomes a part of the URLs, so that each request names its JVM.
 *
 * <p>The resource is a properties file: {@code N.name}, {@code N.value}, and as lists separated by commas {@code
 * N.unlessProperties}, {@code N.unlessVariables} and {@code N.unlessOwnVariables}, for N from 0 on without a gap.
 * System property {@code name} is set to {@code value} if none of the named system properties and environment variables
 * has a value that is not blank. Those in {@code unlessOwnVariables} count only if the project itself sets them; system
 * property {@value #OWN_VARIABLES} lists those. If there is {@code N.onlyWith}, nothing is set unless the class path
 * has a resource of that name. A variable with the value {@code dummyKey} counts as unset, because the plugin set it.
 * The plugin decides what to set, and when not; this class knows no client. {@code server.url} is the URL without a
 * session and {@code server.session} the beginning of one with it: {@code http://127.0.0.1:1/s/TOKEN/openai} becomes
 * {@code http://127.0.0.1:1/s/TOKEN-SESSION/openai}. With {@code marks}, requests carry the marks of tests.
 */
final class TestJvmBootstrap {

    private static final String RESOURCE = "/META-INF/recorder/settings.properties";

    /** The system property that lists the environment variables that the project sets, separated by commas. */
    private static final String OWN_VARIABLES = "recorder.ownVariables";

    private static boolean applied;

    private TestJvmBootstrap() {}

    /**
     * Applies the settings the first time it is called; later calls do nothing.
     *
     * @throws UncheckedIOException if the resource cannot be read
     */
    static synchronized void apply() {
        if (applied) {
            return;
        }
        applied = true;
        URL ofBuild = TestJvmBootstrap.class.getResource(RESOURCE);
        Properties settings = settings(ofBuild);
        String dummyKey = settings.getProperty("dummyKey");
        List<String> ownVariables =
                Arrays.asList(System.getProperty(OWN_VARIABLES, "").split(","));
        String server = settings.getProperty("server.url", "");
        String sessions = settings.getProperty("server.session", "");
        String session = PluginConnection.connect(
                settings.getProperty("events.host"),
                settings.getProperty("events.port"),
                settings.getProperty("events.token"));
        if (session != null && settings.containsKey("marks")) {
            markContexts();
        }
        for (int n = 0; settings.containsKey(n + ".name"); n++) {
            String name = settings.getProperty(n + ".name");
            String value = settings.getProperty(n + ".value");
            List<String> variables = new ArrayList<>(list(settings, n + ".unlessOwnVariables"));
            variables.retainAll(ownVariables);
            variables.addAll(list(settings, n + ".unlessVariables"));
            // The plugin has already set its own properties through Surefire's configuration, without a session.
            boolean ours = value.equals(System.getProperty(name));
            if (ours
                    || isFound(settings.getProperty(n + ".onlyWith"))
                            && !anyProperty(list(settings, n + ".unlessProperties"))
                            && !anyVariable(variables, dummyKey)) {
                System.setProperty(name, inSession(value, server, sessions, session));
            }
        }
        GoogleGenAi.apply(settings, url -> inSession(url, server, sessions, session));
        // A build may run tests in Maven's own JVM; an IDE or another build tool starts one for its tests only.
        boolean fork = ofBuild == null || InterceptingProxySelector.isFork();
        OutboundCallGuard.install(settings, fork);
        if (fork) {
            ProcessWatch.install(settings);
        }
        // After the guard, so that it takes precedence: an intercepted request does not bypass the server.
        if (fork) {
            InterceptingProxySelector.install(settings, PluginConnection.ownPort());
        }
    }

    private static void markContexts() {
        try {
            BaggageContext.install();
            PluginConnection.askForMarks();
        } catch (LinkageError absent) {
            // Without OpenTelemetry, requests carry no mark.
        }
    }

    private static String inSession(String value, String server, String sessions, String session) {
        boolean here = session != null && !server.isEmpty() && value.startsWith(server);
        return here ? sessions + session + value.substring(server.length()) : value;
    }

    private static Properties settings(URL ofBuild) {
        try {
            return ofBuild == null ? RecorderFinder.find() : SettingsResource.read(ofBuild);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static List<String> list(Properties settings, String key) {
        return Arrays.asList(settings.getProperty(key, "").split(","));
    }

    private static boolean isFound(String resource) {
        return resource == null || TestJvmBootstrap.class.getResource("/" + resource) != null;
    }

    private static boolean anyProperty(List<String> names) {
        for (String name : names) {
            if (!name.isEmpty() && isGiven(System.getProperty(name))) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyVariable(List<String> names, String dummyKey) {
        for (String name : names) {
            String value = name.isEmpty() ? null : System.getenv(name);
            if (isGiven(value) && !value.equals(dummyKey)) {
                return true;
            }
        }
        return false;
    }

    /** A CI passes a missing secret as an empty variable. */
    private static boolean isGiven(String value) {
        return value != null && !value.trim().isEmpty();
    }
}
