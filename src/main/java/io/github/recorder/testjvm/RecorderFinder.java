package io.github.recorder.testjvm;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Enumeration;
import java.util.Properties;

/**
 * Finds the recorder for a test JVM that no Maven build started, for instance one of an IDE or of Gradle: the one that
 * the goal {@code run}, a test JVM or a build has left running, or one that it starts from {@code launch.json}, which
 * the last Maven run wrote.
 *
 * <p>The files are in {@code target/recorder} of the module whose test classes come first on the class path, or in the
 * directory of the system property {@value #DIRECTORY}.
 */
final class RecorderFinder {

    /** The system property that names the plugin's work directory. */
    private static final String DIRECTORY = "recorder.directory";

    /** The settings without a recorder, in the jar that users add to their test class path. */
    private static final String WITHOUT_RECORDER = "/META-INF/recorder/without-recorder.properties";

    /** The system property that Maven sets in its own JVM. */
    private static final String MAVEN = "maven.home";

    private RecorderFinder() {}

    /**
     * Returns the settings of a recorder to which this JVM is then connected. Without one, returns settings that make
     * each request to a known service fail, with the reason as {@code without.reason}. Returns no settings in a JVM of
     * a Maven build, which has none because the plugin has nothing to do in it.
     *
     * @throws IOException if the jar of this class cannot be read
     */
    static Properties find() throws IOException {
        URL withoutRecorder = RecorderFinder.class.getResource(WITHOUT_RECORDER);
        if (withoutRecorder == null || isOfMaven()) {
            return new Properties();
        }
        File directory = directory();
        RecorderLauncher launcher = new RecorderLauncher(directory);
        String reason;
        try {
            return launcher.connect();
        } catch (IOException problem) {
            reason = problem.getMessage();
        }
        Properties settings = SettingsResource.read(withoutRecorder);
        String text = "no recorder is running for " + directory + ", and none could be started: " + reason
                + " Run `mvn recorder:run` in the project and leave it running, or run `mvn verify` once.";
        settings.setProperty("without.reason", text);
        System.err.println("Recorder: " + text + " Until then, requests of tests to known services fail.");
        return settings;
    }

    private static boolean isOfMaven() {
        return InterceptingProxySelector.isFork() || System.getProperty(MAVEN) != null;
    }

    private static File directory() throws IOException {
        String named = System.getProperty(DIRECTORY);
        if (named != null && !named.trim().isEmpty()) {
            return new File(named.trim()).getAbsoluteFile();
        }
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        Enumeration<URL> roots = (loader == null ? ClassLoader.getSystemClassLoader() : loader).getResources("");
        while (roots.hasMoreElements()) {
            File root = file(roots.nextElement());
            if (root != null && root.getName().equals("test-classes")) {
                return new File(root.getParentFile(), "recorder");
            }
        }
        return new File("target", "recorder").getAbsoluteFile();
    }

    private static File file(URL url) {
        try {
            URI uri = url.toURI();
            return "file".equals(uri.getScheme()) && uri.getAuthority() == null ? new File(uri) : null;
        } catch (URISyntaxException | IllegalArgumentException noFile) {
            return null;
        }
    }
}
