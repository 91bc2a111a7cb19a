package io.github.recorder.lifecycle;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.recorder.testjvm.JUnit4Listener;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.runner.JUnitCore;
import org.testng.TestNG;

/**
 * A test of each framework, and a program that runs one of them as an IDE does: with the framework's own launcher and
 * without Maven. The test sends a request and prints the server's URL and the response, or the failure; its JVM then
 * waits until its input ends.
 */
final class ClickedTestClasses {

    private ClickedTestClasses() {}

    /** The arguments: the framework, and for clients with the URL in their code the URL. */
    public static void main(String[] arguments) {
        switch (arguments[0]) {
            case "junit" -> {
                try (LauncherSession session = LauncherFactory.openSession()) {
                    session.getLauncher()
                            .execute(LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectClass(OnPlatform.class))
                                    .build());
                }
            }
            case "testng" -> {
                TestNG tests = new TestNG(false);
                tests.setVerbose(0);
                tests.setTestClasses(new Class<?>[] {OnTestNg.class});
                tests.run();
            }
            case "junit4" -> {
                JUnitCore tests = new JUnitCore();
                tests.addListener(new JUnit4Listener());
                tests.run(OnJUnit4.class);
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    static final class OnPlatform {
        @Test
        void asks() throws Exception {
            ask();
        }
    }

    public static final class OnTestNg {
        @org.testng.annotations.Test
        public void asks() throws Exception {
            ask();
        }
    }

    public static final class OnJUnit4 {
        @org.junit.Test
        public void asks() throws Exception {
            ask();
        }
    }

    private static void ask() throws IOException, InterruptedException {
        PrintStream out = System.out;
        String given = System.getProperty("recorder.openai.url");
        String url = System.getProperty("clicked.url", given);
        out.println(given);
        String body =
                "{\"model\": \"gpt-4o\", \"messages\": [{\"role\": \"system\", \"content\": \"Be brief.\"}, {\"role\":"
                        + " \"user\", \"content\": \"Good morning\"}]}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/chat/completions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            out.println(response.statusCode() + " " + response.body().replace("\n", " "));
        } catch (IOException | RuntimeException failure) {
            out.println(failure);
        }
        while (System.in.read() >= 0) {
            // Until the test has seen enough.
        }
    }
}
