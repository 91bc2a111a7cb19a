package io.github.recorder.prune;

import io.github.recorder.ledger.AttributionConfidence;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.RecordingFingerprint;
import io.github.recorder.ledger.TestStatus;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tests and recordings of the decisive runs. It grows with their number, not with that of the runs and their
 * events.
 */
final class RunTally {

    private final Set<String> served = new HashSet<>();
    private final Map<String, Set<TestStatus>> statuses = new LinkedHashMap<>();
    private final Map<String, Set<TestStatus>> statusesOfMethods = new HashMap<>();
    private final Map<String, Set<String>> overloadsSeen = new HashMap<>();
    private final Map<String, Set<String>> servedTo = new HashMap<>();
    private final Map<String, Set<String>> holders = new HashMap<>();
    private final Set<String> current = new HashSet<>();
    // The empty name represents an unknown or uncertain test.
    private final Map<String, Set<String>> callers = new HashMap<>();
    private final Map<String, Known> known = new HashMap<>();
    private int ledgers;

    /** A content that recordings had when a run started, and the number of ledgers that say so one after the other. */
    private static final class Known {
        private final RecordingFingerprint content;
        private int ledgers;

        Known(RecordingFingerprint content) {
            this.content = content;
        }
    }

    /** Begins to add the recordings that existed when another run started. */
    void beginLedger() {
        ledgers++;
    }

    /** Adds a recording that existed when the current run started. */
    void addPresent(String path, RecordingFingerprint content) {
        Known same = known.computeIfAbsent(path, first -> new Known(content));
        // One that an earlier ledger has not, or with other content, is not known to all.
        if (same.ledgers == ledgers - 1 && same.content.equals(content)) {
            same.ledgers = ledgers;
        }
    }

    /** Adds recordings that some test requested. */
    void addServed(Collection<String> recordings) {
        served.addAll(recordings);
    }

    /** Adds how a test ended, also under its former id. If several tests had one id, all of them must pass. */
    void addOutcome(TestRun.Outcome outcome) {
        current.add(outcome.id());
        addStatus(outcome.id(), outcome.status());
        String former = outcome.formerId();
        if (former != null) {
            addStatus(former, outcome.status());
            holders.computeIfAbsent(former, first -> new TreeSet<>()).add(outcome.id());
        }
    }

    private void addStatus(String test, TestStatus status) {
        statuses.computeIfAbsent(test, first -> EnumSet.noneOf(TestStatus.class))
                .add(status);
        TestName name = TestName.of(test);
        statusesOfMethods
                .computeIfAbsent(name.withoutInvocation(), first -> EnumSet.noneOf(TestStatus.class))
                .add(status);
        if (!name.parameters().isEmpty()) {
            overloadsSeen
                    .computeIfAbsent(name.plain(), first -> new HashSet<>())
                    .add(name.parameters());
        }
    }

    /** Adds a response to a test of a decisive run. */
    void addServed(LedgerEvent.Served event) {
        String test = event.test();
        boolean sure = test != null
                && (event.attribution() == AttributionConfidence.EXACT
                        || event.attribution() == AttributionConfidence.CLASS);
        String caller = sure && test != null ? test : "";
        servedTo.computeIfAbsent(caller, first -> new TreeSet<>()).addAll(event.recordings());
        String exact = event.attribution() == AttributionConfidence.EXACT ? caller : "";
        served.addAll(event.recordings());
        event.recordings()
                .forEach(path ->
                        callers.computeIfAbsent(path, first -> new TreeSet<>()).add(exact));
    }

    /** Returns all recordings that were part of a response. */
    Set<String> served() {
        return served;
    }

    /** Returns how each test ended, by its id. */
    Map<String, Set<TestStatus>> statuses() {
        return statuses;
    }

    /** Returns how all invocations of a test ended. */
    Set<TestStatus> statusesOfMethod(String test) {
        return statusesOfMethods.getOrDefault(test, Set.of());
    }

    /** Returns the number of overloads of a method that ended in some way. */
    int overloads(String method) {
        return overloadsSeen.getOrDefault(method, Set.of()).size();
    }

    /** Returns the recordings that each test was certainly served. */
    Map<String, Set<String>> servedTo() {
        return servedTo;
    }

    /** Returns the tests that had a test id before ids were unique. */
    Set<String> holders(String formerId) {
        return holders.getOrDefault(formerId, Set.of());
    }

    /** Returns whether some test had an id before ids were unique, and none has it now. */
    boolean isFormerOnly(String id) {
        return holders.containsKey(id) && !current.contains(id);
    }

    /** Returns the tests that were certainly served a recording; the empty name represents any other. */
    Set<String> callers(String path) {
        return callers.getOrDefault(path, Set.of());
    }

    /** Returns whether a recording had a content at the start of all decisive runs. */
    boolean knownToAll(String path, RecordingFingerprint content) {
        Known same = known.get(path);
        return same != null && same.ledgers == ledgers && same.content.equals(content);
    }

    /** Returns whether a recording had a content at the start of a decisive run; it may be false if another had not. */
    boolean knownToAny(String path, RecordingFingerprint content) {
        Known same = known.get(path);
        return same != null && same.content.equals(content);
    }
}
