package io.github.recorder.testjvm;

import io.github.recorder.attribution.EventServer;
import io.github.recorder.attribution.TestEventListener;
import io.github.recorder.attribution.TestIdentity;
import io.github.recorder.attribution.TestJvmSessions;
import java.io.PrintStream;
import java.util.Arrays;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Measures what it costs a test to be told of: 2,000 empty tests with the listener and without, in turns. Not a test:
 * run its {@code main} with the test class path.
 */
final class ListenerBenchmark {

    private static final int TESTS = 2_000;
    private static final int ROUNDS = 7;

    private ListenerBenchmark() {}

    /** Two thousand tests that do nothing. */
    static final class EmptyTests {
        @RepeatedTest(TESTS)
        void nothing() {}
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        TestEventListener nobody = new TestEventListener() {
            @Override
            public void opened(String session) {}

            @Override
            public void closed(String session) {}

            @Override
            public void started(String session, TestIdentity test) {}

            @Override
            public void finished(String session, TestIdentity test, String status) {}

            @Override
            public void configuring(String session, TestIdentity test, boolean before) {}

            @Override
            public void configured(String session, TestIdentity test, String status) {}
        };
        try (EventServer server = EventServer.start(new TestJvmSessions(), nobody)) {
            if (PluginConnection.connect(server.host(), Integer.toString(server.port()), server.token()) == null) {
                throw new IllegalStateException("no session");
            }
            double[] without = new double[ROUNDS];
            double[] with = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                without[round] = run(false);
                with[round] = run(true);
            }
            Arrays.sort(without);
            Arrays.sort(with);
            double one = without[ROUNDS / 2];
            double other = with[ROUNDS / 2];
            out.printf(
                    "%d tests, median of %d: %.1f ms without, %.1f ms with: %.4f ms a test%n",
                    TESTS, ROUNDS, one, other, (other - one) / TESTS);
        }
    }

    private static double run(boolean listening) {
        LauncherConfig config = LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .addTestEngines(new org.junit.jupiter.engine.JupiterTestEngine())
                .build();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(EmptyTests.class))
                .build();
        Launcher launcher = LauncherFactory.create(config);
        long start = System.nanoTime();
        if (listening) {
            launcher.execute(request, new JUnitPlatformListener());
        } else {
            launcher.execute(request);
        }
        return (System.nanoTime() - start) / 1e6;
    }
}
