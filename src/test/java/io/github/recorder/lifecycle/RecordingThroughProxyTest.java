package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.scripted.ConnectProxy;
import io.github.recorder.scripted.ScriptedProvider.Reply;
import io.github.recorder.scripted.SecureProvider;
import io.github.recorder.scripted.ServerKey;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that record through the proxy of the environment; the service's host name is known to the proxy alone. */
final class RecordingThroughProxyTest extends RecordingScenario {

    private SSLContext before;
    private SecureProvider service;

    @BeforeEach
    void start(@TempDir Path keys) throws Exception {
        before = SSLContext.getDefault();
        ServerKey key = ServerKey.of(keys, "dns:api.acme.example");
        SSLContext.setDefault(key.trusting());
        service = SecureProvider.start(key, Reply.json(200, chat("world")));
    }

    @AfterEach
    void stop() {
        SSLContext.setDefault(before);
        service.close();
    }

    @Override
    URI service() {
        return URI.create("https://api.acme.example");
    }

    @Test
    void theProxyOfTheEnvironmentLeadsToTheService() throws Exception {
        try (ConnectProxy proxy = ConnectProxy.to(service.url().getPort())) {
            runWith(
                    request("record", List.of(), Map.of("HTTPS_PROXY", proxy.url())),
                    run -> assertThat(content(ask(run))).isEqualTo("world"));

            assertThat(proxy.asked()).containsExactly("CONNECT api.acme.example:443 HTTP/1.1");
            assertThat(service.protocols()).containsExactly("HTTP/2.0");
            assertThat(files()).hasSize(1);
        }
    }

    @Test
    void anAnswerOf401IsPassedOnFromBehindAProxyWithPassword() throws Exception {
        service.script(Reply.json(401, "{\"error\":{\"message\":\"no such key\"}}"));
        try (ConnectProxy proxy = ConnectProxy.to(service.url().getPort())) {
            String withPassword = proxy.url().replace("//", "//user:word@");
            runWith(
                    request("record", List.of(), Map.of("HTTPS_PROXY", withPassword)),
                    run -> assertThat(ask(run).statusCode()).isEqualTo(401));
            assertThat(service.headers().get(0)).doesNotContainKey("proxy-authorization");
        }
    }

    @Test
    void aProxyThatIsNotThereIsNamed() throws Exception {
        ConnectProxy proxy = ConnectProxy.to(service.url().getPort());
        proxy.close();
        runWith(
                request("record", List.of(), Map.of("https_proxy", proxy.url())),
                run -> assertThat(ask(run).body())
                        .contains("No response from https://api.acme.example through the proxy "
                                + URI.create(proxy.url()).getAuthority()));
        assertThat(service.protocols()).isEmpty();
        assertThat(recordedText()).doesNotContain("acme.example").doesNotContain("proxy");
    }

    @Test
    void aProxyThatAsksForAPasswordIsNoAnswerOfTheService() throws Exception {
        try (ConnectProxy proxy = ConnectProxy.wantingPassword()) {
            RunOutcome outcome = runWith(
                    request("record", List.of(), Map.of("HTTPS_PROXY", proxy.url())),
                    run -> assertThat(ask(run).body()).contains("the proxy asks who calls (407)"));
            assertThat(outcome.recording().stopped()).singleElement().asString().contains("HTTPS_PROXY");
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void whatCannotBeUsedIsAWarning() throws Exception {
        runWith(request("record", List.of(), Map.of("HTTPS_PROXY", "socks5://proxy:1080")), run -> {});
        assertThat(warnings).singleElement().asString().contains("HTTPS_PROXY is not used");
    }
}
