package io.github.recorder.prune;

import io.github.recorder.ledger.BuildLayout;
import io.github.recorder.ledger.FilterReach;
import io.github.recorder.ledger.Ledger;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.LedgerHead;
import io.github.recorder.ledger.ProjectModule;
import io.github.recorder.ledger.RecordingFingerprint;
import io.github.recorder.ledger.RecordingsPath;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.ledger.TestStatus;
import io.github.recorder.ledger.UnreadableLedgerException;
import io.github.recorder.ledger.WorkingTree;
import io.github.recorder.matching.Isolation;
import io.github.recorder.prune.MissingProof.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The use of one recordings directory, according to ledgers. It is complete if each module that uses the directory has
 * a whole run of the current code: then a test that exists and did not pass there was left out on purpose, and any
 * other test is gone. Immutable.
 */
public final class Evidence {

    private static final String STRICT = Isolation.STRICT.name().toLowerCase(Locale.ROOT);

    private final List<Ledger> ofDirectory;
    private final List<LedgerHead> runs;
    private final List<MissingProof> gaps;
    private final List<RefusedLedger> refused;
    private final List<LedgerHead> named;
    private final TestCode code;
    private final RunTally tally;
    private final Map<String, List<EarlierUse>> earlierUses = new HashMap<>();
    private final Map<String, Map<String, Set<String>>> servedEarlier = new ConcurrentHashMap<>();
    private final Set<String> unseen = new TreeSet<>();
    private final Set<String> reported = new HashSet<>();
    private final Set<String> executions;
    private final Set<String> classesWithPasses = new HashSet<>();

    /**
     * A use of a recording in a run of other code.
     *
     * @param ledger the ledger of the run
     * @param test the test that was served; null if it is not certain
     */
    record EarlierUse(Ledger ledger, @Nullable String test) {}

    private Evidence(List<Ledger> ofDirectory, EvidenceWeighing weighing, CurrentCode current, TestCode code) {
        this.ofDirectory = ofDirectory;
        this.runs = weighing.runs();
        this.gaps = weighing.gaps();
        this.refused = weighing.refused();
        this.named = weighing.named();
        this.code = code;
        this.tally = weighing.tally();
        this.executions = weighing.executions();
        for (Ledger ledger : ofDirectory) {
            boolean isCurrent = current.isOf(ledger);
            uses(ledger).forEach(use -> {
                if (isCurrent) {
                    tally.addServed(use.recordings());
                } else {
                    EarlierUse earlier = new EarlierUse(ledger, use.test());
                    use.recordings()
                            .forEach(path -> earlierUses
                                    .computeIfAbsent(path, first -> new ArrayList<>())
                                    .add(earlier));
                }
            });
        }
        addUnseen();
    }

    /** The recordings that a test requested: those it was served, and those that were written for it. */
    private record Use(@Nullable String test, List<String> recordings) {}

    private static Stream<Use> uses(Ledger ledger) {
        return Stream.concat(
                ledger.events(LedgerEvent.Served.class).stream()
                        .map(event -> new Use(event.test(), event.recordings())),
                ledger.events(LedgerEvent.Recorded.class).stream()
                        .map(event -> new Use(event.test(), List.of(event.recording()))));
    }

    /** Collects the tests that exist and did not pass in any run, each without parameters and invocation. */
    private void addUnseen() {
        Set<String> classesSeen = new HashSet<>();
        tally.statuses().forEach((test, results) -> {
            TestName name = TestName.of(test);
            classesSeen.add(name.topLevelClass());
            if (name.method() != null || results.contains(TestStatus.SKIPPED)) {
                reported.add(name.plain());
            }
            if (name.method() != null && results.contains(TestStatus.PASSED)) {
                classesWithPasses.add(name.topLevelClass());
            }
            if (!isPassed(results)) {
                unseen.add(name.plain());
            }
        });
        for (String name : code.classes()) {
            code.testMethods(name).forEach((method, overloads) -> {
                boolean anyIsUnseen = overloads.size() > 1 && tally.overloads(method) < overloads.size();
                if (anyIsUnseen || !isPassed(tally.statusesOfMethod(method))) {
                    unseen.add(method);
                }
            });
            if (!classesSeen.contains(name)) {
                unseen.add(name);
            }
        }
    }

    private static boolean isPassed(Set<TestStatus> results) {
        return results.equals(Set.of(TestStatus.PASSED));
    }

    /**
     * Evaluates the ledgers of one checkout.
     *
     * @param recordings the directory, absolute and without links
     * @param ledgers every ledger that was found, including those of other directories
     * @param buildStarted when the current build began; its runs cover the current code
     */
    public static Evidence of(Path recordings, List<Ledger> ledgers, BuildLayout build, Instant buildStarted)
            throws IOException, UnreadableLedgerException {
        return of(recordings, ledgers, JobLedgers.NONE, Set.of(), build, buildStarted);
    }

    /**
     * Evaluates ledgers.
     *
     * @param jobs the ledgers that the user names: the recordings that these runs served are needed, whatever code they
     *     cover
     * @param ignoredClasses binary names of test classes that no run is expected to run
     * @throws UnreadableLedgerException if one of the named ledgers is damaged
     */
    static Evidence of(
            Path recordings,
            List<Ledger> ledgers,
            JobLedgers jobs,
            Set<String> ignoredClasses,
            BuildLayout build,
            Instant buildStarted)
            throws IOException, UnreadableLedgerException {
        List<Ledger> ofDirectory = ofDirectory(recordings, ledgers, build);
        WorkingTree tree = build.tree().withoutFiles(jobs.files());
        Set<String> scanned = ofDirectory.stream()
                .flatMap(ledger -> ledger.events(LedgerEvent.Execution.class).stream())
                .flatMap(execution -> execution.scanned().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        List<ProjectModule> users = build.usersOf(recordings);
        TestCode code = new TestCode(build, users, tree, scanned);
        CurrentCode current = new CurrentCode(tree, code, buildStarted);
        EvidenceWeighing weighing = new EvidenceWeighing(recordings, build, users, code, current, ignoredClasses);
        weighing.weigh(ledgers, ofDirectory, jobs);
        return new Evidence(ofDirectory, weighing, current, code);
    }

    private static List<Ledger> ofDirectory(Path recordings, List<Ledger> ledgers, BuildLayout build)
            throws IOException {
        String fromRoot = RecordingsPath.fromRoot(build.root(), recordings);
        Map<String, Ledger> byRun = new TreeMap<>(); // A ledger may be found in two places.
        for (Ledger ledger : ledgers) {
            Path there = Path.of(ledger.header().recordings());
            // In a copy of the build only the path within the build can be compared.
            boolean same = there.equals(recordings)
                    || (fromRoot != null
                            && fromRoot.equals(ledger.header().recordingsFromRoot())
                            && !Files.isDirectory(there));
            if (same) {
                byRun.merge(
                        ledger.header().run(),
                        ledger,
                        (one, other) -> one.end() == null && other.end() != null ? other : one);
            }
        }
        return byRun.values().stream()
                .sorted(Comparator.comparing(ledger -> ledger.header().started()))
                .toList();
    }

    /** Returns whether each module that uses the directory has a whole run of the current code. */
    public boolean complete() {
        return gaps.isEmpty();
    }

    /** Returns what is missing for the complete proof. */
    public List<MissingProof> gaps() {
        return gaps;
    }

    /** Returns the ledgers that the user named and that prove nothing, though the recordings they saw served stay. */
    public List<RefusedLedger> refused() {
        return refused;
    }

    /** Returns the ledgers of the decisive runs. */
    public List<LedgerHead> ledgers() {
        return runs;
    }

    /** Returns the first line of the latest ledger of the directory, or of a named one; there must be one. */
    RunHeader latest() {
        if (!runs.isEmpty()) {
            return runs.get(runs.size() - 1).header();
        }
        return ofDirectory.isEmpty()
                ? named.get(0).header()
                : ofDirectory.get(ofDirectory.size() - 1).header();
    }

    /** Returns the number of ledgers of the directory, whatever code they cover. */
    public int ledgersOfAnyCode() {
        return ofDirectory.size() + named.size();
    }

    /** Returns the number of tests that passed, without classes. */
    public int tests() {
        return (int) tally.statuses().entrySet().stream()
                .filter(test ->
                        test.getKey().indexOf('#') >= 0 && test.getValue().contains(TestStatus.PASSED))
                .count();
    }

    /** Returns the executions of test plugins that the decisive runs had between start and stop. */
    Set<String> executions() {
        return executions;
    }

    /** Returns whether a test may be served recordings of another one, in any of the decisive runs. */
    boolean lendsRecordings() {
        return runs.stream().anyMatch(run -> !run.header().isolation().equals(STRICT));
    }

    /**
     * Returns a setting of an earlier run under which tests may have requested what they do not in the decisive runs,
     * as the user wrote it: an execution that these do not have, or a filter that does more than select tests.
     */
    Optional<String> settingsOnlyOf(Ledger ledger) {
        RunHeader then = ledger.header();
        Set<String> now = runs.stream()
                .flatMap(run -> Stream.concat(run.header().executions().stream(), run.header().filters().stream()))
                .collect(Collectors.toSet());
        return Stream.concat(
                        then.executions().stream(),
                        then.filters().stream()
                                .filter(filter -> then.reach() == FilterReach.ANYTHING || filter.startsWith("-P")))
                .filter(setting -> !now.contains(setting))
                .findFirst();
    }

    TestCode code() {
        return code;
    }

    /** Returns whether a recording was part of a response in a run of the current code. */
    boolean served(String path) {
        return tally.served().contains(path);
    }

    /** Returns all recordings that were part of a response in a run of the current code. */
    Set<String> served() {
        return tally.served();
    }

    /** Returns the uses of a recording in runs of other code. */
    List<EarlierUse> earlierUses(String path) {
        return earlierUses.getOrDefault(path, List.of());
    }

    /** Returns the recordings that a test was certainly served; for a class, including those of its tests. */
    Set<String> servedTo(TestName test) {
        Set<String> all = new TreeSet<>(servedTo(idOf(test), tally.servedTo()));
        tally.holders(idOf(test)).forEach(holder -> all.addAll(servedTo(holder, tally.servedTo())));
        return all;
    }

    private static String idOf(TestName test) {
        return test.withoutInvocation() + test.invocation();
    }

    /** Returns the recordings that a test certainly requested in one earlier run. */
    Set<String> servedTo(String test, Ledger ledger) {
        return servedTo(test, servedEarlier.computeIfAbsent(ledger.header().run(), run -> {
            Map<String, Set<String>> byTest = new HashMap<>();
            uses(ledger)
                    .forEach(use -> byTest.computeIfAbsent(String.valueOf(use.test()), first -> new TreeSet<>())
                            .addAll(use.recordings()));
            return byTest;
        }));
    }

    private static Set<String> servedTo(String test, Map<String, Set<String>> byTest) {
        if (test.indexOf('#') >= 0) {
            return byTest.getOrDefault(test, Set.of());
        }
        Set<String> all = new TreeSet<>();
        byTest.forEach((caller, recordings) -> {
            if (caller.equals(test) || caller.startsWith(test + "#") || caller.startsWith(test + "$")) {
                all.addAll(recordings);
            }
        });
        return all;
    }

    /** Returns how a test ended in all executions that contain it; empty if none does. */
    Set<TestStatus> statuses(String test) {
        return tally.statuses().getOrDefault(test, Set.of());
    }

    /** Returns whether a test ran, and passed in every execution; for a class, whether nothing in it was left out. */
    boolean isSeen(TestName test) {
        if (test.method() == null) {
            return isClassSeen(test.topLevelClass())
                    && unseen.stream()
                            .noneMatch(name -> TestName.of(name).topLevelClass().equals(test.topLevelClass()));
        }
        // An id without parameter types may belong to any overload.
        boolean anOverloadIsUnseen = test.parameters().isEmpty() && unseen.contains(test.plain());
        return isPassed(statuses(idOf(test))) && !anOverloadIsUnseen;
    }

    /** Returns whether an id is only the former one of tests that have another one now. */
    boolean isFormerOnly(String id) {
        return tally.isFormerOnly(id);
    }

    /** Returns whether a decisive run reported a test, or skipped a class around it. */
    boolean isReported(TestName test) {
        return isInOrAround(test, reported);
    }

    /** Returns whether other invocations of a test ran, and all of them passed. */
    boolean isOtherInvocationSeen(TestName test) {
        return !test.invocation().isEmpty() && isPassed(tally.statusesOfMethod(test.withoutInvocation()));
    }

    /** Returns whether a test, or a class around it, was skipped or aborted, or exists and did not run. */
    boolean isUnseen(TestName test) {
        return isInOrAround(test, unseen);
    }

    /** Returns whether some names, without parameters and invocations, have a test or a class around it. */
    private static boolean isInOrAround(TestName test, Set<String> names) {
        String name = test.className();
        while (name.indexOf('$') > 0 && !names.contains(name)) {
            name = name.substring(0, name.lastIndexOf('$'));
        }
        return names.contains(name) || names.contains(test.plain());
    }

    /**
     * Returns the tests that exist and did not pass, and classes without any reported test; without parameters and
     * invocations.
     */
    Set<String> unseen() {
        return unseen;
    }

    /** Returns whether a test of a class ran and passed. */
    boolean isClassSeen(String topLevelClass) {
        return classesWithPasses.contains(topLevelClass);
    }

    /**
     * Returns whether two tests, without parameters and invocations, existed at the same time according to an earlier
     * ledger.
     */
    boolean wereSeenTogether(String one, String other) {
        return ofDirectory.stream().anyMatch(ledger -> {
            Set<String> tests = ledger.events(LedgerEvent.TestFinished.class).stream()
                    .map(event -> TestName.of(event.test()).plain())
                    .collect(Collectors.toSet());
            return tests.contains(one) && tests.contains(other);
        });
    }

    /** Returns whether all decisive runs knew the recording with its current content. */
    boolean knownToRuns(String path, RecordingFingerprint now) {
        return !runs.isEmpty() && tally.knownToAll(path, now);
    }

    /** Returns whether any run, of any code, knew the recording with its current content. */
    boolean knownToAny(String path, RecordingFingerprint now) {
        return tally.knownToAny(path, now)
                || ofDirectory.stream()
                        .anyMatch(ledger -> now.equals(ledger.present().get(path)));
    }

    /**
     * Returns the new name of a test that is gone: the only test that was served its recording, and passed; empty if
     * the test exists, if several tests were served, or if it is not certain which.
     */
    public Optional<String> successorOf(String test, String path) {
        return complete() ? onlyCaller(test, path).filter(only -> isPassed(statuses(only))) : Optional.empty();
    }

    /**
     * Returns the probable new name of a test that is gone. The evidence may be incomplete: it is enough that the class
     * of the test is gone.
     */
    public Optional<String> apparentSuccessorOf(String test, String path) {
        boolean classIsGone = !code.mayExist(TestName.of(TestName.of(test).topLevelClass()))
                && code.otherPlace(TestName.of(test).topLevelClass()).isEmpty()
                && gaps.stream().noneMatch(gap -> gap.kind() == Kind.MODULE_DID_NOT_RUN);
        return complete() || classIsGone ? onlyCaller(test, path) : Optional.empty();
    }

    private Optional<String> onlyCaller(String gone, String path) {
        TestName name = TestName.of(gone);
        Set<String> tests = tally.callers(path);
        // An id of another form belongs to tests of other tools, whose absence here means nothing.
        boolean ofHere = name.method() != null && name.isOfJava();
        if (!ofHere || tests.size() != 1 || !statuses(gone).isEmpty() || isUnseen(name)) {
            return Optional.empty();
        }
        String only = tests.iterator().next();
        boolean invocationGone = isOtherInvocationSeen(name);
        return only.indexOf('#') < 0 || (code.mayExist(name) && !invocationGone) ? Optional.empty() : Optional.of(only);
    }
}
