package io.github.recorder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UpstreamTableTest {

    @Test
    void aCallThatWasMeantForAHostGoesThere() {
        UpstreamTable upstreams = UpstreamTable.builtIn();
        Endpoint chat =
                Endpoint.parse("/v1/chat/completions", UpstreamTable.builtIn().names());

        assertThat(upstreams.named("openai", null).orElseThrow().target(chat))
                .isEqualTo("https://api.openai.com/v1/chat/completions");
        Upstream europe = upstreams.named("openai", "eu.api.openai.com").orElseThrow();
        assertThat(europe.target(chat)).isEqualTo("https://eu.api.openai.com/v1/chat/completions");
        assertThat(europe.recordedAs()).isEqualTo("https://api.openai.com/v1");
        assertThat(europe.keyVariable()).isEqualTo("OPENAI_API_KEY");
    }

    @Test
    void aServiceWithoutAPlaceHasThatOfTheCall() {
        Upstream azure =
                UpstreamTable.builtIn().named("azure", "acme.openai.azure.com").orElseThrow();

        assertThat(azure.target(Endpoint.parse(
                        "/azure/openai/v1/responses", UpstreamTable.builtIn().names())))
                .isEqualTo("https://acme.openai.azure.com/openai/v1/responses");
        assertThat(azure.recordedAs()).isEqualTo("https://acme.openai.azure.com");
    }

    @Test
    void whereAServiceWasConfiguredItIs() {
        UpstreamTable upstreams =
                UpstreamTable.builtIn().with(List.of(new Upstream("openai", "https://llm.acme.example/openai/v1")));

        assertThat(upstreams.named("openai", "api.openai.com").map(Upstream::url))
                .contains("https://llm.acme.example/openai/v1");
        assertThat(upstreams.named("nobody", "api.openai.com")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080/api, http://localhost:8080/api/x?y=Z, /x?y=Z",
        "http://localhost:8080/api, HTTP://LOCALHOST:8080/api, ''",
        "http://localhost:8080, http://[::1]:8080/x, /x",
        "http://[::1]:8080, http://127.0.0.2:8080?q, ?q",
        "https://crm.acme.example, https://CRM.acme.example:443/X, /X",
        "http://crm.acme.example:80, http://crm.acme.example/, /",
        "http://127.0.0.1:8080/api, http://localhost:8081/api, ",
        "http://127.0.0.1:8080/api, https://127.0.0.1:8080/api, ",
        "http://127.0.0.1:8080/api, http://127.0.0.1:8080/API, ",
        "http://127.0.0.1:8080/api, http://user@127.0.0.1:8080/api, ",
        "http://127.0.0.1:8080/api, http://127.0.0.1.example:8080/api, "
    })
    void spellingsOfOneOriginAreOnePlace(String base, String url, String path) {
        UpstreamTable upstreams = UpstreamTable.builtIn().with(List.of(new Upstream("crm", base)));

        assertThat(upstreams.placeOf(url).map(UpstreamTable.Place::path)).isEqualTo(Optional.ofNullable(path));
    }

    @Test
    void aLinkOfAServiceThatSharesItsUrlStaysWithIt() {
        UpstreamTable upstreams = UpstreamTable.builtIn()
                .with(List.of(new Upstream("a", "http://localhost:1"), new Upstream("b", "http://localhost:1")));

        Optional<Upstream> sender = upstreams.named("b");
        assertThat(upstreams.placeOf("http://localhost:1/x", sender).map(UpstreamTable.Place::service))
                .isEqualTo(sender);
        assertThat(upstreams.placeOf("http://localhost:1/x").map(UpstreamTable.Place::service))
                .isEqualTo(upstreams.named("a"));
    }
}
