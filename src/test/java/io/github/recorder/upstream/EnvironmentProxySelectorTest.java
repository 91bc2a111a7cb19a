package io.github.recorder.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EnvironmentProxySelectorTest {

    private static final URI OPENAI = URI.create("https://api.openai.com/v1/chat/completions");

    @ParameterizedTest
    @CsvSource({
        "HTTPS_PROXY, http://proxy.acme.example:3128",
        "https_proxy, http://proxy.acme.example:3128/",
        "HTTPS_PROXY, proxy.acme.example:3128",
        "HTTPS_PROXY, http://user:pass%20word@proxy.acme.example:3128",
    })
    void theEnvironmentNamesTheProxyOfSecureCalls(String variable, String value) {
        EnvironmentProxySelector proxies = proxies(Map.of(variable, value), Map.of());
        assertThat(proxies.address(OPENAI)).contains("proxy.acme.example:3128");
        assertThat(proxies.address(URI.create("http://api.openai.com/"))).isEmpty();
        assertThat(proxies.problems()).isEmpty();
    }

    @Test
    void lowerCaseGoesFirstAndTheDefaultPortIsThatOfHttp() {
        EnvironmentProxySelector proxies =
                proxies(Map.of("http_proxy", "http://low", "HTTP_PROXY", "http://high"), Map.of());
        assertThat(proxies.address(URI.create("http://ollama.acme.example/api/chat")))
                .contains("low:80");
    }

    @Test
    void javaSettingsGoBeforeTheEnvironment() {
        Map<String, String> environment = Map.of("HTTPS_PROXY", "http://proxy:3128");
        // Java's own selector sees no such property in this JVM, and so goes straight; what counts is that it is asked.
        assertThat(proxies(environment, Map.of("https.proxyHost", "other")).address(OPENAI))
                .isEmpty();
        assertThat(proxies(environment, Map.of("socksProxyHost", "other")).address(OPENAI))
                .isEmpty();
        assertThat(proxies(environment, Map.of("http.proxyHost", "other")).address(OPENAI))
                .contains("proxy:3128");
    }

    @ParameterizedTest
    @CsvSource({
        "api.openai.com, true",
        "openai.com, true",
        ".openai.com, true",
        "*.openai.com, true",
        "*, true",
        "'acme.example, API.OpenAI.com', true",
        "api.openai.com:443, true",
        "api.openai.com:8443, false",
        "penai.com, false",
        "openai.com.acme.example, false",
        "'', false",
    })
    void noProxyListsTheExceptions(String list, boolean past) {
        EnvironmentProxySelector proxies =
                proxies(Map.of("HTTPS_PROXY", "http://proxy:3128", "NO_PROXY", list), Map.of());
        assertThat(proxies.address(OPENAI)).isEqualTo(past ? Optional.empty() : Optional.of("proxy:3128"));
    }

    @ParameterizedTest
    @CsvSource({"http://localhost:8080/x", "http://127.0.0.1:8080/x", "http://[::1]:8080/x"})
    void thisMachineNeedsNoProxy(String url) {
        assertThat(proxies(Map.of("HTTP_PROXY", "http://proxy:3128"), Map.of()).address(URI.create(url)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"socks5://user:hunter2@proxy:1080", "https://user:hunter2@proxy:3128", "http://user:hunter2@:3128"})
    void whatJavaCannotUseIsSaidWithoutShowingIt(String value) {
        EnvironmentProxySelector proxies = proxies(Map.of("HTTPS_PROXY", value), Map.of());
        assertThat(proxies.address(OPENAI)).isEmpty();
        assertThat(proxies.problems())
                .containsExactly(
                        "The environment variable HTTPS_PROXY is not used, for Java can use only proxies of the form http://HOST:PORT.");
    }

    @Test
    void userAndPasswordAreForTheProxyOfTheEnvironmentAlone() {
        Map<String, String> environment = Map.of("HTTPS_PROXY", "http://acme%20user:p%3Aw+d@proxy:3128");
        assertThat(proxies(environment, Map.of()).authorization(OPENAI))
                .contains("Basic "
                        + Base64.getEncoder().encodeToString("acme user:p:w+d".getBytes(StandardCharsets.UTF_8)));
        assertThat(proxies(environment, Map.of()).authorization(URI.create("https://localhost/")))
                .isEmpty();
        assertThat(proxies(environment, Map.of("https.proxyHost", "other")).authorization(OPENAI))
                .isEmpty();
    }

    @Test
    void buildsProxyComesAfterJavasAndBeforeTheEnvironments() {
        Map<String, String> environment = Map.of("HTTPS_PROXY", "http://environment:1");
        ProxyServer ofBuild = new ProxyServer("settings", 2, "user", "secret");

        EnvironmentProxySelector proxies =
                EnvironmentProxySelector.of(environment::get, name -> null, target -> Optional.of(ofBuild));
        EnvironmentProxySelector withJavas = EnvironmentProxySelector.of(
                environment::get, Map.of("https.proxyHost", "java")::get, target -> Optional.of(ofBuild));

        assertThat(proxies.address(OPENAI)).contains("settings:2");
        assertThat(proxies.authorization(OPENAI))
                .contains(
                        "Basic " + Base64.getEncoder().encodeToString("user:secret".getBytes(StandardCharsets.UTF_8)));
        assertThat(proxies.address(URI.create("http://localhost:80/"))).isEmpty();
        assertThat(withJavas.authorization(OPENAI)).isEmpty();
        assertThat(ofBuild).hasToString("settings:2");
    }

    private static EnvironmentProxySelector proxies(Map<String, String> environment, Map<String, String> properties) {
        return EnvironmentProxySelector.of(environment::get, properties::get, target -> Optional.empty());
    }
}
