package io.github.recorder.prune;

import io.github.recorder.ledger.AttributionConfidence;
import io.github.recorder.ledger.Ledger;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.ledger.TestFilter;
import io.github.recorder.ledger.TestStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the ledger of one run, of the code as it is now, says about tests: an immutable digest of its events. */
final class RunSummary {

    private static final LedgerEvent.CodeState NO_CODE = new LedgerEvent.CodeState("", "", List.of(), List.of());

    private final Ledger ledger;
    private final LedgerEvent.CodeState code;
    private final Map<String, TestStatus> statuses = new LinkedHashMap<>();
    // How often each began and was not heard of again; those of earlier executions stay, for no later one can end them.
    private final Map<String, Integer> unfinished = new LinkedHashMap<>();
    private final Set<String> neverEnded = new LinkedHashSet<>();
    private final Set<String> everFailed = new HashSet<>();
    private final Set<String> failedForGood = new HashSet<>();
    private final Map<String, Integer> classBegins = new HashMap<>();
    private final Map<String, Integer> classBeginsAtFailure = new HashMap<>();
    private final Set<String> classesRun = new HashSet<>();
    private final Set<String> skipped = new TreeSet<>();
    private final Map<String, LedgerEvent.Report> reports = new LinkedHashMap<>();
    private final List<LedgerEvent.Missed> missed;
    private final List<LedgerEvent.Live> live;
    private final List<LedgerEvent.Recorded> recorded;
    private final List<LedgerEvent.Crashed> crashed;
    private final List<TestFilter> filters;

    RunSummary(Ledger ledger, LedgerEvent.CodeState code) {
        this.ledger = ledger;
        this.code = code;
        missed = ledger.events(LedgerEvent.Missed.class);
        live = ledger.events(LedgerEvent.Live.class);
        recorded = ledger.events(LedgerEvent.Recorded.class);
        crashed = ledger.events(LedgerEvent.Crashed.class);
        filters = new ArrayList<>(ledger.header().filters());
        ledger.events(LedgerEvent.Execution.class).forEach(execution -> filters.addAll(execution.filters()));
        for (LedgerEvent event : ledger.events()) {
            if (event instanceof LedgerEvent.Execution) {
                executionStarted();
            } else if (event instanceof LedgerEvent.TestStarted started) {
                unfinished.merge(started.test(), 1, Integer::sum);
                classBegins.merge(started.test(), 1, Integer::sum);
            } else if (event instanceof LedgerEvent.TestFinished finished) {
                finished(finished.test(), finished.status());
            } else if (event instanceof LedgerEvent.Report report) {
                report(report);
            }
        }
        neverEnded.addAll(unfinished.keySet());
        statuses.forEach((test, status) -> {
            if (status == TestStatus.SKIPPED) {
                skipped.add(test);
            }
        });
    }

    /** What one execution left in trouble, a pass in another, with other settings, does not mend. */
    private void executionStarted() {
        statuses.forEach((test, status) -> {
            if (isTrouble(status)) {
                failedForGood.add(test);
            }
        });
        neverEnded.addAll(unfinished.keySet());
        unfinished.clear();
    }

    private void finished(String test, TestStatus status) {
        unfinished.computeIfPresent(test, (unseen, count) -> count > 1 ? count - 1 : null);
        classesRun.add(TestName.of(test).topLevelClass());
        if (isTrouble(status)) {
            everFailed.add(test);
            classBeginsAtFailure.put(test, classBegins(test));
            statuses.put(test, status);
        } else if (mayReplaceFailure(test)) {
            if (status != TestStatus.SKIPPED || !replayed()) {
                statuses.put(test, status);
            } else {
                // A part of the run that leaves it out says nothing against the one that ran it.
                statuses.putIfAbsent(test, status);
            }
        }
    }

    /** Tells whether a test did not fail, or runs again after it did; another test of the same id is no such rerun. */
    private boolean mayReplaceFailure(String test) {
        TestStatus before = statuses.get(test);
        if (before == null || !isTrouble(before)) {
            return true;
        }
        int begins = classBegins(test);
        // Where nobody tells of classes, a pass has to be taken for that of a rerun; the reports tell of a failure that
        // stayed.
        boolean classBeganAgain = begins == 0 || begins > classBeginsAtFailure.getOrDefault(test, 0);
        return classBeganAgain && !failedForGood.contains(test);
    }

    private int classBegins(String test) {
        return classBegins.getOrDefault(TestName.of(test).className(), 0);
    }

    /** Returns what was skipped in a run of whatever code. */
    static Set<String> skipped(Ledger ledger) {
        return new RunSummary(ledger, NO_CODE).skipped;
    }

    private void report(LedgerEvent.Report report) {
        reports.put(report.className(), report);
        classesRun.add(TestName.of(report.className()).topLevelClass());
        for (String method : report.skipped()) {
            skipped.add(method.isEmpty() ? report.className() : report.className() + "#" + method);
        }
    }

    Ledger ledger() {
        return ledger;
    }

    RunHeader header() {
        return ledger.header();
    }

    LedgerEvent.CodeState code() {
        return code;
    }

    /** Returns how each test and class ended in this run, in the order of the events: last, but for a failure that no rerun mended. */
    Map<String, TestStatus> statuses() {
        return statuses;
    }

    /**
     * Adds how each test and class ended to what earlier runs say.
     *
     * @return the tests and classes whose last word is this run's
     */
    Set<String> addTo(Map<String, TestStatus> last, Set<String> shownInReplay) {
        Set<String> own = new HashSet<>();
        statuses.forEach((test, status) -> {
            if (status != TestStatus.SKIPPED || !shownInReplay.contains(test)) {
                last.put(test, status);
                own.add(test);
            }
            if (status != TestStatus.SKIPPED && replayed()) {
                shownInReplay.add(test);
            } else if (status != TestStatus.SKIPPED) {
                shownInReplay.remove(test);
            }
        });
        return own;
    }

    /** Returns what the test plugins' reports say, by class. */
    Map<String, LedgerEvent.Report> reports() {
        return reports;
    }

    /** Returns the tests, methods without invocation, and classes that were skipped. */
    Set<String> skipped() {
        return skipped;
    }

    /** Returns what kept tests from running, of the command line and of the pom. */
    List<TestFilter> filters() {
        return filters;
    }

    List<LedgerEvent.Missed> missed() {
        return missed;
    }

    List<LedgerEvent.Crashed> crashed() {
        return crashed;
    }

    /** Returns the tests and classes that began and were not heard of again. */
    Set<String> unfinished() {
        return neverEnded;
    }

    /** Tells whether all that began has ended, and no test JVM crashed, so that no class had something left to do. */
    boolean allEnded() {
        return neverEnded.isEmpty() && crashed.isEmpty();
    }

    boolean replayed() {
        return header().mode().equals(RunHeader.REPLAY);
    }

    boolean wentOut() {
        return !live.isEmpty() || !recorded.isEmpty();
    }

    boolean leavesOut(TestFilter.Scope reach) {
        return filters.stream().anyMatch(filter -> filter.reach() == reach);
    }

    /** Tells whether a class that this run names ran from its first test to its last, as far as the run's settings go. */
    boolean countsForCoverage() {
        return ledger.end() != null
                && replayed()
                && code.edited().isEmpty()
                && !leavesOut(TestFilter.Scope.TESTS)
                && !skipsExecutions();
    }

    /** Tells whether whole executions may have been skipped, so that of a class that ran in one nobody knows what it asks for in another. */
    private boolean skipsExecutions() {
        return filters.stream().anyMatch(TestFilter::skips);
    }

    /** Returns the top-level classes of which the run has a sign. */
    Set<String> classesRun() {
        return classesRun;
    }

    /** Tells whether no setting chose classes, and all that are known ran: then those that are not known ran as well. */
    boolean ranAllClasses(Set<String> ignoredClasses) {
        return countsForCoverage()
                && !leavesOut(TestFilter.Scope.CLASSES)
                && allEnded()
                && ranKnownClasses(ignoredClasses);
    }

    private boolean ranKnownClasses(Set<String> ignoredClasses) {
        return code.classes().stream().allMatch(name -> ignoredClasses.contains(name) || classesRun.contains(name));
    }

    /** Tells whether nothing at all is missing in this run, apart from other modules. */
    boolean whole(Set<String> ignoredClasses) {
        return ranAllClasses(ignoredClasses)
                && missed.isEmpty()
                && !wentOut()
                && (!classesRun.isEmpty() || code.testClasses().isEmpty())
                && statuses.values().stream().noneMatch(RunSummary::isTrouble)
                && reports.values().stream().allMatch(report -> report.failures() + report.errors() == 0);
    }

    /** Tells whether a test ran in this run, passed, and all that it asked for is known. */
    boolean passedCompletely(String test) {
        return statuses.get(test) == TestStatus.PASSED
                // Not even on a rerun: whether it was the same test that passed, an id that two share does not say.
                && !everFailed.contains(test)
                && !neverEnded.contains(test)
                && !skipsExecutions()
                && replayed()
                && code.edited().isEmpty()
                && missed.stream().noneMatch(miss -> mayBeOf(test, miss.test(), miss.attribution()))
                && live.stream().noneMatch(call -> mayBeOf(test, call.test(), call.attribution()))
                && recorded.stream().noneMatch(call -> mayBeOf(test, call.test(), call.attribution()));
    }

    /** Tells whether a call may be a test's. */
    private static boolean mayBeOf(String test, @Nullable String caller, AttributionConfidence attribution) {
        if (caller == null
                || attribution == AttributionConfidence.NONE
                || attribution == AttributionConfidence.ASSUMED) {
            return true;
        }
        return attribution == AttributionConfidence.EXACT
                ? caller.equals(test)
                : TestName.of(caller).topLevelClass().equals(TestName.of(test).topLevelClass());
    }

    static boolean isTrouble(TestStatus status) {
        return status == TestStatus.FAILED || status == TestStatus.ABORTED;
    }
}
