package io.github.recorder.clients;

import static io.github.recorder.clients.ClientDefault.property;
import static io.github.recorder.clients.ClientDefault.variable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The client libraries that need no configuration, one row each. The settings of a row come from the library's own
 * source.
 */
public final class ClientLibraries {

    /** The key that clients get if the user has none. It is valid nowhere. */
    public static final String DUMMY_KEY = "recorder-dummy-key";

    /**
     * The variable that points google-genai at the server. If it cannot be set, because the test JVM is Maven's own,
     * the test-side listener passes its value to the library's {@code Client.setDefaultBaseUrls}.
     */
    public static final String GEMINI_BASE_URL = "GOOGLE_GEMINI_BASE_URL";

    /** The same as {@link #GEMINI_BASE_URL}, for Vertex AI. */
    public static final String VERTEX_BASE_URL = "GOOGLE_VERTEX_BASE_URL";

    /** Package prefixes of the libraries and of the frameworks that contain them, which are not the user's code. */
    public static final List<String> CLASS_PREFIXES = List.of(
            "com.openai.",
            "com.anthropic.",
            "com.google.",
            "com.azure.",
            "com.mistral.",
            "dev.langchain4j.",
            "io.github.ollama4j.",
            "io.quarkiverse.",
            "org.springframework.");

    private static final String OPENAI = ClientDefault.URL + "/openai/v1";
    private static final String ANTHROPIC = ClientDefault.URL + "/anthropic";
    private static final String OLLAMA = ClientDefault.URL + "/ollama";
    private static final String MISTRAL = ClientDefault.URL + "/mistral";

    /** The variable of Azure OpenAI's key. openai-java does not start if OpenAI's key is set as well. */
    private static final String AZURE_KEY = "AZURE_OPENAI_KEY";

    private static final List<ClientLibrary> BUILT_IN = List.of(
            openAiJava(),
            anthropicJava(),
            googleGenAi(),
            springAi(),
            langChain4jStarters(),
            quarkusLangChain4j(),
            ollama());

    private static final List<ManualSetup> ONE_LINERS = List.of(
            new ManualSetup(
                    "LangChain4j builders, OpenAI",
                    ".baseUrl(System.getProperty(\"recorder.openai.url\"))",
                    "also on `OpenAiStreamingChatModel`, `OpenAiEmbeddingModel` and their siblings"),
            new ManualSetup(
                    "LangChain4j builders, Anthropic",
                    ".baseUrl(System.getProperty(\"recorder.anthropic.url\") + \"/v1\")",
                    "this one library wants the version in the base URL"),
            new ManualSetup(
                    "LangChain4j builders, Google AI Gemini",
                    ".baseUrl(System.getProperty(\"recorder.gemini.url\") + \"/v1beta\")",
                    "this one library wants the version in the base URL"),
            new ManualSetup(
                    "LangChain4j builders, Mistral", ".baseUrl(System.getProperty(\"recorder.mistral.url\"))", ""),
            new ManualSetup(
                    "LangChain4j builders, Ollama", ".baseUrl(System.getProperty(\"recorder.ollama.url\"))", ""),
            new ManualSetup("ollama4j", "new Ollama(System.getProperty(\"recorder.ollama.url\"))", ""),
            new ManualSetup(
                    "azure-ai-openai",
                    ".endpoint(System.getProperty(\"recorder.azure.url\"))",
                    "and no `.credential(...)`, for azure-core refuses to send a key over plain http;"
                            + " or call Azure by openai-java, which needs nothing"));

    private ClientLibraries() {}

    /** Returns the table. */
    public static List<ClientLibrary> builtIn() {
        return BUILT_IN;
    }

    /** Returns the libraries that need a line in the code. */
    public static List<ManualSetup> oneLiners() {
        return ONE_LINERS;
    }

    /** {@code fromEnv()} reads the property first, and throws if both OpenAI's and Azure's keys are set. */
    private static ClientLibrary openAiJava() {
        ClientDefault url = variable("OPENAI_BASE_URL", OPENAI);
        ClientDefault key = variable("OPENAI_API_KEY", DUMMY_KEY, AZURE_KEY);
        return new ClientLibrary(
                "openai-java",
                List.of(
                        property("openai.baseUrl", OPENAI, "OPENAI_BASE_URL"),
                        property("openai.apiKey", DUMMY_KEY, "OPENAI_API_KEY", AZURE_KEY),
                        url,
                        key),
                List.of(url, key));
    }

    /** {@code fromEnv()} reads the property first; a token can replace the key. */
    private static ClientLibrary anthropicJava() {
        ClientDefault url = variable("ANTHROPIC_BASE_URL", ANTHROPIC);
        ClientDefault key = variable("ANTHROPIC_API_KEY", DUMMY_KEY, "ANTHROPIC_AUTH_TOKEN");
        return new ClientLibrary(
                "anthropic-java",
                List.of(
                        property("anthropic.baseUrl", ANTHROPIC, "ANTHROPIC_BASE_URL"),
                        property("anthropic.apiKey", DUMMY_KEY, "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN")
                                .unlessProperty("anthropic.authToken"),
                        url,
                        key),
                List.of(url, key));
    }

    /** Reads the environment only; see {@link #GEMINI_BASE_URL}. */
    private static ClientLibrary googleGenAi() {
        List<ClientDefault> variables = List.of(
                variable(GEMINI_BASE_URL, ClientDefault.URL + "/gemini"),
                variable(VERTEX_BASE_URL, ClientDefault.URL + "/vertex"),
                variable("GOOGLE_API_KEY", DUMMY_KEY, "GEMINI_API_KEY"));
        return new ClientLibrary("google-genai", variables, variables);
    }

    /**
     * System properties override {@code application.properties}. Spring AI 1 appends {@code /v1} even to a base URL
     * that ends with it, which the server accepts; Spring AI 2 does not. The properties of Mistral's chat model have a
     * default of their own, which overrides the common property. A Gemini model reads google-genai's own variables.
     */
    private static ClientLibrary springAi() {
        List<ClientDefault> defaults = new ArrayList<>();
        spring(defaults, "spring.ai.openai.base-url", OPENAI);
        spring(defaults, "spring.ai.openai.api-key", DUMMY_KEY, "OPENAI_API_KEY");
        spring(defaults, "spring.ai.anthropic.base-url", ANTHROPIC);
        spring(defaults, "spring.ai.anthropic.api-key", DUMMY_KEY, "ANTHROPIC_API_KEY");
        spring(defaults, "spring.ai.ollama.base-url", OLLAMA);
        spring(defaults, "spring.ai.mistralai.base-url", MISTRAL);
        spring(defaults, "spring.ai.mistralai.chat.base-url", MISTRAL);
        spring(defaults, "spring.ai.mistralai.api-key", DUMMY_KEY, "MISTRAL_AI_API_KEY", "MISTRAL_API_KEY");
        return new ClientLibrary("Spring AI 1, 2", defaults, List.of());
    }

    /**
     * A model's {@code api-key} property enables the model, so none is set; otherwise a test would get unexpected
     * beans. Instead, the usual placeholders for keys in {@code application.properties} are set.
     */
    private static ClientLibrary langChain4jStarters() {
        List<ClientDefault> defaults = new ArrayList<>();
        for (String model : List.of(
                "chat-model",
                "streaming-chat-model",
                "language-model",
                "streaming-language-model",
                "embedding-model",
                "moderation-model",
                "image-model")) {
            spring(defaults, "langchain4j.open-ai." + model + ".base-url", OPENAI);
        }
        for (String model : List.of("chat-model", "streaming-chat-model")) {
            spring(defaults, "langchain4j.anthropic." + model + ".base-url", ANTHROPIC + "/v1");
        }
        for (String model : List.of(
                "chat-model",
                "streaming-chat-model",
                "language-model",
                "streaming-language-model",
                "embedding-model")) {
            spring(defaults, "langchain4j.ollama." + model + ".base-url", OLLAMA);
        }
        defaults.add(property("OPENAI_API_KEY", DUMMY_KEY, "OPENAI_API_KEY", AZURE_KEY));
        defaults.add(property("ANTHROPIC_API_KEY", DUMMY_KEY, "ANTHROPIC_API_KEY"));
        return new ClientLibrary("LangChain4j Spring Boot starters", defaults, List.of());
    }

    /**
     * Quarkus warns about each system property that no extension of the application knows, so each is set only if its
     * extension is there. It does not warn about variables.
     */
    private static ClientLibrary quarkusLangChain4j() {
        List<ClientDefault> defaults = new ArrayList<>();
        quarkus(defaults, "openai", "openai", OPENAI + "/", "OPENAI_API_KEY");
        quarkus(defaults, "anthropic", "anthropic", ANTHROPIC + "/v1/", "ANTHROPIC_API_KEY");
        quarkus(defaults, "ai-gemini", "ai.gemini", ClientDefault.URL + "/gemini", "GOOGLE_API_KEY", "GEMINI_API_KEY");
        quarkus(defaults, "mistral-ai", "mistralai", MISTRAL + "/v1", "MISTRAL_API_KEY");
        quarkus(defaults, "ollama", "ollama", OLLAMA);
        return new ClientLibrary("Quarkus LangChain4j", defaults, List.of());
    }

    /** Ollama's own clients in other languages. */
    private static ClientLibrary ollama() {
        return new ClientLibrary("Ollama", List.of(), List.of(variable("OLLAMA_HOST", OLLAMA)));
    }

    /**
     * Adds a property and the variable that Spring reads it from. In the variable, dots become underscores, and dashes
     * are removed or become underscores. The variable reaches the processes that a test starts.
     */
    private static void spring(List<ClientDefault> defaults, String name, String value, String... variables) {
        String upper = name.toUpperCase(Locale.ROOT).replace('.', '_');
        String variable = upper.replace('-', '_');
        defaults.add(property(name, value, with(variables, upper.replace("-", ""), variable)));
        defaults.add(variable(variable, value, with(variables, upper.replace("-", ""))));
    }

    /**
     * Adds the base URL of an extension, and the key if some variables hold one. MicroProfile Config also reads a
     * property from a variable whose name has underscores in place of all characters except letters and digits.
     */
    private static void quarkus(
            List<ClientDefault> defaults, String extension, String prefix, String url, String... keyVariables) {
        String jar = "META-INF/maven/io.quarkiverse.langchain4j/quarkus-langchain4j-" + extension + "/pom.properties";
        setting(defaults, jar, prefix + ".base-url", url);
        if (keyVariables.length > 0) {
            setting(defaults, jar, prefix + ".api-key", DUMMY_KEY, keyVariables);
        }
    }

    private static void setting(
            List<ClientDefault> defaults, String jar, String suffix, String value, String... variables) {
        String name = "quarkus.langchain4j." + suffix;
        String variable = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        defaults.add(property(name, value, with(variables, variable)).onlyWith(jar));
        defaults.add(variable(variable, value, variables));
    }

    private static String[] with(String[] others, String... own) {
        return Stream.concat(Stream.of(own), Stream.of(others)).toArray(String[]::new);
    }
}
