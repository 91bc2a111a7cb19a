package io.github.recorder.prune;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.git.FileHistory;
import io.github.recorder.git.GitRepository;
import io.github.recorder.ledger.Ledger;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.RecordingFingerprint;
import io.github.recorder.matching.Digest;
import io.github.recorder.matching.JsonDifferences;
import io.github.recorder.matching.TestId;
import io.github.recorder.progress.TimedProgress;
import io.github.recorder.prune.Verdict.Reason;
import io.github.recorder.recording.CorruptRecordingException;
import io.github.recorder.recording.RecordingHead;
import io.github.recorder.store.RecordingArchive;
import io.github.recorder.store.RecordingFiles;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides on each recording. A served recording is kept. Any other is kept too, unless there is a reason why nothing
 * requests it any more: its test is gone; or its test ran and requested something else in its place; or its test
 * changed since it was last served the recording. It is no such reason that an unchanged test requests less than
 * before.
 */
public final class PrunePlanner {

    private static final int MOST_POINTERS = 10;

    private final RecordingFiles files;
    private final Evidence evidence;
    private final TestCode code;
    private final boolean forced;
    private final List<PathMatcher> keep;
    private final Optional<GitRepository> git;
    private final TimedProgress progress;
    private TimedProgress.Step judging;
    private @Nullable FileHistory history;
    private final RequestComparison comparison;
    private final Map<String, Optional<RequestKey>> keys = new ConcurrentHashMap<>();
    /** {@link RequestKey#same} of each served recording that was read. */
    private final Map<String, Digest> same = new ConcurrentHashMap<>();

    private final Map<String, Set<String>> knownToRuns = new ConcurrentHashMap<>();
    private final Map<String, List<Unserved>> unservedOf = new HashMap<>();
    private final Set<String> unseenClasses = new TreeSet<>();
    private final Set<String> unseenWithoutRecordings = new TreeSet<>();
    private final Set<String> goneClassesThatMayBeRenamed = new HashSet<>();
    private @Nullable String possibleBorrower;
    private @Nullable String possibleUserOfShared;

    private PrunePlanner(
            RecordingFiles files,
            Evidence evidence,
            RequestComparison comparison,
            PlanOptions options,
            TimedProgress progress) {
        this.progress = progress;
        this.judging = progress.begin(0, "");
        this.files = files;
        this.comparison = comparison;
        this.evidence = evidence;
        this.code = evidence.code();
        this.forced = options.forced();
        this.keep = options.keep().stream()
                .map(pattern -> FileSystems.getDefault().getPathMatcher("glob:" + pattern))
                .toList();
        this.git = GitRepository.of(files.directory());
    }

    /**
     * The inputs of a plan other than the evidence.
     *
     * @param forced whether the proof is not required; recordings that any run ever served are kept even then
     * @param keep globs of recordings that are kept, relative to the directory
     * @param ignoredClasses binary names of test classes that no run is expected to run
     */
    public record PlanOptions(boolean forced, List<String> keep, Set<String> ignoredClasses) {}

    /**
     * Creates the plan for a directory. Changes nothing.
     *
     * @param progress how far the reading and the judging are
     */
    static PrunePlan plan(
            RecordingFiles files,
            Evidence evidence,
            RequestComparison comparison,
            PlanOptions options,
            TimedProgress progress) {
        return new PrunePlanner(files, evidence, comparison, options, progress).plan(options);
    }

    private PrunePlan plan(PlanOptions options) {
        List<String> all = files.paths();
        List<String> unused =
                all.stream().filter(path -> !evidence.served(path)).toList();
        TimedProgress.Step reading = progress.begin(unused.size(), "unused recordings read");
        List<Unserved> unserved = unused.parallelStream()
                .map(path -> {
                    Unserved read = read(path);
                    reading.count();
                    return read;
                })
                .toList();
        judging = progress.begin(unused.size(), "unused recordings judged");
        prepare(unserved, options.ignoredClasses());
        List<Judged> judged =
                unservedOf.values().parallelStream().flatMap(this::ofOneTest).toList();
        Map<Digest, List<RequestKey>> served = servedLike(judged);
        List<Verdict> verdicts = new ArrayList<>(judged.parallelStream()
                .map(each -> each.verdict().reason().isStale() ? last(each, served) : each.verdict())
                .toList());
        verdicts.sort(Comparator.comparing(Verdict::test, Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(Verdict::path));
        List<String> own =
                all.stream().filter(path -> files.archive(path) == null).toList();
        return new PrunePlan(
                files.directory(),
                own.size(),
                (int) own.stream().filter(evidence::served).count(),
                verdicts.stream()
                        .filter(verdict -> files.archive(verdict.path()) == null)
                        .toList(),
                evidence,
                forced,
                files.archives().stream()
                        .map(archive -> ofArchive(archive, verdicts))
                        .toList());
    }

    private ArtifactVerdicts ofArchive(RecordingArchive archive, List<Verdict> verdicts) {
        List<String> covered = archive.paths().stream()
                .filter(path -> files.archive(path) != archive)
                .sorted()
                .toList();
        return new ArtifactVerdicts(
                archive.name(),
                archive.paths().size(),
                (int) archive.paths().stream()
                        .filter(path -> files.archive(path) == archive && evidence.served(path))
                        .count(),
                verdicts.stream()
                        .filter(verdict -> files.archive(verdict.path()) == archive)
                        .toList(),
                covered);
    }

    /** Judges the recordings of one test, and forgets the keys that only they are compared with, which are large. */
    private Stream<Judged> ofOneTest(List<Unserved> unserved) {
        List<Judged> judged = unserved.stream().map(this::judged).toList();
        String test = unserved.get(0).test();
        keys.keySet().removeAll(test == null ? evidence.served() : evidence.servedTo(TestName.of(test)));
        return judged.stream();
    }

    private Judged judged(Unserved file) {
        Judged judged = new Judged(file, verdict(file));
        judging.count();
        return judged;
    }

    /** Returns the keys of the served recordings whose request may be that of a stale one. */
    private Map<Digest, List<RequestKey>> servedLike(List<Judged> judged) {
        Set<Digest> stale = judged.stream()
                .filter(each -> each.verdict().reason().isStale())
                .flatMap(each -> Stream.ofNullable(each.file().key()))
                .map(RequestKey::same)
                .collect(Collectors.toSet());
        if (stale.isEmpty()) {
            return Map.of();
        }
        return evidence.served().parallelStream()
                .filter(path -> !same.containsKey(path) || stale.contains(same.get(path)))
                .flatMap(path -> readKey(path).stream())
                .filter(key -> stale.contains(key.same()))
                .collect(Collectors.groupingBy(RequestKey::same));
    }

    private void prepare(List<Unserved> unserved, Set<String> ignoredClasses) {
        unserved.forEach(file -> unservedOf
                .computeIfAbsent(String.valueOf(file.test()), first -> new ArrayList<>())
                .add(file));
        Set<TestName> names = unserved.stream()
                .map(Unserved::test)
                .filter(Objects::nonNull)
                .map(TestName::of)
                .filter(TestName::isOfJava)
                .collect(Collectors.toSet());
        NavigableSet<String> owners = new TreeSet<>();
        names.forEach(name -> owners.add(name.plain()));
        evidence.unseen().stream()
                .filter(test -> !owners.contains(test) && !hasAnyBelow(owners, test))
                .forEach(unseenWithoutRecordings::add);
        Set<String> silent = evidence.unseen().stream()
                .filter(test -> isLeftOutSilently(TestName.of(test), ignoredClasses))
                .collect(Collectors.toCollection(TreeSet::new));
        Optional<String> ofSuite = suiteWithFilter(ignoredClasses);
        possibleBorrower = evidence.lendsRecordings()
                ? silent.stream()
                        .filter(unseenWithoutRecordings::contains)
                        .map(test -> test + ", which did not run here and has no recordings of its own,")
                        .findFirst()
                        .or(() -> ofSuite)
                        .orElse(null)
                : null;
        possibleUserOfShared = evidence.unseen().stream()
                .filter(test -> silent.contains(test) || evidence.isReported(TestName.of(test)))
                .findFirst()
                .or(() -> ofSuite)
                .orElse(null);
        names.stream()
                .map(TestName::topLevelClass)
                .distinct()
                .filter(name -> !evidence.isClassSeen(name) && !ignoredClasses.contains(name))
                .filter(name -> code.mayExist(TestName.of(name)))
                .forEach(unseenClasses::add);
        names.stream()
                .filter(name -> name.method() != null && !classMayExist(name))
                .filter(name -> unseenOfMethod(name).isPresent())
                .forEach(name -> goneClassesThatMayBeRenamed.add(name.topLevelClass()));
    }

    /** Returns the tests that a suite leaves out, in words, of the first one that has a filter. */
    private Optional<String> suiteWithFilter(Set<String> ignoredClasses) {
        return code.classes().stream()
                .filter(name -> !ignoredClasses.contains(name))
                .filter(name -> code.mayLeaveOutSilently(name) && code.mayBeRunBy(evidence.executions(), name))
                .map(name -> "a test that the filter of " + name + " leaves out")
                .findFirst();
    }

    /** Returns whether an execution left a test out silently, as it does by tags, so that it may run elsewhere. */
    private boolean isLeftOutSilently(TestName test, Set<String> ignoredClasses) {
        String method = test.method();
        // A helper class is no test. Features of Spock are reported under other names.
        boolean isTest = method == null ? code.mayHaveUnknownTests(test.topLevelClass()) : !method.startsWith("$");
        return isTest
                && !ignoredClasses.contains(test.topLevelClass())
                && !evidence.isReported(test)
                && code.mayBeRunBy(evidence.executions(), test.topLevelClass());
    }

    /** Returns whether some tests belong to a class, or to one nested in it. */
    private static boolean hasAnyBelow(NavigableSet<String> tests, String className) {
        return Stream.of("#", "$").anyMatch(separator -> {
            String next = tests.higher(className + separator);
            return next != null && next.startsWith(className + separator);
        });
    }

    private boolean classMayExist(TestName test) {
        return code.mayExist(TestName.of(test.topLevelClass()));
    }

    /** Returns a sentence on a test's class if no module that uses the directory has it; empty if it is nowhere. */
    private Optional<String> otherPlace(TestName test) {
        return classMayExist(test) ? Optional.empty() : code.otherPlace(test.topLevelClass());
    }

    private Unserved read(String path) {
        try {
            RecordingHead head = files.head(path);
            String test = head.testId() == null ? null : TestId.ascii(head.testId());
            return new Unserved(path, test, key(head).orElse(null), null);
        } catch (CorruptRecordingException problem) {
            return new Unserved(path, null, null, problem.reason());
        } catch (IOException problem) {
            return new Unserved(path, null, null, "it cannot be read: " + FileFailure.reason(problem));
        }
    }

    private Optional<RequestKey> key(String path) {
        return keys.computeIfAbsent(path, this::readKey);
    }

    private Optional<RequestKey> readKey(String path) {
        try {
            Optional<RequestKey> key = key(files.head(path));
            key.ifPresent(read -> same.put(path, read.same()));
            return key;
        } catch (IOException | CorruptRecordingException gone) {
            return Optional.empty(); // It was served, and no longer exists.
        }
    }

    private Optional<RequestKey> key(RecordingHead head) {
        String test = head.testId() == null ? null : TestId.ascii(head.testId());
        return comparison.form(head.request()).map(form -> RequestKey.of(test, form));
    }

    private Verdict verdict(Unserved file) {
        if (keep.stream().anyMatch(pattern -> pattern.matches(Path.of(file.path())))) {
            return file.kept(Reason.KEPT_BY_PATTERN, "<keep> names it");
        }
        String problem = file.problem();
        if (problem != null) {
            return file.kept(Reason.NOT_A_RECORDING, "no recording: " + problem);
        }
        RequestKey key = file.key();
        if (key == null) {
            return file.kept(Reason.NOT_SERVABLE, "nothing can request it over HTTP");
        }
        Verdict verdict = file.test() == null ? shared(file, key) : ofTest(file, TestName.of(file.test()), key);
        if (verdict.reason().isStale()
                && forced
                && !evidence.earlierUses(file.path()).isEmpty()) {
            return file.kept(Reason.SERVED_EARLIER, "a run of other code was answered from it");
        }
        String borrower = possibleBorrower;
        if (verdict.reason().isStale() && borrower != null) {
            return file.kept(
                    Reason.TEST_DID_NOT_RUN,
                    borrower + " may request it; if not, name its class in <ignoredTestClasses>");
        }
        Optional<String> below = verdict.reason().isStale() ? artifactBelow(file.path()) : Optional.empty();
        if (below.isPresent()) {
            return file.kept(
                    Reason.NOT_PROVEN,
                    "without it, the recording at the same path in " + below.get() + " would be served in its place");
        }
        return verdict;
    }

    /** Returns an artifact, below the layer that holds a recording, that has another one at its path. */
    private Optional<String> artifactBelow(String path) {
        RecordingArchive own = files.archive(path);
        return files.archives().stream()
                .filter(archive -> archive != own && archive.paths().contains(path))
                .map(RecordingArchive::name)
                .findFirst();
    }

    /** Reexamines a recording that seems stale. */
    private Verdict last(Judged judged, Map<Digest, List<RequestKey>> served) {
        Unserved file = judged.file();
        RequestKey key = file.key();
        return key != null
                        && served.getOrDefault(key.same(), List.of()).stream().anyMatch(key::isSameAs)
                ? file.kept(Reason.REQUEST_SERVED, "a test was answered to the same request from another recording")
                : unlessChanged(file, judged.verdict());
    }

    private Verdict shared(Unserved file, RequestKey key) {
        String left = possibleUserOfShared;
        return left == null
                ? unrequested(file, key, evidence.served())
                : file.kept(
                        Reason.TEST_DID_NOT_RUN,
                        "for all tests, and " + left + " did not run between start and stop; its run would tell");
    }

    private Verdict ofTest(Unserved file, TestName test, RequestKey key) {
        if (!test.isOfJava()) {
            return file.kept(
                    Reason.NOT_PROVEN,
                    "its id is of a suite or of no Java test, and prune cannot tell whether that test exists; delete it"
                            + " yourself if not");
        }
        if (evidence.isSeen(test)) {
            return unrequested(file, key, evidence.servedTo(test));
        }
        if (evidence.isUnseen(test)) {
            return file.kept(Reason.TEST_DID_NOT_RUN, "its test is there and did not run here; its run would tell");
        }
        if (evidence.isOtherInvocationSeen(test)
                && evidence.statuses(String.valueOf(file.test())).isEmpty()) {
            return earlierUseThatStands(file, null).orElseGet(() -> invocationGone(file, test));
        }
        if (code.mayExist(test)) {
            return file.kept(Reason.TEST_DID_NOT_RUN, "its test is there and did not run here; its run would tell");
        }
        return gone(file, test);
    }

    private Verdict invocationGone(Unserved file, TestName test) {
        if (code.readsSettings(test.topLevelClass())) {
            return file.kept(
                    Reason.NOT_PROVEN,
                    "its test ran without this invocation, but its class reads the environment, so the test may have it"
                            + " elsewhere; delete it yourself if not");
        }
        return history().isOfCurrentCode(file.path())
                ? file.kept(
                        Reason.NOT_PROVEN,
                        "its test ran without this invocation, but no code changed since the recording was committed,"
                                + " so the test may have it at another time")
                : file.stale(Reason.TEST_GONE, "its test ran without this invocation");
    }

    private Verdict gone(Unserved file, TestName test) {
        Optional<String> place = otherPlace(test);
        if (place.isPresent()) {
            return file.kept(Reason.TEST_MOVED, place.get());
        }
        Optional<String> renamed = renamed(file, test);
        if (renamed.isPresent()) {
            return file.kept(
                    Reason.TEST_DID_NOT_RUN,
                    "its test is gone, and " + renamed.get() + ", which did not run here, may be its new name");
        }
        return earlierUseThatStands(file, null)
                .orElseGet(() -> file.stale(Reason.TEST_GONE, "no module of this build has such a test any more"));
    }

    /**
     * Returns a test that did not run and may be the new name of one that is gone. A test with recordings of its own is
     * never a candidate.
     */
    private Optional<String> renamed(Unserved file, TestName gone) {
        if (!classMayExist(gone)) {
            return gone.method() == null
                    ? Optional.of(gone.topLevelClass()).filter(goneClassesThatMayBeRenamed::contains)
                    : unseenOfMethod(gone);
        }
        return unseenWithoutRecordings.stream()
                .filter(unseen -> TestName.of(unseen).topLevelClass().equals(gone.topLevelClass()))
                .filter(unseen -> !evidence.isFormerOnly(unseen))
                .filter(unseen -> !wereTogether(file, gone, TestName.of(unseen)))
                .findFirst();
    }

    private Optional<String> unseenOfMethod(TestName gone) {
        String end = "#" + gone.method();
        return unseenWithoutRecordings.stream()
                .filter(unseen -> unseen.endsWith(end))
                .findFirst();
    }

    private boolean wereTogether(Unserved file, TestName gone, TestName unseen) {
        String one = gone.method();
        String other = unseen.method();
        return evidence.wereSeenTogether(gone.plain(), unseen.plain())
                || (one != null && other != null && areDeclared(file, gone, List.of(one, other)));
    }

    /** Whether the sources of a test declared some methods when its recording was committed. */
    private boolean areDeclared(Unserved file, TestName test, List<String> methods) {
        return history()
                .addedBy(file.path())
                .filter(commit -> git.isPresent()
                        && code.sourceNames(test.topLevelClass()).stream()
                                .anyMatch(source -> git.get().declaredTogether(commit, source, methods)))
                .isPresent();
    }

    /**
     * Judges a recording whose test ran.
     *
     * @param now the recordings that its test was served
     */
    private Verdict unrequested(Unserved file, RequestKey key, Set<String> now) {
        Optional<Verdict> stands = earlierUseThatStands(file, key);
        if (stands.isPresent()) {
            return stands.get();
        }
        List<Evidence.EarlierUse> uses = evidence.earlierUses(file.path());
        boolean usedBefore = !uses.isEmpty();
        Set<String> newer = now.stream()
                .filter(path ->
                        uses.stream().noneMatch(use -> knownTo(use.ledger()).contains(path)))
                .collect(Collectors.toCollection(TreeSet::new));
        Optional<Verdict> superseded = superseded(file, key, ofDirectory(newer));
        Optional<Verdict> inArtifact = superseded.isPresent() ? Optional.empty() : superseded(file, key, newer);
        if (inArtifact.isPresent()) {
            return file.kept(
                    Reason.NOT_PROVEN,
                    "its test requested " + inArtifact.get().supersededBy()
                            + " this time, but nothing tells how old the"
                            + " recordings of an artifact are, so it may request either; delete it yourself if not");
        }
        if (superseded.isEmpty()) {
            return usedBefore
                    ? file.stale(Reason.UNUSED, "its test changed since it was last answered from it")
                    : file.kept(
                            Reason.NOT_PROVEN,
                            "its test ran and requested nothing in its place; its earlier requests are unknown, and"
                                    + " only a ledger of them would tell");
        }
        if (!usedBefore && !unseenClasses.isEmpty()) {
            return file.kept(
                    Reason.NOT_PROVEN,
                    "its test may request it when " + unseenClasses.iterator().next()
                            + " runs again, which has recordings and did not run here; if not, name it in"
                            + " <ignoredTestClasses>");
        }
        Verdict verdict = superseded.get();
        String other = Objects.requireNonNull(verdict.supersededBy());
        if (!usedBefore && files.archive(file.path()) != null) {
            return file.kept(
                    Reason.NOT_PROVEN,
                    "its test requested " + other + " this time, but git does not know how old the recordings of an"
                            + " artifact are, so it may request either; only a ledger would tell");
        }
        if (!usedBefore && history().areOfSameCode(file.path(), other)) {
            return file.kept(
                    Reason.NOT_PROVEN,
                    "its test requested " + other + " this time, but both are recordings of the same code as far as"
                            + " git knows, so it may request either; a change of the code would tell");
        }
        if (!usedBefore && !isReplacedInHistory(file, key, now)) {
            return file.kept(
                    Reason.NOT_PROVEN,
                    "its test requested " + other + " this time, but a commit brought more recordings than are"
                            + " requested in their place, so it may request this one at another time; only a ledger"
                            + " would tell");
        }
        return verdict;
    }

    /**
     * Returns whether a test was served as many recordings of later code as it left unrequested of those that came with
     * one commit. A single new recording does not take the place of two.
     */
    private boolean isReplacedInHistory(Unserved file, RequestKey key, Set<String> now) {
        Optional<String> commit = history().addedBy(file.path());
        long lost = unservedOf.getOrDefault(String.valueOf(file.test()), List.of()).stream()
                .filter(other -> other.key() != null && other.key().place().equals(key.place()))
                .filter(other -> history().addedBy(other.path()).equals(commit))
                .count();
        long added = inPlace(key, now).stream()
                .filter(path -> files.archive(path) == null && !history().areOfSameCode(file.path(), path))
                .count();
        return commit.isEmpty() || added >= lost;
    }

    /** Returns the history, which is read once, if needed. */
    private synchronized FileHistory history() {
        FileHistory known = history;
        if (known == null) {
            known = git.flatMap(repository -> repository.history(files.directory()))
                    .orElseGet(FileHistory::unknown);
            history = known;
        }
        return known;
    }

    /** Returns the recordings that existed at some time of an earlier run. */
    private Set<String> knownTo(Ledger ledger) {
        return knownToRuns.computeIfAbsent(ledger.header().run(), run -> {
            Set<String> known = new HashSet<>(ledger.present().keySet());
            ledger.events(LedgerEvent.Recorded.class).forEach(event -> known.add(event.recording()));
            return known;
        });
    }

    private Optional<Verdict> superseded(Unserved file, RequestKey key, Set<String> now) {
        String nearest = null;
        List<String> differences = List.of();
        for (String path : now) {
            Optional<RequestKey> other = key(path).filter(each -> each.place().equals(key.place()));
            if (other.isPresent()) {
                List<String> from =
                        JsonDifferences.pointers(key.content(), other.get().content());
                if (nearest == null || from.size() < differences.size()) {
                    nearest = path;
                    differences = from;
                }
            }
        }
        if (nearest == null) {
            return Optional.empty();
        }
        List<String> differs = differences.stream().limit(MOST_POINTERS).toList();
        String detail = "superseded by " + nearest + (differs.isEmpty() ? "" : ": " + String.join(", ", differs));
        return Optional.of(new Verdict(file.path(), file.test(), Reason.SUPERSEDED, detail, null, nearest, differs));
    }

    /**
     * Returns a reason to keep a recording that an earlier run served: the test that requested it then may still do so.
     *
     * @param key the request; null if the recording's own test is gone
     */
    private Optional<Verdict> earlierUseThatStands(Unserved file, @Nullable RequestKey key) {
        for (Evidence.EarlierUse use : evidence.earlierUses(file.path())) {
            String test = use.test();
            if (test == null) {
                return Optional.of(file.kept(
                        Reason.SERVED_EARLIER, "an earlier run was answered from it, for a test that is not known"));
            }
            TestName name = TestName.of(test);
            boolean invocationIsGone = !evidence.isSeen(name) && evidence.isOtherInvocationSeen(name);
            boolean ran = evidence.isSeen(name) || invocationIsGone;
            Optional<String> difference = evidence.settingsOnlyOf(use.ledger());
            if (ran && difference.isPresent()) {
                return Optional.of(file.kept(
                        Reason.SERVED_EARLIER,
                        test + " was answered from it in an earlier run with " + difference.get()
                                + ", which is not part of this one; `mvn clean` forgets earlier runs"));
            }
            if (ran && !hasChanged(name, use) && !isReplaced(file, key == null ? keyOf(file) : key, name, use)) {
                return Optional.of(file.kept(
                        Reason.SERVED_EARLIER,
                        test + ", which did not change, was answered from it in an earlier run; `mvn clean` forgets"
                                + " earlier runs"));
            }
            if (!ran && (code.mayExist(name) || otherPlace(name).isPresent())) {
                return Optional.of(file.kept(
                        Reason.SERVED_EARLIER,
                        test + ", which did not run here, was answered from it in an earlier run"));
            }
        }
        return Optional.empty();
    }

    private RequestKey keyOf(Unserved file) {
        return Objects.requireNonNull(file.key());
    }

    private boolean hasChanged(TestName test, Evidence.EarlierUse use) {
        LedgerEvent.CodeState then = use.ledger().code();
        String before = then == null ? null : then.classes().get(TestName.unescaped(test.topLevelClass()));
        Set<String> now = code.digests(test.topLevelClass());
        return before != null && !now.isEmpty() && !now.contains(before);
    }

    /**
     * Returns whether a test makes as many requests as before, and was served recordings newer than the earlier run in
     * place of those that it no longer requests. An older recording may belong to another order of the tests.
     */
    private boolean isReplaced(Unserved file, RequestKey key, TestName test, Evidence.EarlierUse use) {
        Set<String> then = inPlace(key, evidence.servedTo(String.valueOf(use.test()), use.ledger()));
        then.add(file.path());
        Set<String> now = inPlace(key, evidence.servedTo(test));
        long lost = then.stream().filter(path -> !now.contains(path)).count();
        Set<String> known = knownTo(use.ledger());
        long added =
                ofDirectory(now).stream().filter(path -> !known.contains(path)).count();
        return !known.isEmpty() && added >= lost;
    }

    /**
     * Returns those of some recordings that are in the directory. Only these can be newer than others, because another
     * version of an artifact may have an old recording under a new name.
     */
    private Set<String> ofDirectory(Set<String> paths) {
        return paths.stream()
                .filter(path -> files.archive(path) == null)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> inPlace(RequestKey key, Set<String> paths) {
        return paths.stream()
                .filter(path -> key(path)
                        .filter(other -> other.place().equals(key.place()))
                        .isPresent())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Adds the judged content to a stale verdict, or returns the reason why the recording is kept after all. */
    private Verdict unlessChanged(Unserved file, Verdict stale) {
        if (!evidence.complete() && !forced) {
            return file.kept(Reason.PROBABLY_UNUSED, stale.detail());
        }
        Path path = files.file(file.path());
        boolean packed = files.archive(file.path()) != null;
        if (!packed && Files.isSymbolicLink(path)) {
            return file.kept(Reason.NOT_A_RECORDING, "a link");
        }
        RecordingFingerprint now;
        try {
            now = packed ? RecordingFingerprint.of(files.content(file.path())) : RecordingFingerprint.of(path);
        } catch (IOException | CorruptRecordingException problem) {
            return file.kept(Reason.NOT_A_RECORDING, "no plain file that can be read: " + FileFailure.reason(problem));
        }
        boolean known = forced ? evidence.knownToAny(file.path(), now) : evidence.knownToRuns(file.path(), now);
        return known
                ? new Verdict(
                        file.path(),
                        file.test(),
                        stale.reason(),
                        stale.detail(),
                        now,
                        stale.supersededBy(),
                        stale.differs())
                : file.kept(Reason.CHANGED_SINCE, "it was added or changed after the run started");
    }

    private record Judged(Unserved file, Verdict verdict) {}

    /** A file that no run of the current code served. */
    private record Unserved(
            String path,
            @Nullable String test,
            @Nullable RequestKey key,
            @Nullable String problem) {

        Verdict kept(Reason reason, String detail) {
            return new Verdict(path, test, reason, detail, null, null, List.of());
        }

        Verdict stale(Reason reason, String detail) {
            return new Verdict(path, test, reason, detail, null, null, List.of());
        }
    }
}
