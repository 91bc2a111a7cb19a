package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.recorder.ExampleRecording;
import io.github.recorder.matching.Isolation;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.Endpoint;
import io.github.recorder.provider.Upstream;
import io.github.recorder.provider.UpstreamTable;
import io.github.recorder.recording.Json;
import io.github.recorder.scripted.ScriptedProvider;
import io.github.recorder.scripted.ScriptedProvider.Reply;
import io.github.recorder.tls.CertificateAuthority;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that take the place of hosts, with the listener's part of it in this JVM. */
final class InterceptionTest {

    private static final URI OPENAI = URI.create("https://api.openai.com/v1/chat/completions");
    private static final Proxy OTHERS =
            new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("before.example", 1));

    private final Properties propertiesBefore =
            (Properties) System.getProperties().clone();
    private final ProxySelector selectorBefore = ProxySelector.getDefault();
    private final BlockingQueue<String> warnings = new LinkedBlockingQueue<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir
    private Path directory;

    @BeforeEach
    void onlyInATestJvm() {
        assumeThat(System.getProperty("java.class.path") + System.getProperty("sun.java.command"))
                .as("what intercepts wants a JVM that Surefire has forked")
                .contains("surefire");
        ProxySelector.setDefault(new Others());
    }

    @AfterEach
    void close() throws Exception {
        ProxySelector.setDefault(selectorBefore);
        System.setProperties(propertiesBefore);
        Collections.reverse(open);
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    @Test
    void hardCodedHostsReplay() throws Exception {
        ExampleRecording recording = ExampleRecording.of(null, "Hello?", "Hi!");
        recording.writeTo(directory.resolve("recordings"));
        RecorderRun run = start(RecordingOptions.REPLAY, List.of());

        HttpResponse<String> response = post(OPENAI, recording.requestBody());
        HttpsURLConnection connection = (HttpsURLConnection) OPENAI.toURL().openConnection();
        connection.setSSLSocketFactory(trustedByDefault().getSocketFactory());
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
        try (OutputStream body = connection.getOutputStream()) {
            body.write(recording.requestBody().getBytes(StandardCharsets.UTF_8));
        }

        assertThat(content(response.body())).isEqualTo("Hi!");
        assertThat(content(new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8)))
                .isEqualTo("Hi!");
        assertThat(run.stop().sentence())
                .startsWith("2 calls served, 0 missed, ")
                .endsWith("; 0 blocked, 0 live");
    }

    @Test
    void aMissHasTheShapeOfItsProvider() throws Exception {
        RecorderRun run = start(RecordingOptions.REPLAY, List.of());
        String body = "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"?\"}]}";

        HttpResponse<String> openAi = post(OPENAI, body);
        HttpResponse<String> anthropic = post(URI.create("https://api.anthropic.com/v1/messages"), body);

        assertThat(openAi.statusCode()).isEqualTo(404);
        assertThat(Json.parse(openAi.body().getBytes(StandardCharsets.UTF_8))
                        .at("/error/message")
                        .asString())
                .startsWith("No recording answers POST /v1/chat/completions");
        assertThat(anthropic.statusCode()).isEqualTo(404);
        assertThat(Json.parse(anthropic.body().getBytes(StandardCharsets.UTF_8))
                        .at("/type")
                        .asString())
                .isEqualTo("error");
        assertThat(run.stop().missed()).isEqualTo(2);
    }

    @Test
    void hardCodedHostsRecordToo() throws Exception {
        String response =
                "{\"id\":\"x\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"
                        + "\"message\":{\"role\":\"assistant\",\"content\":\"Hi!\"},\"finish_reason\":\"stop\"}]}";
        ExampleRecording asked = ExampleRecording.of(null, "Hello?", "Hi!");
        // The run, which is in this JVM too, has to find its way to the service.
        ProxySelector.setDefault(selectorBefore);
        try (ScriptedProvider service = ScriptedProvider.start(Reply.json(200, response))) {
            RecorderRun recording = start(recording(service), List.of());
            String body = post(OPENAI, asked.requestBody()).body();
            assertThat(content(body)).as(body).isEqualTo("Hi!");
            assertThat(service.asked().get(0).target()).isEqualTo("/v1/chat/completions");
            assertThat(recording.stop().sentence()).endsWith("1 live: 1 new, 0 changed, 0 unchanged");
        }
        System.setProperties((Properties) propertiesBefore.clone());
        RecorderRun replaying = start(RecordingOptions.REPLAY, List.of());

        assertThat(content(post(OPENAI, asked.requestBody()).body())).isEqualTo("Hi!");
        assertThat(replaying.stop().served()).isEqualTo(1);
    }

    @Test
    void onlyKnownHostsByHttpsAreLedHere() throws Exception {
        RecorderRun run = start(RecordingOptions.REPLAY, List.of("*.acme.example"));

        for (String host :
                List.of("api.openai.com", "EU.API.openai.com", "acme.openai.azure.com", "llm.acme.example")) {
            assertThat(ProxySelector.getDefault().select(URI.create("https://" + host + "/x")))
                    .as(host)
                    .singleElement()
                    .satisfies(proxy -> assertThat(((InetSocketAddress) proxy.address()).getPort())
                            .isEqualTo(run.url().getPort()));
        }
        for (String url : List.of("https://repo.maven.apache.org/", "http://example.com/", "socket://example.com:1")) {
            assertThat(ProxySelector.getDefault().select(URI.create(url))).containsExactly(OTHERS);
        }
        for (String url : List.of("http://api.openai.com/v1", "socket://api.openai.com:443")) {
            assertThatThrownBy(() -> ProxySelector.getDefault().select(URI.create(url)))
                    .as(url)
                    .hasMessageStartingWith("Recorder: blocked a call to api.openai.com");
        }
    }

    @Test
    void theTrustStoreIsTheOwnersAloneAndGoneAtTheEnd() throws Exception {
        Files.createDirectories(folder());
        Files.writeString(folder().resolve("trust-of-a-killed-build.jks"), "");
        RecorderRun run = start(RecordingOptions.REPLAY, List.of());

        Path store = Path.of(System.getProperty("javax.net.ssl.trustStore"));
        assertThat(files()).containsExactly(store);
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store)))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                    .isEqualTo("rwx------");
        }
        KeyStore trusted = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        for (String alias : Collections.list(trusted.aliases())) {
            assertThat(trusted.isCertificateEntry(alias)).as(alias).isTrue();
        }
        run.stop();

        assertThat(folder()).doesNotExist();
    }

    @Test
    void withoutItNothingOfItIsThere() throws Exception {
        RunConfig request = new RunConfig(directory.resolve("recordings"), "recordings", 0, Isolation.PREFER, 1);
        RecorderRun run = RecorderRun.start(request, warnings::add);
        open.add(run);
        applyListener(run);

        assertThat(folder()).doesNotExist();
        assertThat(System.getProperty("javax.net.ssl.trustStore")).isNull();
        assertThatThrownBy(() -> ProxySelector.getDefault().select(OPENAI)).hasMessageContaining("blocked");
        assertThat(run.interceptedHosts()).isZero();
    }

    @Test
    void aTrustStoreOfTheProjectIsExtendedNotReplaced() throws Exception {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setCertificateEntry("acme", new CertificateAuthority().certificate());
        Path file = directory.resolve("own.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            own.store(out, "secret".toCharArray());
        }
        byte[] before = Files.readAllBytes(file);
        System.setProperty("javax.net.ssl.trustStore", file.toString());
        System.setProperty("javax.net.ssl.trustStorePassword", "secret");

        start(RecordingOptions.REPLAY, List.of());

        Path extended = Path.of(System.getProperty("javax.net.ssl.trustStore"));
        KeyStore trusted = KeyStore.getInstance(extended.toFile(), "secret".toCharArray());
        assertThat(Collections.list(trusted.aliases())).hasSize(2).contains("recorder");
        assertThat(trusted.getCertificateAlias(own.getCertificate("acme"))).isNotNull();
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void aTrustStoreThatCannotBeReadIsNamed() {
        System.setProperty("javax.net.ssl.trustStore", "/nowhere/own.p12");

        assertThatThrownBy(() -> start(RecordingOptions.REPLAY, List.of()))
                .isInstanceOf(InvocationTargetException.class)
                .cause()
                .hasMessage("Recorder: the trust store of this test JVM, /nowhere/own.p12 of the system property"
                        + " javax.net.ssl.trustStore, cannot be extended by the certificate of this build,"
                        + " without which no call can be intercepted: there is no such file, or it cannot be"
                        + " read. Fix the property, or intercept nothing (-Drecorder.intercept=false).");
        // Test frameworks hide it, so the log has it too.
        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("The trust store of this test JVM, /nowhere/own.p12 of ");
    }

    @Test
    void aClientThatTrustsSomethingElseIsCountedAndTold() throws Exception {
        RecorderRun run = start(RecordingOptions.REPLAY, List.of());
        HttpsURLConnection connection = (HttpsURLConnection) OPENAI.toURL().openConnection();
        connection.setSSLSocketFactory(trusting(new CertificateAuthority()).getSocketFactory());

        assertThatThrownBy(connection::getInputStream).isInstanceOf(IOException.class);

        // The client knows of it before the server does.
        assertThat(warnings.take()).startsWith("A call to api.openai.com was not intercepted");
        assertThat(run.stop().blockedCalls())
                .containsExactly(
                        "A call to api.openai.com was not intercepted because its client refused the certificate of"
                                + " this build: it has a trust store of its own, or pins certificates. Give it the"
                                + " recorder's base URL: .baseUrl(System.getProperty(\"recorder.openai.url\")).");
    }

    @Test
    void eachHostHasItsUpstream() throws Exception {
        UpstreamTable upstreams = UpstreamTable.builtIn()
                .with(List.of(
                        new Upstream("acme", "https://llm.acme.example/openai/v1"),
                        new Upstream("one", "https://gateway.example/one"),
                        new Upstream("two", "https://gateway.example/two")));
        Map<String, String> expected = Map.of(
                "api.openai.com", "openai",
                "API.Anthropic.com", "anthropic",
                "europe-west1-aiplatform.googleapis.com", "vertex",
                "llm.acme.example", "acme",
                "gateway.example", "gateway.example",
                "router.huggingface.co", "router.huggingface.co",
                "bedrock-runtime.eu-west-1.amazonaws.com", "bedrock-runtime._.amazonaws.com",
                "own.example", "own.example");
        InterceptionConfig request =
                new InterceptionConfig(folder(), List.of("Own.example", "gateway.example", "API.openai.com"));

        try (HostInterception interception = HostInterception.of(request, upstreams, text -> {}, warnings::add)) {
            expected.forEach((host, upstream) -> {
                assertThat(pathHere(interception, host, 443, "/x")).as(host).isEqualTo("/" + upstream + "/x");
                assertThat(interception.upstreams().names()).contains(upstream);
            });
            assertThat(interception.insteadOf("api.openai.com", 443))
                    .isSameAs(interception.insteadOf("API.OPENAI.COM", 443));
            for (String host : List.of("localhost", "example.com", "api.openai.com.example")) {
                assertThat(interception.insteadOf(host, 443)).as(host).isNull();
            }
            assertThat(interception.patterns()).doesNotHaveDuplicates();
        }
    }

    @Test
    void thisMachineIsNeverIntercepted() throws Exception {
        RecorderRun run = start(RecordingOptions.REPLAY, List.of("*"));

        for (String host : List.of("localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "[::1]")) {
            assertThat(ProxySelector.getDefault().select(URI.create("https://" + host + ":8443/x")))
                    .as(host)
                    .containsExactly(OTHERS);
            assertThat(run.interception().insteadOf(host, 8443)).as(host).isNull();
        }
        assertThat(run.interception().insteadOf("example.com", 443)).isNotNull();
    }

    @Test
    void aHostOnAnotherPortIsCalledThere() throws Exception {
        InterceptionConfig request = new InterceptionConfig(folder(), List.of("llm.acme.example"));
        UpstreamTable configured = UpstreamTable.builtIn()
                .with(List.of(new Upstream("acme", "https://gateway.example", Upstream.AUTO, null, "ACME_KEY")));

        try (HostInterception interception = HostInterception.of(request, configured, text -> {}, warnings::add)) {
            assertThat(target(interception, "llm.acme.example", 8443, "/v1/chat/completions"))
                    .isEqualTo("https://llm.acme.example:8443/v1/chat/completions");
            assertThat(target(interception, "llm.acme.example", 443, "/v1/chat/completions"))
                    .isEqualTo("https://llm.acme.example/v1/chat/completions");
            // Another port of a gateway is another service, which must not get the key of the first.
            Upstream other = called(interception, "gateway.example", 8443, "/v1/chat/completions");
            assertThat(other.url()).isEqualTo("https://gateway.example:8443");
            assertThat(other.keyVariable()).isNull();
            assertThat(called(interception, "gateway.example", 443, "/v1/chat/completions")
                            .keyVariable())
                    .isEqualTo("ACME_KEY");
        }
    }

    @Test
    void ofUpstreamsAtOneHostTheLongestBasePathTells() throws Exception {
        UpstreamTable configured = UpstreamTable.builtIn()
                .with(List.of(
                        upstream("openai", "https://gw.acme.example:8443/llm", "https://api.openai.com/v1"),
                        upstream("anthropic", "https://gw.acme.example:8443/llm/claude", "https://api.anthropic.com"),
                        upstream("mistral", "https://gw.acme.example:8443/mistral/v1", null)));

        try (HostInterception interception = HostInterception.of(
                new InterceptionConfig(folder(), List.of()), configured, text -> {}, warnings::add)) {
            String host = "gw.acme.example";
            // What the gateway puts before a path is in no recording that names the service itself.
            assertThat(pathHere(interception, host, 8443, "/llm/v1/chat/completions"))
                    .isEqualTo("/openai/v1/chat/completions");
            assertThat(target(interception, host, 8443, "/llm/v1/chat/completions"))
                    .isEqualTo("https://gw.acme.example:8443/llm/v1/chat/completions");
            assertThat(pathHere(interception, host, 8443, "/llm/claude/v1/messages"))
                    .isEqualTo("/anthropic/v1/messages");
            assertThat(pathHere(interception, host, 8443, "/llm/claudette")).isEqualTo("/openai/claudette");
            assertThat(pathHere(interception, host, 8443, "/mistral/v1/chat/completions"))
                    .isEqualTo("/mistral/mistral/v1/chat/completions");
            assertThat(target(interception, host, 8443, "/mistral/v1/chat/completions"))
                    .isEqualTo("https://gw.acme.example:8443/mistral/v1/chat/completions");
            assertThat(target(interception, host, 8443, "/other")).isEqualTo("https://gw.acme.example:8443/other");
        }
    }

    @Test
    void ofUpstreamsAtOnePlaceTheDialectTells() throws Exception {
        UpstreamTable configured = UpstreamTable.builtIn()
                .with(List.of(
                        upstream("openai", "https://gw.acme.example:8443/llm/v1", "https://api.openai.com/v1"),
                        upstream("anthropic", "https://gw.acme.example:8443/llm", "https://api.anthropic.com")));

        try (HostInterception interception = HostInterception.of(
                new InterceptionConfig(folder(), List.of()), configured, text -> {}, warnings::add)) {
            String host = "gw.acme.example";
            Upstream openAi = called(interception, host, 8443, "/llm/v1/chat/completions");
            assertThat(openAi.name()).isEqualTo("openai");
            assertThat(openAi.recordedAs()).isEqualTo("https://api.openai.com/v1");
            assertThat(target(interception, host, 8443, "/llm/v1/chat/completions"))
                    .isEqualTo("https://gw.acme.example:8443/llm/v1/chat/completions");
            assertThat(called(interception, host, 8443, "/llm/v1/messages").name())
                    .isEqualTo("anthropic");
            assertThat(target(interception, host, 8443, "/llm/v1/messages"))
                    .isEqualTo("https://gw.acme.example:8443/llm/v1/messages");
            // None of them, so neither their keys nor their names.
            Upstream other = called(interception, host, 8443, "/llm/v1beta/models/g:generateContent");
            assertThat(other.keyVariable()).isNull();
            assertThat(target(interception, host, 8443, "/llm/v1beta/models/g:generateContent"))
                    .isEqualTo("https://gw.acme.example:8443/llm/v1beta/models/g:generateContent");
        }
    }

    private static Upstream upstream(String name, String url, String recordAs) {
        return new Upstream(name, url, Upstream.AUTO, recordAs, name + "_KEY");
    }

    private static String pathHere(HostInterception interception, String host, int port, String path) {
        return interception.insteadOf(host, port).pathHere().apply(path);
    }

    private static Endpoint endpoint(HostInterception interception, String host, int port, String path) {
        return Endpoint.parse(
                pathHere(interception, host, port, path),
                interception.upstreams().names());
    }

    /** Returns the upstream to which a call goes out. */
    private static Upstream called(HostInterception interception, String host, int port, String path) {
        Endpoint endpoint = endpoint(interception, host, port, path);
        UpstreamTable upstreams = interception.upstreams();
        String name = upstreams.nameFor(endpoint, new Dialects().forEndpoint("POST", endpoint));
        return upstreams.named(name, host + (port == 443 ? "" : ":" + port)).orElseThrow();
    }

    private static String target(HostInterception interception, String host, int port, String path) {
        return called(interception, host, port, path).target(endpoint(interception, host, port, path));
    }

    private RecorderRun start(RecordingOptions recording, List<String> ownHosts) throws Exception {
        RecorderRun run = RecorderRun.start(
                new RunConfig(
                        directory.resolve("recordings"),
                        "recordings",
                        0,
                        Isolation.PREFER,
                        1,
                        null,
                        recording,
                        new InterceptionConfig(folder(), ownHosts)),
                warnings::add);
        open.add(run);
        applyListener(run);
        return run;
    }

    private Path folder() {
        return directory.resolve("work").resolve("intercept");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.toList();
        }
    }

    private void applyListener(RecorderRun run) throws Exception {
        // A jar of its own for each run, for the JVM keeps an eye on those that it has open.
        TestJvmSetup setup =
                TestJvmSetup.write(directory.resolve("jar-" + run.url().getPort()), run, ClientSettings.DEFAULT);
        URL[] jar = {setup.listenerJar().toUri().toURL()};
        URLClassLoader testClasses = new URLClassLoader(jar, ClassLoader.getPlatformClassLoader());
        open.add(testClasses);
        Method apply = testClasses
                .loadClass("io.github.recorder.testjvm.TestJvmBootstrap")
                .getDeclaredMethod("apply");
        apply.setAccessible(true);
        apply.invoke(null);
    }

    private static RecordingOptions recording(ScriptedProvider service) {
        UpstreamConfig openAi = new UpstreamConfig("openai", service.url().toString(), null, null, null, null);
        return new RecordingOptions(
                "record",
                new RequestParsingOptions(List.of(openAi), null, null, List.of()),
                false,
                "missing",
                false,
                "none",
                300,
                300,
                Map.of(),
                Map.of());
    }

    private static HttpResponse<String> post(URI url, String body) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().sslContext(trustedByDefault()).build();
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static String content(String completion) {
        return Json.parse(completion.getBytes(StandardCharsets.UTF_8))
                .at("/choices/0/message/content")
                .asString();
    }

    /** What clients trust by default; not the JVM's default context, which an earlier test may have made. */
    private static SSLContext trustedByDefault() throws GeneralSecurityException {
        return trusting((KeyStore) null);
    }

    private static SSLContext trusting(CertificateAuthority authority) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("other", authority.certificate());
        return trusting(store);
    }

    private static SSLContext trusting(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** Gives a proxy that nobody else would. */
    private static final class Others extends ProxySelector {

        @Override
        public List<Proxy> select(URI uri) {
            return List.of(OTHERS);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
