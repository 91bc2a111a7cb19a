package io.github.recorder.lifecycle;

import io.github.recorder.clients.ClientDefault;
import io.github.recorder.clients.ClientLibraries;
import io.github.recorder.clients.ClientLibrary;
import io.github.recorder.clients.GuardedHost;
import io.github.recorder.clients.ProviderHosts;
import io.github.recorder.ledger.Ledger;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.ProjectModule;
import io.github.recorder.ledger.TestClassFinder;
import io.github.recorder.ledger.TestReports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds tests of a build that bypassed the recorder, and says what to change. */
final class BypassFinder {

    /** The configuration that lets the recorder serve Surefire's tests. */
    private static final String SUREFIRE = "To record and replay Surefire's tests, bind the recorder around them:"
            + " <execution><id>before-tests</id><phase>process-test-classes</phase><goals><goal>start</goal></goals>"
            + "</execution> <execution><id>after-tests</id><phase>test</phase><goals><goal>stop</goal>"
            + "<goal>verify</goal></goals></execution>.";

    /** The configuration that makes Failsafe run tests. */
    private static final String FAILSAFE = "add <plugin><artifactId>maven-failsafe-plugin</artifactId><executions>"
            + "<execution><goals><goal>integration-test</goal><goal>verify</goal></goals></execution></executions>"
            + "</plugin>";

    /**
     * Suffixes of class names by which test plugins select classes, so that a class may be renamed from one to another.
     */
    private static final Pattern TEST_ENDING = Pattern.compile("(Tests?|TestCase|IT|ITCase)$");

    private static final List<GuardedHost> HOSTS = ProviderHosts.builtIn();

    /** The properties and variables by which clients find a service. */
    private static final Set<String> NAMES = ClientLibraries.builtIn().stream()
            .map(ClientLibrary::defaults)
            .flatMap(List::stream)
            .filter(ClientDefault::isBaseUrl)
            .map(ClientDefault::name)
            .collect(Collectors.toUnmodifiableSet());

    private static final int MOST_CLASSES = 5;

    private final Ledger ledger;
    private final ProjectModule module;
    private final Collection<Path> elsewhere;
    private final ExecutionOrder order;
    private final Set<String> recordedStems;
    private @Nullable TestClassFinder classes;

    private BypassFinder(
            Ledger ledger,
            ProjectModule module,
            Collection<Path> elsewhere,
            ExecutionOrder order,
            Collection<String> recordedTests) {
        this.ledger = ledger;
        this.module = module;
        this.elsewhere = elsewhere;
        this.order = order;
        this.recordedStems = recordedTests.stream()
                .map(BypassFinder::topLevelClass)
                .map(BypassFinder::stem)
                .collect(Collectors.toSet());
    }

    /**
     * Returns a sentence for each finding.
     *
     * @param ledger the ledger of the run, which has ended
     * @param elsewhere directories of class files that may contain superclasses of the tests
     * @param recordedTests the test ids of the recordings
     * @throws IOException if test classes or reports cannot be read
     */
    static List<String> sentences(
            Ledger ledger,
            ProjectModule module,
            Collection<Path> elsewhere,
            ExecutionOrder order,
            Collection<String> recordedTests)
            throws IOException {
        return new BypassFinder(ledger, module, elsewhere, order, recordedTests).sentences();
    }

    private List<String> sentences() throws IOException {
        List<String> sentences = new ArrayList<>();
        if (order.between().isEmpty() && !testClasses().classes().isEmpty()) {
            sentences.add(nothingBetween());
        }
        addUnheard(sentences);
        Set<String> before =
                new TreeSet<>(reported(ledger.header().buildStarted()).keySet());
        before.removeAll(reported(ledger.header().started()).keySet());
        addOutside(sentences, order.before().isEmpty() ? Set.of() : before, "before start", order.before());
        Set<String> after =
                new TreeSet<>(order.after().isEmpty() ? Set.of() : testClasses().classes());
        after.removeAll(reported(ledger.header().buildStarted()).keySet());
        addOutside(sentences, after, "after stop", order.after());
        return sentences;
    }

    private String nothingBetween() {
        String others = Stream.of(standing(order.before(), "before start"), standing(order.after(), "after stop"))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", and "));
        boolean failsafe = Stream.concat(order.before().stream(), order.after().stream())
                .anyMatch(execution -> execution.startsWith("failsafe:"));
        return "No test ran between start and stop, so nothing was replayed or recorded: "
                + (others.isEmpty() ? "no plugin runs tests there" : others)
                + ". To let Failsafe run them, name them *IT"
                + (failsafe ? " and" : ",")
                + " leave the recorder's goals in their usual phases"
                + (failsafe ? "" : ", and " + FAILSAFE)
                + ". " + SUREFIRE;
    }

    private static String standing(List<String> executions, String where) {
        return executions.isEmpty() ? "" : shown(executions) + (executions.size() == 1 ? " comes " : " come ") + where;
    }

    /** Finds test JVMs without the listener: a test plugin reports tests, but none of its test JVMs has connected. */
    private void addUnheard(List<String> sentences) {
        Map<String, Integer> tests = new HashMap<>();
        ledger.events(LedgerEvent.Report.class)
                .forEach(report -> tests.merge(report.plugin(), report.tests(), Integer::sum));
        for (LedgerEvent.SessionOpened session : ledger.events(LedgerEvent.SessionOpened.class)) {
            String execution = session.execution();
            tests.remove(execution == null ? "" : execution.substring(0, execution.indexOf(':')));
        }
        tests.forEach((plugin, count) -> {
            if (count > 0) {
                sentences.add(count + (count == 1 ? " test" : " tests") + " of " + plugin
                        + " ran without the recorder's listener, so their clients did not know the server and their"
                        + " requests belong to no test. Something keeps target/recorder/recorder-listener.jar from the"
                        + " test JVM or its listeners from starting: look for <classpathDependencyExcludes>,"
                        + " junit.platform.execution.listeners.deactivate, TestNG's <usedefaultlisteners>, or a test"
                        + " framework other than JUnit 4, 5, 6 and TestNG.");
            }
        });
    }

    private void addOutside(List<String> sentences, Set<String> ran, String where, List<String> executions)
            throws IOException {
        List<String> calling = new ArrayList<>();
        for (String name : ran) {
            if (recordedStems.contains(stem(name)) || namesService(name)) {
                calling.add(name);
            }
        }
        // If all of them are outside, the sentence about that covers it.
        if (!calling.isEmpty() && !order.between().isEmpty()) {
            sentences.add("Tests that seem to call a known service ran " + where + " (" + shown(executions)
                    + "), so their calls went past the recorder: " + shown(calling) + ". " + SUREFIRE
                    + " Or name them *IT, so that Failsafe runs them.");
        }
    }

    /** Returns whether a class has the host, a property or a variable of a known service among its constants. */
    private boolean namesService(String name) throws IOException {
        return testClasses().mentionsAny(name, BypassFinder::isOfService);
    }

    private static boolean isOfService(String text) {
        return NAMES.contains(text)
                || (text.startsWith("recorder.") && text.endsWith(".url"))
                || (text.startsWith("http") && HOSTS.stream().anyMatch(host -> host.covers(host(text))));
    }

    private static String host(String url) {
        String[] parts = url.split("[/:?#]+", 3);
        return parts.length < 2 ? "" : parts[1].toLowerCase(Locale.ROOT);
    }

    /** Returns the number of tests by class that test plugins reported since a moment. */
    private Map<String, Integer> reported(Instant since) throws IOException {
        Map<String, Integer> tests = new HashMap<>();
        for (LedgerEvent event : TestReports.read(module.testReports(), since)) {
            if (event instanceof LedgerEvent.Report report && report.tests() > 0) {
                tests.merge(topLevelClass(report.className()), report.tests(), Integer::sum);
            }
        }
        return tests;
    }

    private TestClassFinder testClasses() throws IOException {
        TestClassFinder found = classes;
        if (found == null) {
            found = TestClassFinder.in(module.testClasses(), elsewhere);
            classes = found;
        }
        return found;
    }

    private static String topLevelClass(String testId) {
        return testId.split("[#$]", 2)[0];
    }

    private static String stem(String className) {
        return TEST_ENDING.matcher(className).replaceFirst("");
    }

    private static String shown(List<String> names) {
        int more = names.size() - MOST_CLASSES;
        return String.join(", ", names.subList(0, Math.min(MOST_CLASSES, names.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }
}
