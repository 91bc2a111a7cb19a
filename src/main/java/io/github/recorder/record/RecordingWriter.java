package io.github.recorder.record;

import io.github.recorder.matching.Candidate;
import io.github.recorder.matching.CandidateRanking;
import io.github.recorder.matching.MatchKey;
import io.github.recorder.matching.RequestHash;
import io.github.recorder.matching.TestId;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.LiveExchange;
import io.github.recorder.provider.LiveResponse;
import io.github.recorder.provider.RecordingDraft;
import io.github.recorder.provider.RecordingFactory;
import io.github.recorder.provider.ResponseDifferences;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingHead;
import io.github.recorder.redaction.SecretScan;
import io.github.recorder.replay.ReplaySettings;
import io.github.recorder.replay.ResponseVariants;
import io.github.recorder.store.RecordingKeys;
import io.github.recorder.store.RecordingStore;
import io.github.recorder.store.UnreadableRecordingException;
import io.github.recorder.store.UnwritableRecordingException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the responses of real services into the recordings directory.
 *
 * <p>A failure never replaces a good recording, an unchanged recording is not written again, and nothing that contains
 * a secret is written. A recording is written at once, with one exception: if a good recording has several responses,
 * the old file stays until the run ends or the test begins again, because only then is the new number of responses
 * known. Until then the new responses are in a hidden file beside it. They do not replace the old ones if their test
 * did not end, or failed after fewer responses. A response that failed or was not recorded restores the previous
 * content.
 *
 * <p>A file that has many responses is not written again for each further one, because that would take longer and
 * longer: the responses are appended to its journal, and the file is written when their number has doubled, when its
 * test ends, and when the run ends. Thread-safe.
 */
final class RecordingWriter {

    /** The number of responses from which on a file has a journal. */
    private static final int FEWEST_WITH_JOURNAL = 8;

    private final RecordingStore store;
    private final Dialects dialects;
    private final ReplaySettings replay;
    private final ErrorRecordingPolicy errors;
    private final RecordingLog log;
    private final Consumer<String> warnings;
    private final Set<String> unwritableReasons = ConcurrentHashMap.newKeySet();
    private final Set<String> ofThisRun = ConcurrentHashMap.newKeySet();
    /** The state of each request, by the id of its test, which is empty for a request of no test. */
    private final Map<String, Map<String, CallState>> calls = new ConcurrentHashMap<>();

    private final Map<String, TestState> tests = new ConcurrentHashMap<>();

    RecordingWriter(
            RecordingStore store,
            Dialects dialects,
            ReplaySettings replay,
            ErrorRecordingPolicy errors,
            RecordingLog log,
            Consumer<String> warnings) {
        this.store = store;
        this.dialects = dialects;
        this.replay = replay;
        this.errors = errors;
        this.log = log;
        this.warnings = warnings;
    }

    /** Returns whether a file was written, or found to be unchanged, in this run. */
    boolean isOfThisRun(String path) {
        return ofThisRun.contains(path);
    }

    /**
     * Writes the recording of a request, now or when all its responses have arrived. A failure to write it is noted and
     * never thrown.
     *
     * @param adding whether responses for other values of the compared headers are kept
     * @param secrets the secrets that must not be written, including the credentials of this request
     * @param written called with the file when it is written; never if it is unchanged
     */
    void write(Draft draft, LiveResponse response, boolean adding, SecretScan secrets, Consumer<String> written) {
        LiveExchange call = draft.recording().call();
        Recording recording = RecordingFactory.recording(draft.recording(), redacted(response));
        String path = path(draft, recording);
        CallState asked = asked(draft);
        synchronized (asked) {
            Entry entry = asked.entries.computeIfAbsent(path, first -> new Entry(existing(path)));
            ofThisRun.add(path);
            asked.failed |= response.failed();
            asked.failedLast = response.failed();
            Given given = new Given(
                    new ResponseVariants.VariantResponse(
                            call.request().headers(), recording.response().document()),
                    response.failed(),
                    call.upstream().isRefusal(response.status()));
            Set<String> required = dialects.rules().of(call.upstream().name()).headers();
            Latest latest =
                    new Latest(draft, recording, draft.cleanParts(response), required, adding, secrets, written);
            ObjectNode line = entry.whole >= FEWEST_WITH_JOURNAL ? SequenceJournal.line(given.response()) : null;
            boolean clean = line != null && secrets.in(line, latest.clean()).isEmpty();
            if (line != null && !clean) {
                complete(path, entry, asked); // The responses before it are not lost with it.
            }
            int keptBefore = entry.kept;
            boolean following = entry.add(given, errors);
            if (response.failed() && errors != ErrorRecordingPolicy.ALWAYS) {
                asked.entries.forEach(this::bringBack);
                if (responseFailed(entry) && hasGoodElsewhere(path, draft, recording)) {
                    return;
                }
            }
            boolean unwanted =
                    entry.goodBefore && (asked.lost || (asked.failedLast && errors != ErrorRecordingPolicy.ALWAYS));
            if (entry.kept == 0 || unwanted || (following && entry.kept == keptBefore)) {
                return;
            }
            boolean appended = following && line != null && clean && append(path, line, entry, required);
            if (appended && entry.kept < 2 * entry.whole) {
                entry.latest = latest;
                if (entry.held == null) {
                    written.accept(path);
                }
            } else {
                writeWhole(path, entry, asked, latest, appended);
            }
        }
    }

    /**
     * Appends a response to the journal of its file.
     *
     * @return whether it is there; if not, the file must be written
     */
    private boolean append(String path, ObjectNode line, Entry entry, Set<String> required) {
        String file = entry.file(path).orElse(null);
        // A response that was not appended, or is no longer kept, leaves a journal with other responses.
        if (file == null || (store.hasJournal(file) && entry.journaled != entry.kept - 1)) {
            return false;
        }
        entry.journaled = entry.kept;
        return store.append(
                file,
                () -> {
                    List<ResponseVariants.VariantResponse> kept = entry.worthKeeping(errors);
                    return SequenceJournal.lines(required, kept.subList(0, kept.size() - 1));
                },
                line);
    }

    /**
     * Writes the file of a request with all its responses so far.
     *
     * @param goingOn whether the journal of the file, which then has the last response, is kept
     */
    private void writeWhole(String path, Entry entry, CallState asked, Latest latest, boolean goingOn) {
        entry.latest = latest;
        List<ResponseVariants.VariantResponse> kept = entry.worthKeeping(errors);
        Optional<RecordedResponse> others = Optional.ofNullable(entry.atStart)
                .filter(there -> latest.adding() && !latest.required().isEmpty() && entry.goodBefore)
                .map(Recording::response);
        Recording whole =
                RecordingFactory.with(latest.recording(), ResponseVariants.joined(kept, latest.required(), others));
        Optional<SecretScan.Finding> secret = latest.secrets().in(whole.document(), latest.clean());
        if (secret.isPresent()) {
            stopped("The recording " + replay.directory() + "/" + path + " was not written: "
                    + secret.get().advice());
            entry.file(path).ifPresent(store::endJournal);
            entry.whole = 0;
            lost(asked);
            return;
        }
        boolean done;
        if (entry.isGoodSequence()) {
            Optional<String> file = store.writeUnfinished(path, whole);
            entry.held = new Held(whole, file, latest.draft(), latest.written());
            done = file.isPresent();
        } else {
            done = replace(path, whole, entry, latest.draft(), latest.written());
        }
        if (done) {
            entry.whole = kept.size();
            entry.latest = null;
            if (!goingOn) {
                entry.file(path).ifPresent(store::endJournal);
            }
        }
    }

    /** Writes the file of a request if some of its responses are only in the journal. */
    private void complete(String path, Entry entry, CallState asked) {
        Latest latest = entry.latest;
        if (entry.file(path).filter(store::hasJournal).isEmpty()) {
            return;
        }
        if (latest == null) {
            entry.file(path).ifPresent(store::endJournal);
        } else {
            writeWhole(path, entry, asked, latest, false);
        }
    }

    /**
     * Replaces the recording of a request that was sent again alone. Nothing is written if the response is a failure,
     * or if the recording has several responses, which only its test can request in order.
     *
     * @param secrets as for {@link #write}
     * @param written as for {@link #write}
     */
    void writeAgain(Draft draft, LiveResponse response, SecretScan secrets, Consumer<String> written) {
        if (response.failed()) {
            return;
        }
        String path = path(draft, RecordingFactory.recording(draft.recording(), redacted(response)));
        CallState asked = asked(draft);
        synchronized (asked) {
            Entry entry = asked.entries.computeIfAbsent(path, first -> new Entry(existing(path)));
            complete(path, entry, asked);
            if (entry.hasSeveral()) {
                stopped("The recording " + replay.directory() + "/" + path
                        + " was not replaced, because it has several responses. Run its test again to record all of"
                        + " them.");
                return;
            }
            asked.testRunsAgain();
            write(draft, response, false, secrets, written);
        }
    }

    /**
     * Notes that a response of a request is not recorded, so that its earlier recording is complete and the new one is
     * not.
     */
    void lost(Draft draft) {
        CallState asked = asked(draft);
        synchronized (asked) {
            lost(asked);
        }
    }

    private void lost(CallState asked) {
        asked.lost = true;
        asked.entries.forEach(this::bringBack);
    }

    /** Forgets which responses a test has received, because a restarted test begins its sequences again. */
    void testStarted(String test) {
        for (CallState asked : calls.getOrDefault(test, Map.of()).values()) {
            synchronized (asked) {
                // A test that runs again may have failed before it received all responses.
                asked.entries.forEach((path, entry) -> {
                    complete(path, entry, asked);
                    settle(path, entry, asked, false);
                });
                asked.testRunsAgain();
            }
        }
        tests.put(test, TestState.RUNNING);
    }

    /**
     * Notes how a test, or a class, ended.
     *
     * @param passed whether it ran to its end, so that it neither failed nor was aborted
     */
    void testFinished(String test, boolean passed) {
        tests.put(test, passed ? TestState.PASSED : TestState.FAILED);
        for (CallState asked : calls.getOrDefault(test, Map.of()).values()) {
            synchronized (asked) {
                asked.entries.forEach((path, entry) -> complete(path, entry, asked));
            }
        }
    }

    /** Writes the recordings that waited for the end of the run, and forces all new ones to disk. */
    void end() {
        calls.values().forEach(ofTest -> ofTest.values().forEach(this::end));
        store.force().forEach(this::unwritable);
    }

    private void end(CallState asked) {
        synchronized (asked) {
            asked.entries.forEach((path, entry) -> {
                complete(path, entry, asked);
                if (!isKeptUnfinished(path, entry, asked)) {
                    settle(path, entry, asked, true);
                    if (entry.recorded) {
                        store.deleteUnfinished(path);
                    }
                }
            });
        }
    }

    /** Returns whether a recording stays unfinished, because its test did not receive all responses, and says so. */
    private boolean isKeptUnfinished(String path, Entry entry, CallState asked) {
        Held held = entry.held;
        TestState state = held == null || asked.lost ? TestState.PASSED : worstState(asked.test);
        if (held == null || state == TestState.PASSED) {
            return false;
        }
        int now = ResponseVariants.all(held.whole().response()).size();
        if (state == TestState.FAILED && now >= entry.sizeBefore()) {
            return false;
        }
        stopped("The recording " + replay.directory() + "/" + path + " with " + entry.sizeBefore()
                + " responses was not replaced, because "
                + (asked.test == null ? "a test that may have requested it" : asked.test)
                + (state == TestState.FAILED ? " failed or was aborted" : " did not end") + " after " + now + " of them"
                + held.file()
                        .map(file -> ", kept in " + replay.directory() + "/" + file)
                        .orElse("")
                + ". Run it again to record all of them.");
        return true;
    }

    /**
     * Returns the worst state of the tests that may have sent a request.
     *
     * @param caller their test or class; null if any test may have sent it
     */
    private TestState worstState(@Nullable String caller) {
        return tests.entrySet().stream()
                .filter(test -> caller == null || TestId.isWithin(test.getKey(), caller))
                .map(Map.Entry::getValue)
                .max(Comparator.naturalOrder())
                .orElse(TestState.PASSED);
    }

    /** Writes a recording that waited, unless it lacks responses. */
    private void settle(String path, Entry entry, CallState asked, boolean fewerAreAll) {
        Held held = entry.held;
        entry.held = null;
        if (held == null) {
            return;
        }
        boolean failed = asked.failed && errors != ErrorRecordingPolicy.ALWAYS;
        boolean fewer = ResponseVariants.all(held.whole().response()).size() < entry.sizeBefore();
        if (asked.lost || (failed && asked.failedLast) || (fewer && (failed || !fewerAreAll))) {
            store.discardUnfinished(path);
            return;
        }
        replace(path, held.whole(), entry, held.draft(), held.written());
    }

    /** Restores the good recording from before the test, if it was overwritten. */
    private void bringBack(String path, Entry entry) {
        Recording good = entry.atStart;
        if (!entry.goodBefore || good == null) {
            return;
        }
        if (entry.held == null) {
            entry.latest = null;
            entry.whole = 0;
            store.endJournal(path);
        }
        if (good.equals(entry.before)) {
            return;
        }
        try {
            store.write(path, good);
        } catch (UnwritableRecordingException problem) {
            unwritable(problem);
            return;
        }
        entry.before = good;
        if (good.equals(entry.original)) {
            log.changedBack(path);
        }
    }

    private CallState asked(Draft draft) {
        String test = ascii(draft.recording().call().request().testId());
        // Not by file, whose name may depend on the response.
        String hash = draft.recording().hash().orElse("");
        return calls.computeIfAbsent(test == null ? "" : test, first -> new ConcurrentHashMap<>())
                .computeIfAbsent(hash, first -> new CallState(test));
    }

    private LiveResponse redacted(LiveResponse response) {
        return response.redacted(replay.redaction()::body, replay.redaction()::header);
    }

    /**
     * Writes a recording, unless it is unchanged, or notes that it cannot be written.
     *
     * @return whether the file has it
     */
    @SuppressWarnings("ReferenceEquality") // The keys belong to this object.
    private boolean replace(String path, Recording recording, Entry entry, Draft draft, Consumer<String> written) {
        Recording whole = recording;
        @Nullable Recording before = entry.before;
        @Nullable Recording original = entry.original;
        // Until its last response arrives, a sequence is shorter than the original, so it is compared with the
        // original.
        boolean asBefore = original != null && differences(original, whole).isEmpty();
        if (original != null && asBefore) {
            whole = original;
        }
        if (before != null && differences(before, whole).isEmpty()) {
            log.unchanged(path);
            entry.recorded = true;
            return true;
        }
        boolean drafted = whole.request() == draft.recording().request()
                && draft.name().equals(path.substring(path.lastIndexOf('/') + 1));
        try {
            if (drafted) {
                store.write(path, whole, draft.keys());
            } else {
                store.write(path, whole);
            }
        } catch (UnwritableRecordingException problem) {
            unwritable(problem);
            return false;
        }
        if (original == null) {
            log.added(path);
        } else if (asBefore) {
            log.changedBack(path);
        } else {
            log.changed(new ChangedRecording(path, differences(original, whole), original, whole));
        }
        entry.before = whole;
        entry.recorded = true;
        written.accept(path);
        return true;
    }

    private List<String> differences(Recording before, Recording now) {
        return ResponseDifferences.between(dialects.dialectOf(now.request()), before, now);
    }

    private static boolean responseFailed(Entry entry) {
        return entry.responses.stream().allMatch(Given::failed);
    }

    /** Returns whether another file has a good recording of the request: of a list of models, or with an older name. */
    private boolean hasGoodElsewhere(String path, Draft draft, Recording recording) {
        Stream<String> known = inDirectory(draft, recording).stream().map(Candidate::path);
        String usual = TestId.folder(recording.testId()) + draft.name();
        return Stream.concat(known, Stream.of(usual)).anyMatch(other -> !other.equals(path) && isGood(existing(other)));
    }

    private static boolean isGood(@Nullable Recording recording) {
        return recording != null
                && ResponseVariants.all(recording.response()).stream()
                        .anyMatch(response -> !LiveResponse.isFailure(response));
    }

    private static @Nullable String ascii(@Nullable String testId) {
        return testId == null ? null : TestId.ascii(testId);
    }

    /** A full disk is reported once while the tests run; the summary names all recordings. */
    private void unwritable(UnwritableRecordingException problem) {
        String text = String.valueOf(problem.getMessage());
        if (log.stopped(text) && unwritableReasons.add(problem.reason())) {
            warnings.accept(text);
        }
    }

    private void stopped(String text) {
        if (log.stopped(text)) {
            warnings.accept(text);
        }
    }

    /** Returns the recording in a file, also one that another build has written since this run began. */
    private @Nullable Recording existing(String path) {
        if (!store.has(path) && !store.isOnDisk(path)) {
            return null;
        }
        try {
            return store.read(path);
        } catch (UnreadableRecordingException broken) {
            return null; // An unreadable file is worth less than the new response.
        }
    }

    /**
     * An existing file keeps its place. A new one is put into the folder of its test, or into the root if it has none.
     * A file of an artifact is no existing one if the directory has the recording under another name, which is served.
     */
    private String path(Draft draft, Recording recording) {
        String name = RecordingFactory.fileName(draft.recording(), recording);
        String test = recording.testId();
        String own = TestId.folder(test) + name;
        String path =
                store.has(own) ? own : store.named(name).stream().findFirst().orElse(own);
        return store.artifact(path) == null
                ? path
                : inDirectory(draft, recording).stream()
                        .findFirst()
                        .map(Candidate::path)
                        .orElse(path);
    }

    /** Returns the directory's recordings of the same test and exactly the same request, the served one first. */
    private List<Candidate> inDirectory(Draft draft, Recording recording) {
        if (draft.keys().isEmpty()) {
            return List.of();
        }
        MatchKey key = draft.keys().get().forms().get(0);
        String test = ascii(recording.testId());
        List<Candidate> same = store.candidates(key).stream()
                .filter(candidate -> Objects.equals(candidate.testId(), test)
                        && candidate.raw().equals(key.raw())
                        && store.artifact(candidate.path()) == null)
                .toList();
        return CandidateRanking.ordered(same, test, key.raw());
    }

    /**
     * Returns what the request determines, which can be made while the service works.
     *
     * @param secrets as for {@link #write}
     */
    Draft draft(LiveExchange call, SecretScan secrets) {
        RecordingDraft draft = RecordingDraft.of(call);
        String name = draft.hash().map(RequestHash::fileName).orElse("");
        return new Draft(
                draft,
                name,
                store.keys(name, new RecordingHead(call.request().testId(), draft.request())),
                isClean(draft.document(), secrets));
    }

    private static boolean isClean(ObjectNode request, SecretScan secrets) {
        try {
            return secrets.isClean(request);
        } catch (StackOverflowError tooDeep) {
            return false; // The search of the whole recording says so.
        }
    }

    /**
     * The part of a recording that its request determines.
     *
     * @param name the name of its file, unless the response needs another one
     * @param keys the keys of a recording with this name; empty if no HTTP request can match it
     * @param clean whether there is no secret in the request
     */
    record Draft(RecordingDraft recording, String name, Optional<RecordingKeys> keys, boolean clean) {

        /** Returns the objects of a recording in which there is no secret. */
        List<ObjectNode> cleanParts(LiveResponse response) {
            List<ObjectNode> events = response.events();
            List<ObjectNode> parts = new ArrayList<>(events == null ? List.of() : events);
            if (clean) {
                parts.add(recording.document());
            }
            return parts;
        }
    }

    /**
     * One response of this run.
     *
     * @param response its stored form, and the headers of its request
     * @param failed whether it is a failure of the service
     * @param refused whether it rejects the client's key, which also makes it a failure
     */
    private record Given(ResponseVariants.VariantResponse response, boolean failed, boolean refused) {}

    /**
     * What the latest response adds to the responses of a file, which are all written with it.
     *
     * @param recording the recording of this response alone
     * @param clean the objects of it in which there is no secret
     * @param required the request headers that must match
     * @param adding whether responses for other values of these headers are kept
     * @param secrets the secrets that must not be written, including the credentials of its request
     * @param written called with the file when it is written
     */
    private record Latest(
            Draft draft,
            Recording recording,
            List<ObjectNode> clean,
            Set<String> required,
            boolean adding,
            SecretScan secrets,
            Consumer<String> written) {}

    /**
     * A recording that waits for the end of the run.
     *
     * @param whole the recording of the responses so far
     * @param file the hidden file that has it, relative to the directory; empty if it could not be written
     * @param draft the draft of its last response
     * @param written called when it is written
     */
    private record Held(Recording whole, Optional<String> file, Draft draft, Consumer<String> written) {}

    /** What is known of a test, from the best to the worst. One that is not observed counts as passed. */
    private enum TestState {
        PASSED,
        FAILED,
        RUNNING
    }

    /** The state of one request of one test in this run. Its lock also guards its entries. */
    private static final class CallState {

        private final @Nullable String test;
        /** The entries by file: usually one, but each list of models has its own name. */
        private final Map<String, Entry> entries = new TreeMap<>();

        /** Whether the latest response is a failure of the service. */
        private boolean failed;

        private boolean failedLast;

        /** Whether a response was not recorded. */
        private boolean lost;

        CallState(@Nullable String test) {
            this.test = test;
        }

        void testRunsAgain() {
            failed = false;
            failedLast = false;
            lost = false;
            entries.values().forEach(Entry::testRunsAgain);
        }
    }

    /** The state of one file in this run, guarded by the lock of its request. */
    private static final class Entry {

        private final @Nullable Recording original;
        private @Nullable Recording atStart;
        private boolean goodBefore;
        private final List<Given> responses = new ArrayList<>();
        private @Nullable Recording before;
        private @Nullable Held held;

        /** The number of responses for the file. */
        private int kept;

        /** The number of responses that the file has; 0 if it was not written since the test began. */
        private int whole;

        /** The number of responses that its journal has, if there is one. */
        private int journaled;

        /** The latest response, until it is written into the file itself. */
        private @Nullable Latest latest;

        private boolean good;

        /** Whether the file has responses of this run. */
        private boolean recorded;

        Entry(@Nullable Recording original) {
            this.original = original;
            this.before = original;
            noteBefore();
        }

        private void noteBefore() {
            atStart = before;
            goodBefore = isGood(before);
        }

        void testRunsAgain() {
            responses.clear();
            good = false;
            kept = 0;
            whole = 0;
            latest = null;
            noteBefore();
        }

        /**
         * Adds a response.
         *
         * @return whether the file is still to hold all responses that it was to hold before, in front of this one
         */
        boolean add(Given given, ErrorRecordingPolicy errors) {
            boolean failuresBefore = keepsFailures(errors);
            responses.add(given);
            good |= !given.failed();
            if (failuresBefore != keepsFailures(errors)) {
                kept = worthKeeping(errors).size();
                journaled = -1;
                return false;
            }
            kept += keeps(given, errors) ? 1 : 0;
            return true;
        }

        /** Returns the file that has the responses so far, relative to the directory; empty if there is none. */
        Optional<String> file(String path) {
            return held == null ? Optional.of(path) : held.file();
        }

        int sizeBefore() {
            return atStart == null
                    ? 0
                    : ResponseVariants.all(atStart.response()).size();
        }

        boolean hasSeveral() {
            return held != null
                    || (before != null
                            && ResponseVariants.all(before.response()).size() > 1);
        }

        boolean isGoodSequence() {
            return goodBefore && sizeBefore() > 1;
        }

        /** Returns the responses for the file, in order; none if the file must not change. */
        List<ResponseVariants.VariantResponse> worthKeeping(ErrorRecordingPolicy errors) {
            return responses.stream()
                    .filter(response -> keeps(response, errors))
                    .map(Given::response)
                    .toList();
        }

        private boolean keeps(Given response, ErrorRecordingPolicy errors) {
            return !response.failed()
                    || (keepsFailures(errors) && (!response.refused() || errors == ErrorRecordingPolicy.ALWAYS));
        }

        private boolean keepsFailures(ErrorRecordingPolicy errors) {
            return switch (errors) {
                case NEVER -> false;
                case ALWAYS -> true;
                // A failure before a success, in one test, is part of what the test sees.
                case MISSING -> !goodBefore || good;
            };
        }
    }
}
