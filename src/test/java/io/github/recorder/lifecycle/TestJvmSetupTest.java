package io.github.recorder.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a test JVM is given: the jar is read back, and its settings are applied, as a test JVM would. */
final class TestJvmSetupTest {

    private static final URI SERVER = URI.create("http://127.0.0.1:4711");
    private static final int JAVA_8 = 52;

    private final Properties before = (Properties) System.getProperties().clone();

    @TempDir
    private Path directory;

    private TestJvmSetup setup;

    @BeforeEach
    void write() throws IOException {
        setup = TestJvmSetup.write(
                directory.resolve("recorder"),
                SERVER,
                new ClientSettings(
                        Map.of("acme.url", "{url}/openai/v1", "env.ACME_KEY", "none"),
                        ClientSettings.Guard.OFF,
                        List.of(),
                        false),
                null);
    }

    @AfterEach
    void restore() {
        System.setProperties(before);
    }

    @Test
    void jarHoldsEveryClassOfTheListenersRoom() throws IOException {
        Path compiled = Path.of("target/classes/io/github/recorder/testjvm");
        Set<String> classes;
        try (Stream<Path> files = Files.list(compiled)) {
            classes = files.map(file -> "io/github/recorder/testjvm/" + file.getFileName())
                    .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        try (JarFile jar = new JarFile(setup.listenerJar().toFile())) {
            assertThat(jar.stream().map(Object::toString).filter(name -> name.endsWith(".class")))
                    .containsExactlyInAnyOrderElementsOf(classes);
        }
    }

    @Test
    void everyClassRunsOnJava8() throws IOException {
        try (JarFile jar = new JarFile(setup.listenerJar().toFile())) {
            for (String name : ListenerJar.CLASSES) {
                byte[] bytes = jar.getInputStream(jar.getEntry("io/github/recorder/testjvm/" + name + ".class"))
                        .readAllBytes();
                assertThat(bytes[7]).as(name).isEqualTo((byte) JAVA_8);
            }
        }
    }

    @Test
    void everyRegistrationNamesAClassOfTheJar() throws IOException {
        try (JarFile jar = new JarFile(setup.listenerJar().toFile())) {
            assertThat(jar.stream().filter(entry -> entry.getName().startsWith("META-INF/services/")))
                    .hasSize(3)
                    .allSatisfy(entry -> {
                        String name = new String(jar.getInputStream(entry).readAllBytes(), UTF_8).strip();
                        assertThat(jar.getEntry(name.replace('.', '/') + ".class"))
                                .as(name)
                                .isNotNull();
                    });
        }
    }

    @Test
    void listenerSetsTheServersAddressAndTheClientsProperties() throws Exception {
        System.clearProperty("openai.baseUrl");

        applySettings();

        assertThat(System.getProperty("recorder.url")).isEqualTo("http://127.0.0.1:4711");
        assertThat(System.getProperty("recorder.openai.url")).isEqualTo("http://127.0.0.1:4711/openai/v1");
        assertThat(System.getProperty("recorder.anthropic.url")).isEqualTo("http://127.0.0.1:4711/anthropic");
        assertThat(System.getProperty("spring.ai.ollama.base-url")).isEqualTo("http://127.0.0.1:4711/ollama");
    }

    @Test
    void listenerKeepsWhatTheUserSet() throws Exception {
        System.setProperty("openai.apiKey", "own");
        System.setProperty("anthropic.authToken", "own");

        applySettings();

        assertThat(System.getProperty("openai.apiKey")).isEqualTo("own");
        assertThat(System.getProperty("anthropic.apiKey")).isNull();
    }

    @Test
    void listenerTakesABlankPropertyForNone() throws Exception {
        System.setProperty("spring.ai.ollama.base-url", " ");

        applySettings();

        assertThat(System.getProperty("spring.ai.ollama.base-url")).isEqualTo("http://127.0.0.1:4711/ollama");
    }

    @Test
    void variablesAreThoseThatTheProjectHasNotSet() {
        assertThat(setup.variables(name -> false, name -> false))
                .containsEntry("GOOGLE_GEMINI_BASE_URL", "http://127.0.0.1:4711/gemini")
                .containsEntry("GOOGLE_API_KEY", "recorder-dummy-key");
        assertThat(setup.variables(Set.of("GEMINI_API_KEY", "OPENAI_BASE_URL")::contains, name -> false))
                .containsKey("GOOGLE_GEMINI_BASE_URL")
                .doesNotContainKeys("GOOGLE_API_KEY", "OPENAI_BASE_URL");
    }

    @Test
    void aKeyOfTheMachineIsKeptButItsBaseUrlIsNot() {
        assertThat(setup.variables(name -> false, Set.of("OPENAI_API_KEY", "OPENAI_BASE_URL")::contains))
                .doesNotContainKey("OPENAI_API_KEY")
                .containsEntry("OPENAI_BASE_URL", "http://127.0.0.1:4711/openai/v1");
    }

    @Test
    void neitherOpenAisNorAzuresKeyIsJoinedByTheOther() {
        assertThat(setup.variables(name -> false, "AZURE_OPENAI_KEY"::equals)).doesNotContainKey("OPENAI_API_KEY");
        assertThat(setup.variables(name -> false, name -> false)).doesNotContainKey("AZURE_OPENAI_KEY");
    }

    @Test
    void theUsersClientsAreGivenWhatTheUserSays() throws Exception {
        applySettings();

        assertThat(System.getProperty("acme.url")).isEqualTo("http://127.0.0.1:4711/openai/v1");
        assertThat(setup.variables(name -> false, name -> false)).containsEntry("ACME_KEY", "none");
    }

    @Test
    void whatTheMachineHasInItsEnvironmentLeadsNoTestAway() throws Exception {
        assertThat(inTestJvm(Map.of("OPENAI_BASE_URL", "https://gateway.acme.com"), "openai.baseUrl"))
                .isEqualTo("http://127.0.0.1:4711/openai/v1");
    }

    @Test
    void aBaseUrlThatThePomPutsIntoTheEnvironmentIsKept() throws Exception {
        Map<String, String> environment = Map.of("OPENAI_BASE_URL", "https://gateway.acme.com");

        assertThat(inTestJvm(environment, "openai.baseUrl", "-Drecorder.ownVariables=OTHER,OPENAI_BASE_URL"))
                .isEqualTo("null");
    }

    @Test
    void theDummyKeyInTheEnvironmentIsNoReasonToLeaveOutAnother() throws Exception {
        assertThat(inTestJvm(Map.of("OPENAI_API_KEY", "recorder-dummy-key"), "spring.ai.openai.api-key"))
                .isEqualTo("recorder-dummy-key");
        assertThat(inTestJvm(Map.of("OPENAI_API_KEY", "own"), "spring.ai.openai.api-key"))
                .isEqualTo("null");
    }

    @Test
    void shellKeepsAKeyThatItHas() {
        assertThat(ShellExports.of(SERVER))
                .contains("export OPENAI_BASE_URL=http://127.0.0.1:4711/openai/v1\n")
                .contains("export OPENAI_API_KEY=${OPENAI_API_KEY:-recorder-dummy-key}\n");
    }

    /** Returns the value that a system property has in a JVM of its own after the settings were applied there. */
    private String inTestJvm(Map<String, String> environment, String property, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
        command.add(setup.listenerJar()
                + File.pathSeparator
                + Path.of("target/test-classes").toAbsolutePath());
        command.addAll(List.of(PrintedProperty.class.getName(), property));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(Set.of("OPENAI_BASE_URL", "OPENAI_API_KEY", "AZURE_OPENAI_KEY"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    /** Runs the settings class of the jar, in a class loader that knows nothing else of ours. */
    private void applySettings() throws Exception {
        URL[] jar = {setup.listenerJar().toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(jar, ClassLoader.getPlatformClassLoader())) {
            Method apply = loader.loadClass("io.github.recorder.testjvm.TestJvmBootstrap")
                    .getDeclaredMethod("apply");
            apply.setAccessible(true);
            apply.invoke(null);
        }
    }
}
