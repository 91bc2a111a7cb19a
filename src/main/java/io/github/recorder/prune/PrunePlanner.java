package io.github.recorder.prune;

import io.github.recorder.ledger.RecordingFingerprint;
import io.github.recorder.ledger.TestStatus;
import io.github.recorder.matching.Difference;
import io.github.recorder.matching.JsonDifferences;
import io.github.recorder.matching.TestId;
import io.github.recorder.prune.Verdict.Reason;
import io.github.recorder.recording.CorruptRecordingException;
import io.github.recorder.recording.RecordingHead;
import io.github.recorder.store.RecordingFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is to become of each recording. A recording that was served stays; for any other to go it takes a proof, and each
 * doubt is a reason to keep it.
 */
public final class PrunePlanner {

    private static final int MOST_POINTERS = 10;

    private final RecordingFiles files;
    private final Evidence evidence;
    private final boolean forced;
    private final SkippedTestSet skipped;
    private final Map<String, List<ServingRecording>> answering = new ConcurrentHashMap<>();

    private PrunePlanner(RecordingFiles files, Evidence evidence, boolean forced) {
        this.files = files;
        this.evidence = evidence;
        this.forced = forced;
        this.skipped = forced ? evidence.skippedEver() : evidence.skipped();
    }

    /**
     * Makes the plan for a directory. Nothing is changed.
     *
     * @param forced whether to do without the proof; what any run was ever answered from stays even then
     */
    public static PrunePlan plan(RecordingFiles files, Evidence evidence, boolean forced) {
        return new PrunePlanner(files, evidence, forced).plan(files.directory());
    }

    private PrunePlan plan(Path recordings) {
        List<String> all = files.paths();
        List<String> unserved =
                all.stream().filter(path -> !evidence.served(path)).toList();
        List<Unserved> heads = unserved.parallelStream().map(this::read).toList();
        Set<String> withRecordings = new HashSet<>();
        // Those of served files are not needed: a test that was answered was not skipped.
        heads.forEach(file -> withRecordings.add(String.valueOf(file.test())));
        SkippedRenameGuess renamed = new SkippedRenameGuess(skipped, withRecordings);
        List<Verdict> verdicts = new ArrayList<>(
                heads.parallelStream().map(file -> verdict(file, renamed)).toList());
        verdicts.sort(Comparator.comparing(Verdict::test, Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(Verdict::path));
        return new PrunePlan(
                recordings, all.size(), all.size() - unserved.size(), List.copyOf(verdicts), evidence, forced);
    }

    private Unserved read(String path) {
        try {
            RecordingHead head = files.head(path);
            String test = head.testId() == null ? null : TestId.ascii(head.testId());
            return new Unserved(path, test, RequestKey.of(head.request()).isPresent(), null);
        } catch (CorruptRecordingException problem) {
            return new Unserved(path, null, false, problem.reason());
        } catch (IOException problem) {
            return new Unserved(path, null, false, "it cannot be read: " + problem.getMessage());
        }
    }

    private Verdict verdict(Unserved file, SkippedRenameGuess renamed) {
        String problem = file.problem();
        if (problem != null) {
            return file.kept(Reason.NOT_A_RECORDING, "no recording: " + problem);
        }
        if (!file.servable()) {
            return file.kept(Reason.NOT_SERVABLE, "nothing can ask for it over HTTP");
        }
        if (forced && evidence.servedEver(file.path())) {
            return file.kept(Reason.SERVED_EARLIER, "a run of other code was answered from it");
        }
        return file.test() == null ? shared(file) : ofTest(file, file.test(), renamed);
    }

    private Verdict shared(Unserved file) {
        if (!forced && !evidence.complete()) {
            return file.kept(Reason.NOT_PROVEN, "for all tests, so only a complete run can prove that none needs it");
        }
        if (!forced && evidence.mayHaveUnseenClasses()) {
            return file.kept(Reason.NOT_PROVEN, "for all tests, and each run ran only classes that were chosen");
        }
        if (!skipped.names().isEmpty()) {
            String one = skipped.names().iterator().next();
            return file.kept(Reason.TEST_SKIPPED, "for all tests, and " + one + " was skipped");
        }
        return unlessChanged(file, now -> file.stale(now, Reason.NEVER_ASKED, "for all tests, and none asked for it"));
    }

    private Verdict ofTest(Unserved file, String test, SkippedRenameGuess renamed) {
        if (evidence.isForeign(test)) {
            return file.kept(Reason.NOT_PROVEN, "its id is not of a Java test, so it is of others' tests");
        }
        if (evidence.isIgnored(test)) {
            return file.kept(Reason.CLASS_IGNORED, "its test class is among <ignoredTestClasses>");
        }
        if (skipped.include(test)) {
            return file.kept(Reason.TEST_SKIPPED, "its test was skipped");
        }
        if (!forced && !evidence.complete() && !evidence.passedCompletely(test)) {
            return file.kept(Reason.NOT_PROVEN, doubt(test));
        }
        if (!forced && evidence.mayBeUnseen(test)) {
            return file.kept(
                    Reason.NOT_PROVEN, "its test class was not seen, and each run ran only classes that were chosen");
        }
        if (!evidence.isAlive(test)) {
            Optional<String> successor = renamed.skippedSuccessorOf(test);
            if (successor.isPresent()) {
                return file.kept(
                        Reason.TEST_SKIPPED,
                        "its test is gone, and " + successor.get() + ", which was skipped, may be its new name");
            }
            return unlessChanged(file, now -> file.stale(now, Reason.TEST_GONE, gone()));
        }
        return unlessChanged(file, now -> neverAsked(file, test, now));
    }

    private String gone() {
        return evidence.complete() ? "there is no such test any more" : "no run of this code had such a test";
    }

    private String doubt(String test) {
        TestStatus status = evidence.status(test);
        if (status == null) {
            return evidence.ledgers().isEmpty()
                    ? "its test has not run since the code changed"
                    : "its test did not run";
        }
        return switch (status) {
            case FAILED -> "its test failed";
            case ABORTED -> "an assumption ended its test early";
            case SKIPPED -> "its test was skipped";
            case PASSED -> "its test passed, but not all that it asked for is known";
        };
    }

    private Verdict unlessChanged(Unserved file, Function<RecordingFingerprint, Verdict> stale) {
        RecordingFingerprint now;
        if (Files.isSymbolicLink(files.file(file.path()))) {
            return file.kept(Reason.NOT_A_RECORDING, "a link");
        }
        try {
            now = RecordingFingerprint.of(files.file(file.path()));
        } catch (IOException problem) {
            return file.kept(Reason.NOT_A_RECORDING, "no plain file that can be read: " + problem.getMessage());
        }
        boolean known;
        if (evidence.complete()) {
            known = evidence.knownToProof(file.path(), now);
        } else if (forced) {
            known = evidence.knownToAny(file.path(), now);
        } else {
            known = file.test() != null && evidence.knownToLastRunOf(file.test(), file.path(), now);
        }
        return known
                ? stale.apply(now)
                : file.kept(Reason.CHANGED_SINCE, "it was added or changed after the run started");
    }

    private Verdict neverAsked(Unserved file, String test, RecordingFingerprint now) {
        RequestKey asked;
        try {
            asked = RequestKey.of(files.head(file.path()).request()).orElseThrow();
        } catch (IOException | CorruptRecordingException gone) {
            return file.kept(Reason.NOT_A_RECORDING, "it has just been changed: " + gone.getMessage());
        }
        ServingRecording nearest = null;
        JsonDifferences differences = null;
        for (ServingRecording other : answering.computeIfAbsent(test, this::answering)) {
            if (other.asked().place().equals(asked.place())) {
                JsonDifferences from =
                        JsonDifferences.asIs(asked.content(), other.asked().content());
                if (differences == null || from.count() < differences.count()) {
                    nearest = other;
                    differences = from;
                }
            }
        }
        if (nearest == null || differences == null) {
            return file.stale(now, Reason.NEVER_ASKED, "its test ran and did not ask for it");
        }
        List<String> differs = differences.listed().stream()
                .map(Difference::pointer)
                .limit(MOST_POINTERS)
                .toList();
        String detail = "superseded by " + nearest.path()
                + (differs.isEmpty() ? ", which is of the same request" : ": " + String.join(", ", differs));
        return new Verdict(file.path(), file.test(), Reason.SUPERSEDED, detail, now, nearest.path(), differs);
    }

    private List<ServingRecording> answering(String test) {
        List<ServingRecording> found = new ArrayList<>();
        for (String path : evidence.servedTo(test)) {
            try {
                RequestKey.of(files.head(path).request())
                        .ifPresent(asked -> found.add(new ServingRecording(path, asked)));
            } catch (IOException | CorruptRecordingException gone) {
                // Then it names nothing that supersedes; the verdict stays the same without it.
            }
        }
        return found;
    }

    /** A recording that a test is answered from now. */
    private record ServingRecording(String path, RequestKey asked) {}

    /** A file that no run of the code as it is now was answered from. */
    private record Unserved(
            String path,
            @Nullable String test,
            boolean servable,
            @Nullable String problem) {

        Verdict kept(Reason reason, String detail) {
            return new Verdict(path, test, reason, detail, null, null, List.of());
        }

        Verdict stale(RecordingFingerprint now, Reason reason, String detail) {
            return new Verdict(path, test, reason, detail, now, null, List.of());
        }
    }
}
