package io.github.recorder.lifecycle;

import io.github.recorder.provider.UpstreamTable;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Measures what it costs to intercept, the first time in a JVM: a build when it starts, a host when it is first called,
 * a test JVM when it starts. Not a test: run its {@code main} with the test class path, several times.
 */
final class InterceptionBenchmark {

    private InterceptionBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        Path folder = Files.createTempDirectory("recorder").resolve("intercept");
        long start = System.nanoTime();
        try (HostInterception interception = HostInterception.of(
                new InterceptionConfig(folder, List.of()), UpstreamTable.builtIn(), out::println, out::println)) {
            out.printf("a build: %.0f ms%n", millisSince(start));
            start = System.nanoTime();
            interception.insteadOf("api.openai.com", 443);
            out.printf("the first host: %.0f ms%n", millisSince(start));
            start = System.nanoTime();
            interception.insteadOf("api.anthropic.com", 443);
            out.printf("another host: %.0f ms%n", millisSince(start));
            Method extend = Class.forName("io.github.recorder.testjvm.TrustStore")
                    .getDeclaredMethod("extend", String.class, String.class);
            extend.setAccessible(true);
            start = System.nanoTime();
            extend.invoke(null, interception.certificate(), folder.toString());
            out.printf("a test JVM: %.0f ms%n", millisSince(start));
        }
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }
}
