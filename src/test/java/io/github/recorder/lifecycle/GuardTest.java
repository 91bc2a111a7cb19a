package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recorder.matching.Isolation;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guard of the listener jar, in this JVM, and the run that it reports to. */
final class GuardTest {

    private static final URI OPENAI = URI.create("https://api.openai.com/v1/chat/completions");

    private final Properties propertiesBefore =
            (Properties) System.getProperties().clone();
    private final ProxySelector selectorBefore = ProxySelector.getDefault();
    private final List<URI> asked = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    @TempDir
    private Path directory;

    private RecorderRun run;
    private URLClassLoader testClasses;

    @BeforeEach
    void install() throws Exception {
        install(ClientSettings.Guard.BLOCK);
    }

    private void install(ClientSettings.Guard guard) throws Exception {
        RunConfig request = new RunConfig(directory.resolve("recordings"), "recordings", 0, Isolation.PREFER, 1, null);
        run = RecorderRun.start(request, warnings::add);
        TestJvmSetup setup = TestJvmSetup.write(
                directory.resolve("work"),
                run.url(),
                new ClientSettings(Map.of(), guard, List.of("*.acme.example"), false),
                null);
        ProxySelector.setDefault(new Asked());
        URL[] jar = {setup.listenerJar().toUri().toURL()};
        testClasses = new URLClassLoader(jar, ClassLoader.getPlatformClassLoader());
        Method apply = testClasses
                .loadClass("io.github.recorder.testjvm.TestJvmBootstrap")
                .getDeclaredMethod("apply");
        apply.setAccessible(true);
        apply.invoke(null);
    }

    @AfterEach
    void uninstall() throws IOException {
        ProxySelector.setDefault(selectorBefore);
        System.setProperties((Properties) propertiesBefore.clone());
        testClasses.close();
        run.close();
    }

    @Test
    void theJdksHttpClientIsStopped() {
        HttpClient client = HttpClient.newHttpClient();

        assertThatThrownBy(() -> client.send(HttpRequest.newBuilder(OPENAI).build(), BodyHandlers.ofString()))
                .hasMessageStartingWith("Recorder: blocked a call to api.openai.com, made in ")
                .hasMessageContaining("GuardTest.java:")
                .hasMessageContaining(".baseUrl(System.getProperty(\"recorder.openai.url\"))");
        assertThat(run.stop().blocked()).isEqualTo(1);
    }

    @Test
    void whereCallsMayPassEachIsReportedOnce() throws Exception {
        uninstall();
        install(ClientSettings.Guard.REPORT);
        for (int i = 0; i < 2; i++) {
            ProxySelector.getDefault().select(OPENAI);
        }

        assertThat(asked).containsExactly(OPENAI, OPENAI);
        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("A call to api.openai.com, made in ")
                .contains("went past the recorder", ".baseUrl(System.getProperty(\"recorder.openai.url\"))");
        RunOutcome outcome = run.stop();
        assertThat(outcome.bypassed()).isEqualTo(warnings);
        assertThat(outcome.blocked()).isZero();
    }

    @Test
    void httpUrlConnectionIsStopped() {
        assertThatThrownBy(() -> OPENAI.toURL().openConnection().getInputStream())
                .hasMessageStartingWith("Recorder: blocked a call to api.openai.com");
    }

    @Test
    void aPlainSocketIsStopped() {
        try (Socket socket = new Socket()) {
            assertThatThrownBy(() -> socket.connect(InetSocketAddress.createUnresolved("api.anthropic.com", 443)))
                    .hasMessageContaining("recorder.anthropic.url");
        } catch (IOException ignored) {
            throw new AssertionError(ignored);
        }
    }

    @Test
    void patternsCountAndSoDoHostsOfTheUser() {
        for (String host : List.of(
                "europe-west1-aiplatform.googleapis.com",
                "EU.API.openai.com",
                "acme.openai.azure.com",
                "llm.acme.example",
                "bedrock-runtime.eu-west-1.amazonaws.com")) {
            assertThatThrownBy(() -> ProxySelector.getDefault().select(URI.create("https://" + host + "/x")))
                    .as(host)
                    .hasMessageContaining("blocked a call to ");
        }
    }

    @Test
    void othersAreLeftToTheSelectorThatWasThere() {
        for (String url : List.of(
                "https://repo.maven.apache.org/maven2",
                "https://notapi.openai.com.example/",
                "http://127.0.0.1:1/",
                "http://localhost/")) {
            assertThat(ProxySelector.getDefault().select(URI.create(url))).containsExactly(Asked.PROXY);
        }
        assertThat(asked).hasSize(4);
    }

    @Test
    void whatWasStoppedIsCountedAndNamedOnce() {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> ProxySelector.getDefault().select(OPENAI)).hasMessageContaining("blocked");
        }

        RunOutcome outcome = run.stop();
        assertThat(outcome.blockedCalls())
                .singleElement()
                .asString()
                .startsWith("Blocked a call to api.openai.com, made in ");
        assertThat(outcome.sentence()).endsWith("; 3 blocked, 0 live");
        assertThat(warnings).isEqualTo(outcome.blockedCalls());
    }

    @Test
    void aCallIsStoppedEvenWhenTheServerHasEnded() {
        run.close();

        assertThatThrownBy(() -> ProxySelector.getDefault().select(OPENAI)).hasMessageContaining("blocked");
    }

    /** Notes what it is asked, and gives a proxy that nobody else would. */
    private final class Asked extends ProxySelector {

        static final Proxy PROXY = new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("before.example", 1));

        @Override
        public List<Proxy> select(URI uri) {
            asked.add(uri);
            return List.of(PROXY);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
