package io.github.recorder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

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
}
