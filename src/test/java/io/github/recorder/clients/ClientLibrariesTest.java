package io.github.recorder.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ClientLibrariesTest {

    private static final URI SERVER = URI.create("http://127.0.0.1:4711");

    @Test
    void openAiJavaGetsABaseUrlWithItsVersionAndADummyKey() {
        assertThat(client("openai-java").defaults())
                .containsExactly(
                        new ClientDefault(
                                ClientDefault.Kind.PROPERTY,
                                "openai.baseUrl",
                                "{url}/openai/v1",
                                List.of("openai.baseUrl"),
                                List.of("OPENAI_BASE_URL"),
                                null),
                        new ClientDefault(
                                ClientDefault.Kind.PROPERTY,
                                "openai.apiKey",
                                "recorder-dummy-key",
                                List.of("openai.apiKey"),
                                List.of("OPENAI_API_KEY", "AZURE_OPENAI_KEY"),
                                null),
                        new ClientDefault(
                                ClientDefault.Kind.VARIABLE,
                                "OPENAI_BASE_URL",
                                "{url}/openai/v1",
                                List.of(),
                                List.of("OPENAI_BASE_URL"),
                                null),
                        new ClientDefault(
                                ClientDefault.Kind.VARIABLE,
                                "OPENAI_API_KEY",
                                "recorder-dummy-key",
                                List.of(),
                                List.of("OPENAI_API_KEY", "AZURE_OPENAI_KEY"),
                                null));
    }

    @Test
    void anAnthropicTokenStandsInForTheKey() {
        ClientDefault key = client("anthropic-java").defaults().get(1);

        assertThat(key.unlessProperties()).containsExactly("anthropic.apiKey", "anthropic.authToken");
        assertThat(key.unlessVariables()).containsExactly("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN");
    }

    @Test
    void springReadsAPropertyFromVariablesOfTwoSpellings() {
        ClientDefault url = client("Spring AI 1, 2").defaults().get(0);

        assertThat(url.unlessVariables()).containsExactly("SPRING_AI_OPENAI_BASEURL", "SPRING_AI_OPENAI_BASE_URL");
    }

    @Test
    void quarkusIsToldOnlyOfTheExtensionsThatItHas() {
        assertThat(client("Quarkus LangChain4j").defaults())
                .filteredOn(given -> given.kind() == ClientDefault.Kind.PROPERTY)
                .isNotEmpty()
                .allSatisfy(given -> assertThat(given.onlyWith())
                        .startsWith("META-INF/maven/io.quarkiverse.langchain4j/quarkus-langchain4j-"));
    }

    @Test
    void processesThatATestStartsInheritWhatFrameworksReadFromProperties() {
        assertThat(defaults().filter(given -> given.kind() == ClientDefault.Kind.VARIABLE))
                .extracting(ClientDefault::name)
                .contains(
                        "SPRING_AI_OPENAI_BASE_URL",
                        "LANGCHAIN4J_OPEN_AI_CHAT_MODEL_BASE_URL",
                        "QUARKUS_LANGCHAIN4J_OPENAI_BASE_URL");
    }

    @Test
    void everyAddressIsGivenAsAVariableToo() {
        List<ClientDefault> addresses =
                defaults().filter(ClientDefault::isBaseUrl).toList();
        List<String> variables = addresses.stream()
                .filter(given -> given.kind() == ClientDefault.Kind.VARIABLE)
                .map(ClientDefault::name)
                .toList();

        assertThat(addresses)
                .filteredOn(given -> given.kind() == ClientDefault.Kind.PROPERTY)
                .allSatisfy(given -> assertThat(given.unlessVariables()).containsAnyElementsOf(variables));
    }

    @Test
    void noLangChain4jModelIsSwitchedOnByAKey() {
        assertThat(client("LangChain4j Spring Boot starters").defaults())
                .extracting(ClientDefault::name)
                .noneMatch(name -> name.startsWith("langchain4j") && name.endsWith(".api-key"))
                .noneMatch(name -> name.startsWith("LANGCHAIN4J") && name.endsWith("API_KEY"));
    }

    @Test
    void everyDefaultGivesWayToItsOwnName() {
        assertThat(defaults()).allSatisfy(given -> {
            boolean property = given.kind() == ClientDefault.Kind.PROPERTY;
            assertThat(property ? given.unlessProperties() : given.unlessVariables())
                    .contains(given.name());
        });
    }

    @Test
    void nothingIsSetTwice() {
        assertThat(defaults().map(given -> given.kind() + " " + given.name())).doesNotHaveDuplicates();
    }

    @Test
    void everyValueIsAnAddressOfTheServerOrTheDummyKey() {
        assertThat(defaults().map(given -> given.value(SERVER)))
                .allMatch(value -> value.startsWith(SERVER + "/") || value.equals(ClientLibraries.DUMMY_KEY));
    }

    private static ClientLibrary client(String name) {
        return ClientLibraries.builtIn().stream()
                .filter(client -> client.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<ClientDefault> defaults() {
        return ClientLibraries.builtIn().stream().flatMap(client -> client.defaults().stream());
    }
}
