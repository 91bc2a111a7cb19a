package io.github.recorder.lifecycle;

import io.github.recorder.store.AtomicWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The jar for the test class path: the classes of package {@code testjvm}, their registrations, and the settings of one
 * run. It is built when a run starts, because its settings hold the server's port.
 */
final class ListenerJar {

    /** The class that JUnit 4 gets by name, because it does not use the service loader. */
    static final String JUNIT4_LISTENER = "io.github.recorder.testjvm.JUnit4Listener";

    /** The entry that holds the settings. */
    static final String SETTINGS = "META-INF/recorder/settings.properties";

    /** The classes, by their simple names. */
    static final List<String> CLASSES = List.of(
            "TestJvmBootstrap",
            "RecorderFinder",
            "RecorderLauncher",
            "SettingsResource",
            "PluginConnection",
            "RunningMark",
            "BaggageContext",
            "ReportedNames",
            "TestNames",
            "FormerTestNames",
            "OverloadedMethods",
            "GoogleGenAi",
            "OutboundCallGuard",
            "BlockedCallReporter",
            "ProcessWatch",
            "InterceptingProxySelector",
            "TrustStore",
            "CallSite",
            "BlockedCallException",
            "JUnitSessionListener",
            "JUnitPlatformListener",
            "JUnit4Classes",
            "JUnit4Listener",
            "JUnit4Names",
            "PostponedStart",
            "TestNgInvocation",
            "TestNgListener");

    static final Map<String, String> SERVICES = Map.of(
            "org.junit.platform.launcher.LauncherSessionListener", "io.github.recorder.testjvm.JUnitSessionListener",
            "org.junit.platform.launcher.TestExecutionListener", "io.github.recorder.testjvm.JUnitPlatformListener",
            "org.testng.ITestNGListener", "io.github.recorder.testjvm.TestNgListener");

    private static final String CLASS_FOLDER = "io/github/recorder/testjvm/";

    private ListenerJar() {}

    /**
     * Writes the jar, replacing an existing one.
     *
     * @param settings the content of the settings entry
     * @throws IOException if the file cannot be written
     */
    static void write(Path jar, String settings) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : CLASSES) {
                entry(zip, CLASS_FOLDER + name + ".class", classFile(name));
            }
            for (Map.Entry<String, String> service : SERVICES.entrySet()) {
                entry(zip, "META-INF/services/" + service.getKey(), text(service.getValue() + "\n"));
            }
            entry(zip, SETTINGS, text(settings));
        }
        // A JVM that is reading the jar of an earlier run keeps that file. It contains the token of the run.
        AtomicWriter.writeForOwner(jar, bytes.toByteArray());
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] classFile(String name) throws IOException {
        try (InputStream in = ListenerJar.class.getResourceAsStream("/" + CLASS_FOLDER + name + ".class")) {
            if (in == null) {
                throw new IOException("the plugin's own jar lacks " + CLASS_FOLDER + name + ".class");
            }
            return in.readAllBytes();
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
