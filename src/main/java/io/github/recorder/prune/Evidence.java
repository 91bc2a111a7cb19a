package io.github.recorder.prune;

import io.github.recorder.ledger.AttributionConfidence;
import io.github.recorder.ledger.BuildLayout;
import io.github.recorder.ledger.Ledger;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.ProjectModule;
import io.github.recorder.ledger.RecordingFingerprint;
import io.github.recorder.ledger.RecordingsPath;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.ledger.TestClassFinder;
import io.github.recorder.ledger.TestStatus;
import io.github.recorder.ledger.WorkingTree;
import io.github.recorder.prune.MissingProof.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
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

    private final List<Ledger> ofDirectory;
    private final List<TestRun> runs;
    private final List<MissingProof> gaps;
    private final TestCode code;
    private final Set<String> served = new HashSet<>();
    private final Map<String, List<EarlierUse>> earlierUses = new HashMap<>();
    private final Map<String, Set<TestStatus>> statuses = new LinkedHashMap<>();
    private final Map<String, Set<TestStatus>> statusesOfMethods = new HashMap<>();
    private final Map<String, Set<String>> overloadsSeen = new HashMap<>();
    private final Map<String, Set<String>> servedTo = new HashMap<>();
    private final Map<String, Map<String, Set<String>>> servedEarlier = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> holders = new HashMap<>();
    // The empty name represents an unknown or uncertain test.
    private final Map<String, Set<String>> callers = new HashMap<>();
    private final Set<String> unseen = new TreeSet<>();
    private final Set<String> classesWithPasses = new HashSet<>();

    /**
     * A use of a recording in a run of other code.
     *
     * @param ledger the ledger of the run
     * @param test the test that was served; null if it is not certain
     */
    record EarlierUse(Ledger ledger, @Nullable String test) {}

    private Evidence(List<Ledger> ofDirectory, Weighing weighing, TestCode code) {
        this.ofDirectory = ofDirectory;
        this.runs = List.copyOf(weighing.runs);
        this.gaps = List.copyOf(weighing.gaps);
        this.code = code;
        for (Ledger ledger : ofDirectory) {
            boolean current = weighing.isCurrent(ledger);
            uses(ledger).forEach(use -> {
                if (current) {
                    served.addAll(use.recordings());
                } else {
                    EarlierUse earlier = new EarlierUse(ledger, use.test());
                    use.recordings()
                            .forEach(path -> earlierUses
                                    .computeIfAbsent(path, first -> new ArrayList<>())
                                    .add(earlier));
                }
            });
        }
        for (TestRun run : runs) {
            run.outcomes().forEach(this::addOutcome);
            run.events(LedgerEvent.Served.class).forEach(this::addServed);
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

    /** Notes how a test ended, also under its former id. If several tests had one id, all of them must pass. */
    private void addOutcome(TestRun.Outcome outcome) {
        addStatus(outcome.id(), outcome.status());
        String former = outcome.formerId();
        if (former != null) {
            addStatus(former, outcome.status());
            holders.computeIfAbsent(former, first -> new TreeSet<>()).add(outcome.id());
        }
    }

    private void addStatus(String test, TestStatus status) {
        statuses.computeIfAbsent(test, first -> new HashSet<>()).add(status);
        TestName name = TestName.of(test);
        statusesOfMethods
                .computeIfAbsent(name.withoutInvocation(), first -> new HashSet<>())
                .add(status);
        if (!name.parameters().isEmpty()) {
            overloadsSeen
                    .computeIfAbsent(name.plain(), first -> new HashSet<>())
                    .add(name.parameters());
        }
    }

    private void addServed(LedgerEvent.Served event) {
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

    /** Collects the tests that exist and did not pass in any run, each without parameters and invocation. */
    private void addUnseen() {
        Set<String> classesSeen = new HashSet<>();
        statuses.forEach((test, results) -> {
            TestName name = TestName.of(test);
            classesSeen.add(name.topLevelClass());
            if (name.method() != null && results.contains(TestStatus.PASSED)) {
                classesWithPasses.add(name.topLevelClass());
            }
            if (!isPassed(results)) {
                unseen.add(name.plain());
            }
        });
        for (String name : code.classes()) {
            code.testMethods(name).forEach((method, overloads) -> {
                boolean anyIsUnseen = overloads.size() > 1
                        && overloadsSeen.getOrDefault(method, Set.of()).size() < overloads.size();
                if (anyIsUnseen || !isPassed(statusesOfMethods.getOrDefault(method, Set.of()))) {
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
     * Evaluates ledgers.
     *
     * @param recordings the directory, absolute and without links
     * @param ledgers every ledger that was found, including those of other directories
     * @param elsewhere the ids of those runs that belong to other builds: the recordings that they served are needed,
     *     whatever code they cover
     * @param buildStarted when the current build began; its runs cover the current code
     */
    public static Evidence of(
            Path recordings, List<Ledger> ledgers, Set<String> elsewhere, BuildLayout build, Instant buildStarted)
            throws IOException {
        List<Ledger> ofDirectory = ofDirectory(recordings, ledgers, build);
        WorkingTree tree = build.tree();
        Set<String> scanned = ofDirectory.stream()
                .flatMap(ledger -> ledger.events(LedgerEvent.Execution.class).stream())
                .flatMap(execution -> execution.scanned().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        List<ProjectModule> users = build.usersOf(recordings);
        TestCode code = new TestCode(build, users, tree, scanned);
        Weighing weighing = new Weighing(ledgers, elsewhere, tree, code, buildStarted);
        weighing.weigh(recordings, ofDirectory, users, build);
        return new Evidence(ofDirectory, weighing, code);
    }

    private static List<Ledger> ofDirectory(Path recordings, List<Ledger> ledgers, BuildLayout build)
            throws IOException {
        String fromRoot = RecordingsPath.fromRoot(build.root(), recordings);
        Map<String, Ledger> byRun = new TreeMap<>(); // A ledger may be found in two places.
        for (Ledger ledger : ledgers) {
            Path there = Path.of(ledger.header().recordings());
            // In a copy of the build, or on another machine, only the path within the build can be compared.
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

    /** Finds the decisive run of each module, and what is missing. */
    private static final class Weighing {

        private final List<Ledger> all;
        private final Set<String> elsewhere;
        private final WorkingTree tree;
        private final Map<Set<Path>, String> digests = new HashMap<>();
        private final TestCode code;
        private final Instant buildStarted;
        private final List<TestRun> runs = new ArrayList<>();
        private final List<MissingProof> gaps = new ArrayList<>();
        private final Map<String, Optional<MissingProof>> codeGaps = new HashMap<>();

        Weighing(List<Ledger> all, Set<String> elsewhere, WorkingTree tree, TestCode code, Instant buildStarted) {
            this.all = all;
            this.elsewhere = elsewhere;
            this.tree = tree;
            this.code = code;
            this.buildStarted = buildStarted;
        }

        void weigh(Path recordings, List<Ledger> ofDirectory, List<ProjectModule> users, BuildLayout build) {
            if (!recordings.startsWith(build.root())) {
                gaps.add(new MissingProof(
                        Kind.OUTSIDE_BUILD,
                        recordings + " is not below " + build.root() + ", so other builds may use it",
                        "Move it there, or prune with -Drecorder.force"));
            }
            build.modules().stream()
                    .map(ProjectModule::recordings)
                    .filter(other ->
                            !other.equals(recordings) && (other.startsWith(recordings) || recordings.startsWith(other)))
                    .findFirst()
                    .ifPresent(other -> gaps.add(new MissingProof(
                            Kind.NESTED_DIRECTORY,
                            other + " is a recordings directory too, and one of the two is in the other",
                            "Move one of them, or use one directory for both")));
            users.stream().map(ProjectModule::id).distinct().forEach(module -> weigh(module, ofDirectory));
            if (gaps.isEmpty() && runs.stream().noneMatch(TestRun::hasTests)) {
                gaps.add(new MissingProof(
                        Kind.NO_TEST, "No test passed between start and stop", "Run `mvn verify` with the tests"));
            }
        }

        /** Uses the last run of a module that covers this code and left nothing out. */
        private void weigh(String module, List<Ledger> ofDirectory) {
            Map<Instant, List<Ledger>> builds = ofDirectory.stream()
                    .filter(ledger -> ledger.header().module().equals(module)
                            && ledger.header().goal().equals(RunHeader.START))
                    .collect(Collectors.groupingBy(
                            ledger -> ledger.header().buildStarted(), TreeMap::new, Collectors.toList()));
            List<TestRun> latestFirst = new ArrayList<>();
            builds.forEach((started, ledgers) -> latestFirst.add(0, new TestRun(ledgers, executed(module, started))));
            if (latestFirst.isEmpty()) {
                gaps.add(new MissingProof(
                        Kind.MODULE_DID_NOT_RUN,
                        "The module " + module + " uses this directory, and no run of it has left a ledger",
                        "Run `mvn verify` from the root of the whole build"));
                return;
            }
            TestRun best = latestFirst.get(0);
            List<MissingProof> missing = null;
            for (TestRun run : latestFirst) {
                List<MissingProof> ofRun = new ArrayList<>();
                run.ledgers().stream()
                        .flatMap(ledger -> codeGap(ledger).stream())
                        .findFirst()
                        .ifPresent(ofRun::add);
                boolean ofOtherCode = !ofRun.isEmpty();
                ofRun.addAll(run.gaps());
                if (missing == null || ofRun.isEmpty()) {
                    missing = ofRun;
                    best = run;
                }
                boolean onlyFiltered = ofRun.stream().allMatch(gap -> gap.kind() == Kind.FILTERED);
                if (ofRun.isEmpty() || (!ofOtherCode && !onlyFiltered)) {
                    missing = ofRun;
                    break;
                }
            }
            runs.add(best);
            gaps.addAll(missing == null ? List.of() : missing);
        }

        private Set<String> executed(String module, Instant started) {
            return all.stream()
                    .filter(ledger -> ledger.header().module().equals(module)
                            && ledger.header().buildStarted().equals(started))
                    .flatMap(ledger -> ledger.events(LedgerEvent.Execution.class).stream())
                    .map(LedgerEvent.Execution::goal)
                    .collect(Collectors.toSet());
        }

        /** Returns whether the uses in a run count for the current code. */
        boolean isCurrent(Ledger ledger) {
            LedgerEvent.CodeState then = ledger.code();
            return then == null
                    || then.tree().equals(digest(ledger.header()))
                    || elsewhere.contains(ledger.header().run())
                    || ledger.header().goal().equals(RunHeader.RUN)
                    || ledger.header().buildStarted().equals(buildStarted);
        }

        /**
         * Returns the digest of the current code. Like the run of a ledger, it leaves out the recordings of that run's
         * modules.
         */
        private String digest(RunHeader header) {
            Set<Path> directories = header.reactor().stream()
                    .map(module -> Path.of(module.recordings()))
                    .collect(Collectors.toSet());
            return digests.computeIfAbsent(
                    directories, first -> tree.without(first).digest());
        }

        private Optional<MissingProof> codeGap(Ledger ledger) {
            return codeGaps.computeIfAbsent(ledger.header().run(), first -> findCodeGap(ledger));
        }

        private Optional<MissingProof> findCodeGap(Ledger ledger) {
            LedgerEvent.CodeState then = ledger.code();
            RunHeader header = ledger.header();
            if (then != null && !then.tree().equals(digest(header))) {
                return Optional.of(changed(ledger, "Files of the build"));
            }
            if (then == null || header.buildStarted().equals(buildStarted)) {
                return Optional.empty();
            }
            TestClassFinder tests = code.of(header.module());
            if (tests == null || !then.testClasses().equals(tests.digest())) {
                return Optional.of(changed(ledger, "The compiled tests of " + header.module()));
            }
            return ledger.events(LedgerEvent.Execution.class).stream()
                    .flatMap(execution -> execution.snapshots().entrySet().stream())
                    .filter(jar -> !jar.getValue().equals(digest(Path.of(jar.getKey()))))
                    .findFirst()
                    .map(jar -> changed(ledger, jar.getKey()));
        }

        private static MissingProof changed(Ledger ledger, String what) {
            return new MissingProof(
                    Kind.CODE_CHANGED,
                    what + " changed since the run of " + ledger.header().module() + " that started at "
                            + ledger.header().started(),
                    "Run `mvn verify` again");
        }

        private static String digest(Path jar) {
            try {
                return RecordingFingerprint.of(jar.toRealPath()).sha256();
            } catch (IOException gone) {
                return "";
            }
        }
    }

    /** Returns whether each module that uses the directory has a whole run of the current code. */
    public boolean complete() {
        return gaps.isEmpty();
    }

    /** Returns what is missing for the complete proof. */
    public List<MissingProof> gaps() {
        return gaps;
    }

    /** Returns the ledgers of the decisive runs. */
    public List<Ledger> ledgers() {
        return runs.stream().flatMap(run -> run.ledgers().stream()).toList();
    }

    /** Returns the first line of the latest ledger of the directory, which must exist. */
    RunHeader latest() {
        return ofDirectory.get(ofDirectory.size() - 1).header();
    }

    /** Returns the number of ledgers of the directory, whatever code they cover. */
    public int ledgersOfAnyCode() {
        return ofDirectory.size();
    }

    /** Returns the number of tests that passed, without classes. */
    public int tests() {
        return (int) statuses.entrySet().stream()
                .filter(test ->
                        test.getKey().indexOf('#') >= 0 && test.getValue().contains(TestStatus.PASSED))
                .count();
    }

    TestCode code() {
        return code;
    }

    /** Returns whether a recording was part of a response in a run of the current code. */
    boolean served(String path) {
        return served.contains(path);
    }

    /** Returns all recordings that were part of a response in a run of the current code. */
    Set<String> served() {
        return served;
    }

    /** Returns the uses of a recording in runs of other code. */
    List<EarlierUse> earlierUses(String path) {
        return earlierUses.getOrDefault(path, List.of());
    }

    /** Returns the recordings that a test was certainly served; for a class, including those of its tests. */
    Set<String> servedTo(TestName test) {
        Set<String> all = new TreeSet<>(servedTo(idOf(test), servedTo));
        holders.getOrDefault(idOf(test), Set.of()).forEach(holder -> all.addAll(servedTo(holder, servedTo)));
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
        return statuses.getOrDefault(test, Set.of());
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

    /** Returns whether other invocations of a test ran, and all of them passed. */
    boolean isOtherInvocationSeen(TestName test) {
        return !test.invocation().isEmpty()
                && isPassed(statusesOfMethods.getOrDefault(test.withoutInvocation(), Set.of()));
    }

    /** Returns whether a test, or a class around it, was skipped or aborted, or exists and did not run. */
    boolean isUnseen(TestName test) {
        String name = test.className();
        while (name.indexOf('$') > 0 && !unseen.contains(name)) {
            name = name.substring(0, name.lastIndexOf('$'));
        }
        return unseen.contains(name) || unseen.contains(test.plain());
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
        return !runs.isEmpty()
                && runs.stream()
                        .flatMap(run -> run.ledgers().stream())
                        .allMatch(ledger -> now.equals(ledger.present().get(path)));
    }

    /** Returns whether any run, of any code, knew the recording with its current content. */
    boolean knownToAny(String path, RecordingFingerprint now) {
        return ofDirectory.stream()
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
        Set<String> tests = callers.getOrDefault(path, Set.of());
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
