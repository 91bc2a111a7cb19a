package io.github.recorder.prune;

import io.github.recorder.ledger.Ledger;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.LedgerHead;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.ledger.TestStatus;
import io.github.recorder.matching.TestId;
import io.github.recorder.prune.MissingProof.Kind;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one build of a module did with one recordings directory: usually one ledger, more if the build
 * started the server again.
 */
final class TestRun {

    private static final int MOST_NAMED = 5;

    private final List<LedgerHead> ledgers;
    private final Set<String> executed;
    private final Map<Key, Outcome> outcomes = new LinkedHashMap<>();
    private final Map<Key, String> unfinished = new LinkedHashMap<>();
    private final Set<String> heardOf = new TreeSet<>();
    private final List<LedgerEvent.Execution> executions = new ArrayList<>();
    private final Set<String> misses = new HashSet<>();
    private final List<LedgerEvent.Report> reports = new ArrayList<>();
    private final Set<String> crashes = new LinkedHashSet<>();
    private final Set<String> edited = new TreeSet<>();
    private boolean live;

    /** One test or class in one execution. */
    private record Key(int execution, String uniqueId) {}

    /**
     * How a test or class ended.
     *
     * @param id its test id
     * @param formerId the test id before test ids were unique; null if it is the same
     */
    record Outcome(String id, @Nullable String formerId, TestStatus status) {}

    /**
     * Creates the run, whose events are to be added.
     *
     * @param ledgers ledgers of one build, one module and one recordings directory, the earliest first
     * @param executed the executions that this build ran between any start and stop of the module, for other
     *     directories
     */
    TestRun(List<LedgerHead> ledgers, Set<String> executed) {
        this.ledgers = ledgers;
        this.executed = new HashSet<>(executed);
        ledgers.stream().map(LedgerHead::code).filter(Objects::nonNull).forEach(code -> edited.addAll(code.edited()));
    }

    /** Creates the run of ledgers in memory. */
    static TestRun of(List<Ledger> ledgers, Set<String> executed) {
        TestRun run = new TestRun(ledgers.stream().map(Ledger::head).toList(), executed);
        ledgers.forEach(ledger -> ledger.events().forEach(run::add));
        return run;
    }

    /** Adds an event. The events of a ledger come in the order of the file, and follow those of earlier ledgers. */
    void add(LedgerEvent event) {
        if (event instanceof LedgerEvent.Execution started) {
            executions.add(started);
            executed.add(started.goal());
        } else if (event instanceof LedgerEvent.TestStarted started) {
            unfinished.put(new Key(executions.size(), started.uniqueId()), started.test());
        } else if (event instanceof LedgerEvent.TestFinished finished) {
            heardOf.add(
                    executions.isEmpty()
                            ? ""
                            : plugin(executions.get(executions.size() - 1).goal()));
            Key key = new Key(executions.size(), finished.uniqueId());
            unfinished.remove(key);
            // A failed test may run again. A test that ran and is later reported as skipped did run.
            if (finished.status() != TestStatus.SKIPPED || !outcomes.containsKey(key)) {
                outcomes.put(key, new Outcome(finished.test(), finished.formerId(), finished.status()));
            }
        } else if (event instanceof LedgerEvent.Missed missed) {
            misses.add(missed.text());
        } else if (event instanceof LedgerEvent.Report report) {
            reports.add(report);
        } else if (event instanceof LedgerEvent.Crashed crash) {
            crashes.add(crash.text());
        } else if (event instanceof LedgerEvent.CodeChanged changed) {
            edited.addAll(changed.files());
        } else if (event instanceof LedgerEvent.Live || event instanceof LedgerEvent.Recorded) {
            live = true;
        }
    }

    private static String plugin(String goal) {
        return goal.substring(0, Math.max(0, goal.indexOf(':')));
    }

    List<LedgerHead> ledgers() {
        return ledgers;
    }

    RunHeader header() {
        return ledgers.get(0).header();
    }

    /** Returns how each test and class ended in each execution. */
    Collection<Outcome> outcomes() {
        return outcomes.values();
    }

    /** Returns the executions that the build ran. */
    List<LedgerEvent.Execution> executions() {
        return executions;
    }

    /**
     * Returns the tests that ended or were skipped, without invocations, and the classes that were skipped or aborted
     * as a whole, by execution.
     */
    Map<String, Set<String>> heard() {
        Map<String, Set<String>> heard = new HashMap<>();
        outcomes.forEach((key, outcome) -> {
            boolean isTest = outcome.id().indexOf('#') >= 0 || outcome.status() != TestStatus.PASSED;
            if (key.execution() > 0 && isTest) {
                heard.computeIfAbsent(executions.get(key.execution() - 1).goal(), first -> new HashSet<>())
                        .add(TestName.of(outcome.id()).withoutInvocation());
            }
        });
        return heard;
    }

    /** Returns whether a test ran to its end. */
    boolean hasTests() {
        return outcomes.values().stream()
                .anyMatch(outcome -> outcome.id().indexOf('#') >= 0 && outcome.status() == TestStatus.PASSED);
    }

    /** Returns when the run started, in whole seconds. */
    String started() {
        return header().started().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Returns what keeps this run from being whole, except for the code, which the run cannot know. */
    List<MissingProof> gaps() {
        List<MissingProof> gaps = new ArrayList<>();
        notToTheEnd(gaps);
        filtered(gaps);
        notOnlyReplayed(gaps);
        failed(gaps);
        unheard(gaps);
        edited(gaps);
        return gaps;
    }

    private void notToTheEnd(List<MissingProof> gaps) {
        if (ledgers.stream().anyMatch(ledger -> !ledger.ended() || ledger.code() == null)) {
            gaps.add(new MissingProof(
                    Kind.INCOMPLETE_LEDGER,
                    "The run of " + header().module() + " that started at " + started() + " did not come to its end",
                    "Run `mvn verify` again"));
        }
        crashes.forEach(crash -> gaps.add(new MissingProof(
                Kind.CRASHED,
                "The test plugin says \"" + crash.replaceFirst("^[\\w.$]+(Exception|Error): ", "") + "\"",
                "Fix that and run `mvn verify` again")));
    }

    private void filtered(List<MissingProof> gaps) {
        Set<String> filters = new TreeSet<>();
        ledgers.forEach(ledger -> filters.addAll(ledger.header().filters()));
        if (!filters.isEmpty()) {
            gaps.add(new MissingProof(
                    Kind.FILTERED,
                    "Tests of " + header().module() + " may have been left out by " + String.join(", ", filters),
                    "Run `mvn verify` of the whole build with nothing left out"));
        }
        Set<String> missing = new TreeSet<>();
        ledgers.forEach(ledger -> missing.addAll(ledger.header().executions()));
        missing.removeAll(executed);
        executions.stream().filter(LedgerEvent.Execution::skipped).forEach(execution -> missing.add(execution.goal()));
        if (!missing.isEmpty()) {
            gaps.add(new MissingProof(
                    Kind.EXECUTION_DID_NOT_RUN,
                    "Between start and stop the build of " + header().module() + " did not run " + named(missing),
                    "Run `mvn verify` and skip none of its tests"));
        }
    }

    private void notOnlyReplayed(List<MissingProof> gaps) {
        if (live || !header().mode().equals(RunHeader.REPLAY)) {
            gaps.add(new MissingProof(
                    Kind.NOT_REPLAY,
                    "The run of " + started() + " was in mode " + header().mode()
                            + (live ? " and called a real service" : ""),
                    "Run `mvn verify` in mode replay"));
        }
        if (!misses.isEmpty()) {
            gaps.add(new MissingProof(
                    Kind.MISSED,
                    misses.size() + (misses.size() == 1 ? " request" : " different requests") + " found no recording",
                    "Record what is missing and run `mvn verify` again"));
        }
    }

    private void failed(List<MissingProof> gaps) {
        Set<String> failed = new LinkedHashSet<>();
        outcomes.values().stream()
                .filter(outcome -> outcome.status() == TestStatus.FAILED)
                .forEach(outcome -> failed.add(outcome.id()));
        Set<String> classes =
                failed.stream().map(test -> TestName.of(test).className()).collect(Collectors.toSet());
        reports.stream()
                .filter(report -> report.failures() + report.errors() > 0 && !classes.contains(report.className()))
                .forEach(report -> failed.add(report.className()));
        if (!failed.isEmpty()) {
            gaps.add(new MissingProof(
                    Kind.TEST_FAILED, "These tests failed: " + named(failed), "Fix them and run `mvn verify` again"));
        }
        if (!unfinished.isEmpty()) {
            gaps.add(new MissingProof(
                    Kind.TEST_FAILED,
                    "These tests began and did not end: " + named(unfinished.values()),
                    "Run `mvn verify` again"));
        }
    }

    /** Finds test classes that a test plugin reports and no test JVM reported. */
    private void unheard(List<MissingProof> gaps) {
        Set<String> executing =
                executions.stream().map(execution -> plugin(execution.goal())).collect(Collectors.toSet());
        Map<String, Set<String>> unheard = new TreeMap<>();
        reports.stream()
                .filter(report -> report.tests() > 0 && executing.contains(report.plugin()))
                .filter(report -> !heardOf.contains(report.plugin()) || (isTestClass(report) && !isHeard(report)))
                .forEach(report -> unheard.computeIfAbsent(report.plugin(), first -> new TreeSet<>())
                        .add(report.className()));
        unheard.forEach((plugin, classes) -> gaps.add(new MissingProof(
                Kind.NO_LISTENER,
                "The test JVMs of " + plugin + " did not say which tests ran in " + named(classes),
                "Use JUnit 4.13 or later, the JUnit Platform or TestNG, and leave the test class path to " + plugin)));
    }

    /**
     * Returns whether a report belongs to a class with tests. Some reports belong to other things, such as features.
     */
    private boolean isTestClass(LedgerEvent.Report report) {
        String name = TestName.of(report.className()).topLevelClass();
        return ledgers.stream()
                .map(LedgerHead::code)
                .anyMatch(code -> code != null && code.classes().containsKey(name));
    }

    private boolean isHeard(LedgerEvent.Report report) {
        String name = TestId.ascii(TestName.of(report.className()).topLevelClass());
        return outcomes.values().stream().anyMatch(outcome -> outcome.id().contains(name));
    }

    private void edited(List<MissingProof> gaps) {
        if (!edited.isEmpty()) {
            gaps.add(new MissingProof(
                    Kind.EDITED_DURING_BUILD,
                    "While the build of " + header().module() + " ran, these files changed: " + named(edited),
                    "Run `mvn verify` again, and have git ignore files that a build writes"));
        }
    }

    static String named(Collection<String> names) {
        String first = names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        int more = names.size() - MOST_NAMED;
        return more > 0 ? first + " and " + more + " more" : first;
    }
}
