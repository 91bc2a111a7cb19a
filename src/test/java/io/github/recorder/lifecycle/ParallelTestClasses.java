package io.github.recorder.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.testng.IRetryAnalyzer;
import org.testng.ITestContext;
import org.testng.ITestResult;
import org.testng.TestNG;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Factory;
import org.testng.xml.XmlClass;
import org.testng.xml.XmlSuite;
import org.testng.xml.XmlTest;

/**
 * Tests that run on eight threads, and a program that runs those of a framework with a client. Each sends two requests
 * whose questions are its own id. Its own context storage shows that an application may still add one.
 */
final class ParallelTestClasses {

    static final int TESTS = 200;
    static final int ROWS = 20;
    static final String THREADS = "8";

    /** An entry of the application's own, which its service must get. */
    static final String USER = "user=%2C7";

    private static final String DRY_RUN = "testng.mode.dryrun";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ExecutorService WORKER = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    });

    private static volatile boolean wrapped;
    private static volatile Context captured;
    private static String how;

    private ParallelTestClasses() {}

    /**
     * The arguments: the framework, and how requests are sent: {@code blocking}; {@code async}; {@code plain}, without
     * a propagator; {@code everywhere}, with the propagator's output in all parts of the request; {@code worker}, from
     * a thread that has the context of an earlier test; {@code unmarked}, while tests expect their own contexts; {@code
     * kinds}, by TestNG's factories, parallel data providers, pools and configuration methods, after a dry run; or
     * {@code configured}, by TestNG's configuration methods beside tests, without a propagator.
     */
    public static void main(String[] arguments) {
        how = arguments[1];
        ContextStorage.addWrapper(storage -> {
            wrapped = true;
            return storage;
        });
        if (how.equals("kinds")) {
            System.setProperty(DRY_RUN, "true");
            runTestNg();
            System.clearProperty(DRY_RUN);
        }
        boolean passed = arguments[0].equals("junit") ? runJUnit() : runTestNg();
        if (!passed || !wrapped) {
            throw new IllegalStateException(passed ? "The application's storage is not used." : "Tests failed.");
        }
    }

    private static boolean runJUnit() {
        return (!how.equals("worker") || runJUnit(Capturing.class)) && runJUnit(Repeated.class, OfManyKinds.class);
    }

    private static boolean runJUnit(Class<?>... classes) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        try (LauncherSession session = LauncherFactory.openSession()) {
            session.getLauncher()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(Stream.of(classes)
                                            .map(DiscoverySelectors::selectClass)
                                            .toList())
                                    .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                                    .configurationParameter(
                                            "junit.jupiter.execution.parallel.mode.default", "concurrent")
                                    .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                                    .configurationParameter(
                                            "junit.jupiter.execution.parallel.config.fixed.parallelism", THREADS)
                                    .build(),
                            summary);
        }
        return summary.getSummary().getTotalFailureCount() == 0;
    }

    private static boolean runTestNg() {
        TestNG tests = new TestNG(false);
        tests.setVerbose(0);
        XmlSuite suite = new XmlSuite();
        suite.setParallel(XmlSuite.ParallelMode.TESTS);
        suite.setThreadCount(Integer.parseInt(THREADS));
        if (how.equals("configured")) {
            suite.setParallel(XmlSuite.ParallelMode.METHODS);
            new XmlTest(suite).setXmlClasses(List.of(new XmlClass(PreparedOnTestNg.class)));
        } else if (how.equals("kinds")) {
            suite.setParallel(XmlSuite.ParallelMode.METHODS);
            suite.setDataProviderThreadCount(Integer.parseInt(THREADS));
            new XmlTest(suite)
                    .setXmlClasses(List.of(
                            new XmlClass(RowsOnTestNg.class),
                            new XmlClass(MadeOnTestNg.class),
                            new XmlClass(PreparedOnTestNg.class),
                            new XmlClass(PoolOnTestNg.class)));
        } else {
            for (int number = 1; number <= TESTS; number++) {
                XmlTest part = new XmlTest(suite);
                part.setName("n" + number);
                part.setXmlClasses(List.of(new XmlClass(OnTestNg.class)));
            }
        }
        tests.setXmlSuites(List.of(suite));
        tests.run();
        return !tests.hasFailure();
    }

    /** Its test makes a context that outlives it. */
    static final class Capturing {
        @Test
        void captures() {
            captured = Context.current();
            if (Baggage.fromContext(captured).isEmpty()) {
                throw new IllegalStateException("There is no mark to capture.");
            }
        }
    }

    static final class Repeated {
        @RepeatedTest(TESTS)
        void asks(RepetitionInfo number) throws Exception {
            ask(Repeated.class.getName() + "#asks[" + number.getCurrentRepetition() + "]");
        }
    }

    static final class OfManyKinds {

        private static final String NAME = OfManyKinds.class.getName();

        @BeforeAll
        static void beforeAll() throws Exception {
            ask(NAME);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3})
        void takesValues(int number) throws Exception {
            ask(NAME + "#takesValues[" + number + "]");
        }

        @TestFactory
        Stream<DynamicTest> makesTests() {
            return IntStream.rangeClosed(1, 3)
                    .mapToObj(number ->
                            DynamicTest.dynamicTest("n" + number, () -> ask(NAME + "#makesTests[" + number + "]")));
        }

        @Nested
        final class Inner {
            @RepeatedTest(3)
            void asks(RepetitionInfo number) throws Exception {
                ask(NAME + "$Inner#asks[" + number.getCurrentRepetition() + "]");
            }
        }
    }

    public static final class OnTestNg {
        @org.testng.annotations.Test
        public void asks(ITestContext part) throws Exception {
            ask(part.getName() + "/" + OnTestNg.class.getName() + "#asks[1]");
        }
    }

    public static final class RowsOnTestNg {

        private static final String NAME = RowsOnTestNg.class.getName();

        private final Set<String> tried = ConcurrentHashMap.newKeySet();

        @DataProvider(parallel = true)
        public Object[][] rows() {
            return IntStream.rangeClosed(1, ROWS)
                    .mapToObj(row -> new Object[] {row})
                    .toArray(Object[][]::new);
        }

        @DataProvider
        public Object[][] few() {
            return new Object[][] {{1}, {2}};
        }

        @org.testng.annotations.Test(dataProvider = "rows")
        public void asks(int row) throws Exception {
            ask(NAME + "#asks[" + row + "]");
        }

        @org.testng.annotations.Test(dataProvider = "rows", retryAnalyzer = Retry.class)
        public void isRetried(int row) throws Exception {
            asksAgain(NAME + "#isRetried[" + row + "]");
        }

        @org.testng.annotations.Test(dataProvider = "few", retryAnalyzer = Retry.class)
        public void isRetriedInOrder(int row) throws Exception {
            asksAgain(NAME + "#isRetriedInOrder[" + row + "]");
        }

        private void asksAgain(String test) throws Exception {
            ask(test);
            if (tried.add(test)) {
                throw new IllegalStateException("fails the first time");
            }
        }
    }

    /** Tries each test once more. */
    public static final class Retry implements IRetryAnalyzer {
        @Override
        public boolean retry(ITestResult result) {
            return result.getStatus() == ITestResult.FAILURE;
        }
    }

    public static final class MadeOnTestNg {

        private static final String NAME = MadeOnTestNg.class.getName();

        private final int number;

        @Factory(dataProvider = "numbers")
        public MadeOnTestNg(int number) {
            this.number = number;
        }

        @DataProvider
        public static Object[][] numbers() {
            return new Object[][] {{1}, {2}, {3}};
        }

        @DataProvider(parallel = true)
        public Object[][] rows() {
            return numbers();
        }

        @org.testng.annotations.Test
        public void asks() throws Exception {
            ask(NAME + "#asks[" + number + "]");
        }

        @org.testng.annotations.Test(dataProvider = "rows")
        public void takesRows(int row) throws Exception {
            ask(NAME + "#takesRows[" + number + "." + row + "]");
        }
    }

    /** Its configuration methods ask for the tests that they prepare or follow. */
    public static final class PreparedOnTestNg {

        private static final String NAME = PreparedOnTestNg.class.getName();

        private final Set<Integer> tried = ConcurrentHashMap.newKeySet();

        @DataProvider
        public Object[][] few() {
            return new Object[][] {{1}, {2}, {3}};
        }

        @BeforeClass
        public void beforeClass() throws Exception {
            ask(NAME);
        }

        @BeforeMethod
        public void prepares(Method method, Object[] parameters) throws Exception {
            ask(test(method, parameters));
        }

        @AfterMethod(alwaysRun = true)
        public void follows(Method method, Object[] parameters) throws Exception {
            ask(test(method, parameters));
        }

        private static String test(Method method, Object[] parameters) {
            return NAME + "#" + method.getName() + (parameters.length == 0 ? "" : "[" + parameters[0] + "]");
        }

        @org.testng.annotations.Test
        public void one() throws Exception {
            ask(NAME + "#one");
        }

        @org.testng.annotations.Test
        public void two() throws Exception {
            ask(NAME + "#two");
        }

        @org.testng.annotations.Test
        public void three() throws Exception {
            ask(NAME + "#three");
        }

        @org.testng.annotations.Test(dataProvider = "few", retryAnalyzer = Retry.class)
        public void takesRows(int row) throws Exception {
            ask(NAME + "#takesRows[" + row + "]");
            if (tried.add(row)) {
                throw new IllegalStateException("fails the first time");
            }
        }
    }

    /** Its invocations are all alike. */
    public static final class PoolOnTestNg {
        @org.testng.annotations.Test(invocationCount = ROWS, threadPoolSize = 4)
        public void runs() {}
    }

    private static void ask(String test) throws Exception {
        if (how.equals("worker")) {
            WORKER.submit(captured.wrap(() -> {
                        send(test, "first");
                        return null;
                    }))
                    .get();
            return;
        }
        if (how.equals("unmarked")
                && (Context.current() != Context.root() || !Baggage.current().isEmpty())) {
            throw new IllegalStateException("The context is not the root: " + Context.current());
        }
        send(test, "first");
        Context own = Context.current()
                .with(Baggage.current().toBuilder().put("user", ",7").build());
        own.wrap(() -> {
                    send(test, "second");
                    return null;
                })
                .call();
    }

    private static void send(String test, String question) throws Exception {
        AtomicReference<String> baggage = new AtomicReference<>("none");
        if (how.equals("everywhere")) {
            W3CBaggagePropagator.getInstance()
                    .inject(Context.current(), baggage, (carrier, name, value) -> baggage.set(value));
        }
        String query = how.equals("everywhere") ? "?context=" + URLEncoder.encode(baggage.get(), UTF_8) : "";
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(System.getProperty("recorder.openai.url") + "/chat/completions" + query))
                .header("Content-Type", "application/json")
                .header("X-Context", baggage.get())
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\": \"m\", \"messages\": [{\"role\": \"user\","
                        + " \"content\": \"" + test + " asks a " + question + " question\"}],"
                        + " \"metadata\": {\"context\": \"" + baggage.get() + "\"}}"));
        if (!Set.of("plain", "configured").contains(how)) {
            W3CBaggagePropagator.getInstance().inject(Context.current(), request, (carrier, name, value) -> {
                if (carrier != null) {
                    carrier.setHeader(name, value);
                }
            });
        }
        HttpResponse<String> response = how.equals("async")
                ? CLIENT.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                        .get()
                : CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.body());
        }
    }
}
