package it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessIT {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SPRING_AI_OPENAI_BASE_URL",
                "LANGCHAIN4J_OPEN_AI_CHAT_MODEL_BASE_URL",
                "QUARKUS_LANGCHAIN4J_OPENAI_BASE_URL"
            })
    void findsTheServer(String variable) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process application = new ProcessBuilder(java, "-cp", classPath, "it.Application", variable)
                .redirectErrorStream(true)
                .start();

        assertEquals("Paris", new String(application.getInputStream().readAllBytes(), UTF_8));
    }

    @Test
    void knowsTheAddressOfAConfiguredService() {
        assertEquals(
                "/acme", System.getProperty("recorder.acme.url").replaceFirst("http://127.0.0.1:\\d+(/s/[^/]+)?", ""));
    }
}
