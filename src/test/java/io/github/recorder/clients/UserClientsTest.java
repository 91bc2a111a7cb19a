package io.github.recorder.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class UserClientsTest {

    @Test
    void withoutAnyTheTableStaysAsItIs() {
        assertThat(UserClients.addedTo(ClientLibraries.builtIn(), Map.of())).isEqualTo(ClientLibraries.builtIn());
    }

    @Test
    void aNameIsAPropertysUnlessItBeginsWithEnv() {
        assertThat(own(Map.of("acme.url", "{url}/openai/v1")))
                .containsExactly(ClientDefault.property("acme.url", "{url}/openai/v1"));
        assertThat(own(Map.of("env.ACME_KEY", "none"))).containsExactly(ClientDefault.variable("ACME_KEY", "none"));
    }

    @Test
    void aKnownNameTakesTheKnownOnesPlace() {
        List<ClientLibrary> table =
                UserClients.addedTo(ClientLibraries.builtIn(), Map.of("openai.baseUrl", "{url}/groq/v1"));

        assertThat(table.stream().flatMap(client -> client.defaults().stream()))
                .filteredOn(given -> given.name().equals("openai.baseUrl"))
                .singleElement()
                .extracting(ClientDefault::value)
                .isEqualTo("{url}/groq/v1");
    }

    private static List<ClientDefault> own(Map<String, String> own) {
        List<ClientLibrary> table = UserClients.addedTo(ClientLibraries.builtIn(), own);
        return table.get(table.size() - 1).defaults();
    }
}
