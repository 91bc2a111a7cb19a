package io.github.recorder.clients;

import static io.github.recorder.clients.ClientDefault.property;
import static io.github.recorder.clients.ClientDefault.variable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The table of the client libraries that need no configuration. One row a library; what a row sets was read in the
 * library's own source.
 */
public final class Clients {

    /** The key that is given where the user has none; it opens nothing. */
    public static final String DUMMY_KEY = "recorder-dummy-key";

    private static final String OPENAI = ClientDefault.URL + "/openai/v1";
    private static final String ANTHROPIC = ClientDefault.URL + "/anthropic";
    private static final String OLLAMA = ClientDefault.URL + "/ollama";

    private static final List<Client> BUILT_IN = List.of(
            openAiJava(),
            anthropicJava(),
            googleGenAi(),
            springAi(),
            langChain4jStarters(),
            quarkusLangChain4j(),
            ollama());

    private Clients() {}

    /** Returns the table. */
    public static List<Client> builtIn() {
        return BUILT_IN;
    }

    /** {@code fromEnv()} reads the property first, and throws where both OpenAI's and Azure's keys are set. */
    private static Client openAiJava() {
        return new Client(
                "openai-java",
                List.of(
                        property("openai.baseUrl", OPENAI, "OPENAI_BASE_URL"),
                        property("openai.apiKey", DUMMY_KEY, "OPENAI_API_KEY", "AZURE_OPENAI_KEY")),
                List.of(variable("OPENAI_BASE_URL", OPENAI), variable("OPENAI_API_KEY", DUMMY_KEY)));
    }

    /** {@code fromEnv()} reads the property first; a token may stand in for the key. */
    private static Client anthropicJava() {
        return new Client(
                "anthropic-java",
                List.of(
                        property("anthropic.baseUrl", ANTHROPIC, "ANTHROPIC_BASE_URL"),
                        property("anthropic.apiKey", DUMMY_KEY, "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN")
                                .unlessProperty("anthropic.authToken")),
                List.of(variable("ANTHROPIC_BASE_URL", ANTHROPIC), variable("ANTHROPIC_API_KEY", DUMMY_KEY)));
    }

    /** Reads the environment only. */
    private static Client googleGenAi() {
        List<ClientDefault> variables = List.of(
                variable("GOOGLE_GEMINI_BASE_URL", ClientDefault.URL + "/gemini"),
                variable("GOOGLE_VERTEX_BASE_URL", ClientDefault.URL + "/vertex"),
                variable("GOOGLE_API_KEY", DUMMY_KEY, "GEMINI_API_KEY"));
        return new Client("google-genai", variables, variables);
    }

    /**
     * System properties beat {@code application.properties}. Spring AI 1 adds {@code /v1} to a base URL that has it
     * already, which the server puts up with; Spring AI 2 does not.
     */
    private static Client springAi() {
        return new Client(
                "Spring AI 1, 2",
                List.of(
                        spring("spring.ai.openai.base-url", OPENAI),
                        spring("spring.ai.openai.api-key", DUMMY_KEY, "OPENAI_API_KEY"),
                        spring("spring.ai.anthropic.base-url", ANTHROPIC),
                        spring("spring.ai.anthropic.api-key", DUMMY_KEY, "ANTHROPIC_API_KEY"),
                        spring("spring.ai.ollama.base-url", OLLAMA)),
                List.of());
    }

    /**
     * A model's {@code api-key} property is what switches the model on, so none is set: a test would get beans that it
     * never asked for. The placeholders that stand for keys in most people's {@code application.properties} are given instead.
     */
    private static Client langChain4jStarters() {
        List<ClientDefault> defaults = new ArrayList<>();
        for (String model : List.of(
                "chat-model",
                "streaming-chat-model",
                "language-model",
                "streaming-language-model",
                "embedding-model",
                "moderation-model",
                "image-model")) {
            defaults.add(spring("langchain4j.open-ai." + model + ".base-url", OPENAI));
        }
        for (String model : List.of("chat-model", "streaming-chat-model")) {
            defaults.add(spring("langchain4j.anthropic." + model + ".base-url", ANTHROPIC + "/v1"));
        }
        for (String model : List.of(
                "chat-model",
                "streaming-chat-model",
                "language-model",
                "streaming-language-model",
                "embedding-model")) {
            defaults.add(spring("langchain4j.ollama." + model + ".base-url", OLLAMA));
        }
        defaults.add(property("OPENAI_API_KEY", DUMMY_KEY, "OPENAI_API_KEY"));
        defaults.add(property("ANTHROPIC_API_KEY", DUMMY_KEY, "ANTHROPIC_API_KEY"));
        return new Client("LangChain4j Spring Boot starters", defaults, List.of());
    }

    private static Client quarkusLangChain4j() {
        return new Client(
                "Quarkus LangChain4j",
                List.of(
                        quarkus("quarkus.langchain4j.openai.base-url", OPENAI + "/"),
                        quarkus("quarkus.langchain4j.openai.api-key", DUMMY_KEY, "OPENAI_API_KEY"),
                        quarkus("quarkus.langchain4j.anthropic.base-url", ANTHROPIC + "/v1/"),
                        quarkus("quarkus.langchain4j.anthropic.api-key", DUMMY_KEY, "ANTHROPIC_API_KEY"),
                        quarkus("quarkus.langchain4j.ollama.base-url", OLLAMA)),
                List.of());
    }

    /** Ollama's own clients in other languages. */
    private static Client ollama() {
        return new Client("Ollama", List.of(), List.of(variable("OLLAMA_HOST", OLLAMA)));
    }

    /** Spring reads a property from a variable too: dots become underscores, and dashes go, or become underscores. */
    private static ClientDefault spring(String name, String value, String... variables) {
        String upper = name.toUpperCase(Locale.ROOT).replace('.', '_');
        return propertyUnless(name, value, List.of(upper.replace("-", ""), upper.replace('-', '_')), variables);
    }

    /** MicroProfile Config reads a property from a variable too: what is no letter or digit becomes an underscore. */
    private static ClientDefault quarkus(String name, String value, String... variables) {
        String upper = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        return propertyUnless(name, value, List.of(upper), variables);
    }

    private static ClientDefault propertyUnless(String name, String value, List<String> own, String... variables) {
        List<String> all = new ArrayList<>(own);
        all.addAll(List.of(variables));
        return property(name, value, all.toArray(String[]::new));
    }
}
