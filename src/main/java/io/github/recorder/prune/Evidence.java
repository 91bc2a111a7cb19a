package io.github.recorder.prune;

import io.github.recorder.ledger.AttributionConfidence;
import io.github.recorder.ledger.Ledger;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.RecordingFingerprint;
import io.github.recorder.ledger.TestStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What ledgers prove of the use of one recordings directory. Immutable once made. */
public final class Evidence {

    /** Gaps that mean that the directory may have recordings of tests of which nothing at all is known. */
    private static final Set<MissingProof.Kind> OTHER_MODULES =
            Set.of(MissingProof.Kind.NO_LEDGER, MissingProof.Kind.MODULE_DID_NOT_RUN, MissingProof.Kind.OUTSIDE_MODULE);

    private final List<RunSummary> runs;
    private final List<RunSummary> proof;
    private final List<Ledger> ofDirectory;
    private final List<MissingProof> gaps;
    private final Set<String> ignoredClasses;
    private final boolean classesWereChosen;

    private final Set<String> served = new HashSet<>();
    private final Set<String> servedEver = new HashSet<>();
    private final Map<String, Set<String>> servedTo = new HashMap<>();
    // An empty name stands for a caller that is not known for sure.
    private final Map<String, Set<String>> askedBy = new HashMap<>();
    private final Map<String, TestStatus> statuses = new LinkedHashMap<>();
    private final SkippedTestSet skipped;
    private final SkippedTestSet skippedEver;
    private final Set<String> classes = new TreeSet<>();
    private final Set<String> classesRun = new HashSet<>();
    private final Set<String> classesSeenTestByTest = new HashSet<>();
    private final Map<String, RunSummary> lastRunOf = new HashMap<>();

    /**
     * Makes the evidence.
     *
     * @param ofDirectory all ledgers of the directory, whatever code they are of
     * @param runs those of the code as it is now, the earliest first
     * @param proof those of the runs that the proof rests on: that ran whole classes in replay mode
     * @param gaps what is missing for the whole proof
     * @param classesWereChosen whether no run ran whatever classes there are, but each those that a setting named, so that
     *     a class that nobody knew of, of a library say, may not have run
     */
    Evidence(
            List<Ledger> ofDirectory,
            List<RunSummary> runs,
            List<RunSummary> proof,
            List<MissingProof> gaps,
            Set<String> ignoredClasses,
            boolean classesWereChosen) {
        this.classesWereChosen = classesWereChosen;
        this.ofDirectory = List.copyOf(ofDirectory);
        this.runs = List.copyOf(runs);
        this.proof = List.copyOf(proof);
        this.gaps = List.copyOf(gaps);
        this.ignoredClasses = Set.copyOf(ignoredClasses);
        Set<String> skippedNow = new HashSet<>();
        Set<String> skippedOnce = new HashSet<>();
        Set<String> ofThisCode =
                this.runs.stream().map(run -> run.header().run()).collect(Collectors.toUnmodifiableSet());
        for (Ledger ledger : ofDirectory) {
            if (!ofThisCode.contains(ledger.header().run())) {
                skippedOnce.addAll(RunSummary.skipped(ledger));
            }
            ledger.events(LedgerEvent.Served.class).forEach(event -> servedEver.addAll(event.recordings()));
        }
        Set<String> shownInReplay = new HashSet<>();
        for (RunSummary run : this.runs) {
            run.addTo(statuses, shownInReplay).forEach(test -> lastRunOf.put(test, run));
            classesRun.addAll(run.classesRun());
            skippedNow.addAll(run.skipped());
            classes.addAll(run.code().classes());
            for (LedgerEvent.Served event : run.ledger().events(LedgerEvent.Served.class)) {
                add(event);
            }
        }
        // Skipped in one run and passed in another, as with shards by tag: what it needs is known.
        skippedOnce.addAll(skippedNow);
        skippedNow.removeIf(test -> statuses.get(test) == TestStatus.PASSED);
        skippedOnce.removeIf(test -> statuses.get(test) == TestStatus.PASSED);
        skipped = new SkippedTestSet(skippedNow);
        skippedEver = new SkippedTestSet(skippedOnce);
        for (String test : statuses.keySet()) {
            TestName name = TestName.of(test);
            if (name.method() != null) {
                classesSeenTestByTest.add(name.topLevelClass());
            }
        }
    }

    private void add(LedgerEvent.Served event) {
        served.addAll(event.recordings());
        String test = event.test();
        for (String path : event.recordings()) {
            if (test != null && event.attribution() == AttributionConfidence.EXACT) {
                servedTo.computeIfAbsent(test, unseen -> new TreeSet<>()).add(path);
                askedBy.computeIfAbsent(path, unseen -> new TreeSet<>()).add(test);
            } else {
                askedBy.computeIfAbsent(path, unseen -> new TreeSet<>()).add("");
            }
        }
    }

    /** Tells whether the runs together are proven to be complete. */
    public boolean complete() {
        return gaps.isEmpty();
    }

    /** Returns what is missing for the whole proof. */
    public List<MissingProof> gaps() {
        return gaps;
    }

    /** Returns the ledgers of the directory that are of the code as it is now, the earliest first. */
    public List<Ledger> ledgers() {
        return runs.stream().map(RunSummary::ledger).toList();
    }

    /** Returns the number of ledgers of the directory, whatever code they are of. */
    public int ledgersOfAnyCode() {
        return ofDirectory.size();
    }

    /** Returns the number of tests, classes not counted, that ran. */
    public int tests() {
        return (int) statuses.entrySet().stream()
                .filter(test -> test.getKey().indexOf('#') >= 0 && test.getValue() != TestStatus.SKIPPED)
                .count();
    }

    /** Tells whether a recording took part in an answer in a run of the code as it is now. */
    boolean served(String path) {
        return served.contains(path);
    }

    /** Tells whether a recording took part in an answer in any run, of whatever code. */
    boolean servedEver(String path) {
        return servedEver.contains(path);
    }

    /** Returns the recordings that a test was certainly answered from. */
    Set<String> servedTo(String test) {
        return servedTo.getOrDefault(test, Set.of());
    }

    /**
     * Returns the new name of a test that is gone: the only test that was answered from its recording, and passed; empty where
     * the test is alive, where several tests ask, or where it is not known for sure who does.
     */
    public Optional<String> successorOf(String test, String path) {
        return complete() && !mayBeUnseen(test)
                ? onlyTestAsking(test, path).filter(only -> statuses.get(only) == TestStatus.PASSED)
                : Optional.empty();
    }

    /**
     * Returns what looks like the new name of a test that is gone, whether or not the runs are complete: it is enough that the class
     * of the test is gone, which no filter, failure or miss can feign.
     */
    public Optional<String> apparentSuccessorOf(String test, String path) {
        boolean ofOthers = gaps.stream().map(MissingProof::kind).anyMatch(OTHER_MODULES::contains);
        boolean classIsGone = !ofOthers && !classes.contains(TestName.of(test).topLevelClass());
        return complete() || classIsGone ? onlyTestAsking(test, path) : Optional.empty();
    }

    private Optional<String> onlyTestAsking(String gone, String path) {
        Set<String> asking = askedBy.getOrDefault(path, Set.of());
        // An id of another form is of other people's tests, which are not gone because they do not run here.
        boolean ofHere = TestName.of(gone).method() != null && !isForeign(gone);
        if (!ofHere || isAlive(gone) || skipped.include(gone) || asking.size() != 1) {
            return Optional.empty();
        }
        String only = asking.iterator().next();
        return TestName.of(only).method() == null ? Optional.empty() : Optional.of(only);
    }

    /** Returns how a test ended last; null where it did not run. */
    @Nullable
    TestStatus status(String test) {
        return statuses.get(test);
    }

    /** Returns the tests that runs of the code as it is now skipped. */
    SkippedTestSet skipped() {
        return skipped;
    }

    /** Returns the tests that any run skipped, of whatever code, unless one of the code as it is now let them pass. */
    SkippedTestSet skippedEver() {
        return skippedEver;
    }

    boolean isIgnored(String test) {
        return ignoredClasses.contains(TestName.of(test).topLevelClass());
    }

    /** Tells whether an id is of others' tests, which no run here can say anything about. */
    boolean isForeign(String test) {
        return !statuses.containsKey(test) && !TestName.of(test).isOfJava();
    }

    /** Tells whether there may be classes that no run has a sign of. */
    boolean mayHaveUnseenClasses() {
        return classesWereChosen;
    }

    /** Tells whether a test may be of a class that no run has a sign of. */
    boolean mayBeUnseen(String test) {
        String name = TestName.of(test).topLevelClass();
        return classesWereChosen && !classes.contains(name) && !classesRun.contains(name);
    }

    /**
     * Tells whether there still is such a test: it ran, or its class was not seen to run test by test, so that nobody can say.
     */
    boolean isAlive(String test) {
        if (statuses.containsKey(test)) {
            return true;
        }
        TestName name = TestName.of(test);
        boolean seen = classesSeenTestByTest.contains(name.topLevelClass());
        return (name.method() == null && seen)
                || (!seen && (classes.contains(name.topLevelClass()) || servedTo.containsKey(test)));
    }

    /** Tells whether a test passed when it ran last, and all that it asked for then is known. */
    boolean passedCompletely(String test) {
        RunSummary last = lastRunOf.get(test);
        return last != null
                && last.passedCompletely(test)
                // What belongs to a class as a whole is asked for by any of its tests.
                && (TestName.of(test).method() != null || (last.countsForCoverage() && last.allEnded()));
    }

    /** Tells whether all runs that the whole proof rests on knew the recording as it is now. */
    boolean knownToProof(String path, RecordingFingerprint now) {
        return !proof.isEmpty()
                && proof.stream()
                        .allMatch(run -> now.equals(run.ledger().present().get(path)));
    }

    /** Tells whether the run in which a test ran last knew the recording as it is now. */
    boolean knownToLastRunOf(String test, String path, RecordingFingerprint now) {
        RunSummary last = lastRunOf.get(test);
        return last != null && now.equals(last.ledger().present().get(path));
    }

    /** Tells whether some run, of whatever code, knew the recording as it is now. */
    boolean knownToAny(String path, RecordingFingerprint now) {
        return ofDirectory.stream()
                .anyMatch(ledger -> now.equals(ledger.present().get(path)));
    }
}
