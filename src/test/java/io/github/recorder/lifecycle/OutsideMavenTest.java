package io.github.recorder.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Tests in JVMs that no Maven build starts, as those of an IDE: with the listener jar on their class path, they find a
 * recorder, start one, or fail and say what to run. Each runs in a JVM of its own.
 */
final class OutsideMavenTest {

    private static final Path TESTJVM = Path.of("src/main/testjvm");
    private static final String CLASS_PATH =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

    @TempDir
    private Path folder;

    private ReportedModule module;
    private Path work;
    private final List<Clicked> started = new ArrayList<>();

    @BeforeEach
    void makeModule() throws IOException {
        module = new ReportedModule(folder.resolve("a shop"));
        module.chat("a.json", null, "gpt-4o", "Be brief.", "Good morning", "Bonjour.");
        work = Files.createDirectories(module.project().workDirectory());
        Files.createDirectories(module.project().testClasses());
    }

    @AfterEach
    void end() {
        started.forEach(Clicked::end);
        recorders().forEach(recorder -> recorder.onExit().join());
    }

    @ParameterizedTest
    @ValueSource(strings = {"junit", "testng", "junit4"})
    void replaysWithARecorderThatItStarts(String framework) throws Exception {
        writePlan(CLASS_PATH);

        Clicked test = click(framework);

        assertThat(test.response).startsWith("200 ").contains("Bonjour.");
        List<ProcessHandle> recorders = recorders();
        assertThat(recorders).hasSize(1);
        test.end();
        recorders.get(0).onExit().join();
        assertThat(work.resolve("connection.properties")).doesNotExist();
        Path log = work.resolve("launch.log");
        assertThat(log).content().contains("1 call served");
        assertThat(test.errors).content().contains("Misses are explained, and what was served is counted, in " + log);
    }

    @Test
    void twoTestJvmsStartOneRecorderThatLastsAsLongAsTheLastOfThem() throws Exception {
        writePlan(CLASS_PATH);
        Clicked one = launch("junit");
        Clicked two = launch("testng");
        one.read();
        two.read();

        assertThat(List.of(one.response, two.response)).allMatch(response -> response.startsWith("200 "));
        assertThat(one.url.getPort()).isEqualTo(two.url.getPort());
        assertThat(recorders()).hasSize(1);
        one.end();
        Clicked three = click("junit");
        assertThat(three.url.getPort()).isEqualTo(two.url.getPort());
        assertThat(three.response).startsWith("200 ");
    }

    @Test
    void afterAKilledRecorderAnotherIsStarted() throws Exception {
        writePlan(CLASS_PATH);
        Clicked before = click("junit");
        recorders().forEach(recorder -> {
            recorder.destroyForcibly();
            recorder.onExit().join();
        });
        before.end();
        assertThat(work.resolve("connection.properties")).exists();

        Clicked after = click("junit");

        assertThat(after.response).startsWith("200 ");
        assertThat(after.url.getPort()).isNotEqualTo(before.url.getPort());
    }

    @Test
    void usesTheRecorderThatRunLeftRunning() throws Exception {
        try (RecorderRun run = module.start("replay", null)) {
            TestJvmSetup.Connection connection = TestJvmSetup.connect(work, run, ClientSettings.DEFAULT);

            Clicked test = click("junit");

            assertThat(test.response).startsWith("200 ");
            assertThat(test.url.getPort()).isEqualTo(run.url().getPort());
            assertThat(recorders()).isEmpty();
            assertThat(run.stop().served()).isEqualTo(1);
            connection.withdraw();
            assertThat(work.resolve("connection.properties")).doesNotExist();
        }
    }

    @Test
    void usesTheRecorderOfABuildThatIsRunning() throws Exception {
        try (RecorderRun run = module.start("replay", null)) {
            TestJvmSetup.write(work, run, ClientSettings.DEFAULT);

            assertThat(click("testng").url.getPort()).isEqualTo(run.url().getPort());
        }
    }

    @Test
    void usesTheDirectoryThatAPropertyNames() throws Exception {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        try (RecorderRun run = module.start("replay", null)) {
            TestJvmSetup.connect(elsewhere, run, ClientSettings.DEFAULT);

            assertThat(click("junit", "-Drecorder.directory=" + elsewhere).url.getPort())
                    .isEqualTo(run.url().getPort());
        }
    }

    @Test
    void aRunDoesNotWithdrawALaterOne() throws Exception {
        try (RecorderRun first = module.start("replay", null);
                RecorderRun second = module.start("replay", null)) {
            TestJvmSetup.Connection earlier = TestJvmSetup.connect(work, first, ClientSettings.DEFAULT);
            TestJvmSetup.connect(work, second, ClientSettings.DEFAULT);
            earlier.withdraw();

            assertThat(work.resolve("connection.properties"))
                    .content()
                    .contains("events.port=" + second.events().port());
        }
    }

    @Test
    void withoutAMavenRunTheFirstCallFailsAndSaysWhatToRun() throws Exception {
        assertThat(click("junit").response)
                .contains(
                        "Recorder: blocked a call to a known service, because no recorder is running for " + work,
                        "no Maven build with the plugin has run",
                        "mvn recorder:run");
    }

    @Test
    void withoutAMavenRunACallToAHostInTheCodeFails() throws Exception {
        assertThat(click("junit", "-Dclicked.url=https://api.openai.com/v1").response)
                .contains("Recorder: blocked a call to api.openai.com", "mvn recorder:run");
    }

    @Test
    void withoutAWorkDirectoryItSaysSo() throws Exception {
        Files.delete(work);

        assertThat(click("junit").response).contains(work + " does not exist");
    }

    @Test
    void aPlanWhoseJarIsGoneIsNotUsed() throws Exception {
        Path gone = folder.resolve("gone.jar");
        writePlan(gone + File.pathSeparator + CLASS_PATH);

        assertThat(click("junit").response).contains("is out of date, because " + gone + " no longer exists");
    }

    @Test
    void aPlanOfAnotherVersionIsNotUsed() throws Exception {
        writePlan(CLASS_PATH);

        assertThat(click(listenerJar("0.9.9"), "junit").response)
                .contains("is of version 0.1.0 of the plugin", "is of version 0.9.9");
    }

    @Test
    void aPlanThatCannotBeReadIsNotUsed() throws Exception {
        writePlan(CLASS_PATH);
        Path plan = work.resolve(LaunchPlan.FILE);
        Files.writeString(plan, Files.readString(plan).replace("\"run\"", "\"walk\""));

        assertThat(click("junit").response).contains("it ended with exit code 1; see " + work.resolve("launch.log"));
    }

    @Test
    void aWorkDirectoryThatCannotBeWrittenIsSaid() throws Exception {
        writePlan(CLASS_PATH);
        Files.createDirectory(work.resolve("launch.lock"));

        assertThat(click("junit").response).contains("launch.lock cannot be written");
    }

    @Test
    void inAJvmOfMavenNothingIsStarted() throws Exception {
        writePlan(CLASS_PATH);
        String fork = "org/apache/maven/surefire/booter/ForkedBooter";
        ClassWriter booter = new ClassWriter(0);
        booter.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, fork, null, "java/lang/Object", null);
        Path file = module.project().testClasses().resolve(fork + ".class");
        Files.createDirectories(file.getParent());
        Files.write(file, booter.toByteArray());

        Clicked test = click("junit", "-Dclicked.url=http://127.0.0.1:1/nobody");

        assertThat(test.given).isEqualTo("null");
        assertThat(recorders()).isEmpty();
    }

    @Test
    void filesWithATokenAreTheirOwnersOnly() throws Exception {
        assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
        writePlan(CLASS_PATH);
        click("junit");

        for (String name : List.of("connection.properties", LaunchPlan.FILE)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(work.resolve(name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aPlanWithACredentialIsNotWritten() throws Exception {
        writePlan(CLASS_PATH);
        String key = "sk-" + "a1B2c3D4".repeat(5);
        ClientSettings clients =
                new ClientSettings(Map.of("env.ACME_KEY", key), ClientSettings.Guard.BLOCK, List.of(), false);

        Optional<String> sentence = module.plan(CLASS_PATH, clients).write(work, Map.of(), Map.of());

        assertThat(sentence)
                .hasValueSatisfying(text -> assertThat(text)
                        .contains("contains a credential", "mvn recorder:run")
                        .doesNotContain(key));
        assertThat(work.resolve(LaunchPlan.FILE)).doesNotExist();
    }

    @Test
    void theSettingsWithoutARecorderNameEveryKnownService() throws IOException {
        Path file = TESTJVM.resolve("META-INF/recorder/without-recorder.properties");
        if ("write".equals(System.getProperty("recorder.golden"))) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, TestJvmSetup.withoutRecorder());
        }

        assertThat(file)
                .as("run with -Drecorder.golden=write to make it")
                .content()
                .isEqualToNormalizingNewlines(TestJvmSetup.withoutRecorder());
    }

    @Test
    void theJarRegistersTheListenersOfABuild() throws IOException {
        Path services = TESTJVM.resolve("META-INF/services");
        try (Stream<Path> files = Files.list(services)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(ListenerJar.SERVICES.keySet());
        }
        for (Map.Entry<String, String> service : ListenerJar.SERVICES.entrySet()) {
            assertThat(services.resolve(service.getKey())).content().isEqualToIgnoringNewLines(service.getValue());
        }
    }

    private void writePlan(String classPath) throws IOException {
        assertThat(module.plan(classPath, ClientSettings.DEFAULT).write(work, Map.of(), Map.of()))
                .isEmpty();
    }

    /** Returns the recorders that the test JVMs have started. */
    private List<ProcessHandle> recorders() {
        return started.stream().flatMap(test -> test.recorders.stream()).toList();
    }

    private Path listenerJar(String version) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        Path jar = folder.resolve("testjvm-" + version + ".jar");
        Path classes = Path.of("target/classes");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            addAll(out, classes, classes.resolve("io/github/recorder/testjvm"));
            addAll(out, TESTJVM, TESTJVM);
        }
        return jar;
    }

    private static void addAll(JarOutputStream out, Path root, Path below) throws IOException {
        try (Stream<Path> files = Files.walk(below)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(root.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
            }
        }
    }

    private Clicked click(String framework, String... options) throws IOException {
        return click(listenerJar("0.1.0"), framework, options);
    }

    private Clicked click(Path listener, String framework, String... options) throws IOException {
        Clicked test = launch(listener, framework, options);
        test.read();
        return test;
    }

    private Clicked launch(String framework) throws IOException {
        return launch(listenerJar("0.1.0"), framework);
    }

    private Clicked launch(Path listener, String framework, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
        command.addAll(List.of(options));
        String tests = Path.of("target", "classes").toAbsolutePath().toString();
        List<String> classPath = new ArrayList<>();
        classPath.add(module.project().testClasses().toString());
        classPath.add(listener.toString());
        // The listener must come from its jar, as it does for users.
        Arrays.stream(CLASS_PATH.split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).toAbsolutePath().toString().equals(tests))
                .forEach(classPath::add);
        command.addAll(List.of(
                "-cp", String.join(File.pathSeparator, classPath), ClickedTestClasses.class.getName(), framework));
        Path errors = folder.resolve("errors-" + started.size() + ".txt");
        Clicked test = new Clicked(
                new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
        started.add(test);
        return test;
    }

    /** The JVM of a test, which waits after its response. */
    private static final class Clicked {

        private final Process process;
        private final Path errors;
        private String given;
        private URI url;
        private String response;
        private List<ProcessHandle> recorders = List.of();

        Clicked(Process process, Path errors) {
            this.process = process;
            this.errors = errors;
        }

        void read() throws IOException {
            BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
            given = out.readLine();
            response = out.readLine();
            assertThat(response)
                    .as("response of the JVM, whose errors are: %s", Files.readString(errors))
                    .isNotNull();
            url = URI.create(given);
            recorders = process.children().toList();
        }

        void end() {
            try (OutputStream in = process.getOutputStream()) {
                in.flush();
            } catch (IOException alreadyEnded) {
                // Its end is awaited below.
            }
            process.onExit().join();
        }
    }
}
