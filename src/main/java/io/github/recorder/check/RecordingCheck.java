package io.github.recorder.check;

import io.github.recorder.check.CheckParts.WaitingRecording;
import io.github.recorder.failure.FileFailure;
import io.github.recorder.ledger.RecordingFingerprint;
import io.github.recorder.matching.TestId;
import io.github.recorder.progress.TimedProgress;
import io.github.recorder.provider.Dialect;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.LiveResponse;
import io.github.recorder.provider.RecordingFactory;
import io.github.recorder.provider.ResponseReader;
import io.github.recorder.provider.TokenUsage;
import io.github.recorder.record.RepeatedExchange;
import io.github.recorder.record.RequestRepeater;
import io.github.recorder.record.UnansweredRequestException;
import io.github.recorder.recording.CorruptRecordingException;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.VisibleText;
import io.github.recorder.redaction.SecretScan;
import io.github.recorder.replay.ResponseVariants;
import io.github.recorder.store.AtomicWriter;
import io.github.recorder.store.RecordingFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks the real services what recordings asked, one after another, and compares the responses. Writes no recording. The
 * results are in a file after each step, and the next check takes over those of recordings that have not changed.
 */
public final class RecordingCheck {

    /** The file with the results, in the work directory. */
    public static final String JSON = "check.json";

    /** The file with the results for CI servers, in the work directory. */
    public static final String XML = "TEST-recorder-check.xml";

    /** An older result says nothing about the service of today. */
    private static final Duration LASTING = Duration.ofDays(1);

    private final RecordingFiles files;
    private final RequestRepeater repeater;
    private final Dialects dialects;
    private final SecretScan secrets;
    private final Path workDirectory;
    private final LiveRecordings live;
    private final String plugin;
    private final CheckOptions options;
    private final Clock clock;
    private final TimedProgress progress;
    private final Consumer<String> log;

    /**
     * Creates a check.
     *
     * @param secrets the secrets that are hidden in all results
     * @param workDirectory the directory of the results
     * @param plugin the version of this plugin
     * @param progress how far it is
     * @param log called with what a person should know at once
     */
    public RecordingCheck(
            RecordingFiles files,
            RequestRepeater repeater,
            Dialects dialects,
            SecretScan secrets,
            Path workDirectory,
            String plugin,
            CheckOptions options,
            Clock clock,
            TimedProgress progress,
            Consumer<String> log) {
        this.files = files;
        this.repeater = repeater;
        this.dialects = dialects;
        this.secrets = secrets;
        this.workDirectory = workDirectory;
        this.live = new LiveRecordings(workDirectory);
        this.plugin = plugin;
        this.options = options;
        this.clock = clock;
        this.progress = progress;
        this.log = log;
    }

    /** A recording as it is now. Only one is held in memory. */
    private record ReadRecording(String path, RecordingFingerprint content, Recording recording) {}

    /**
     * Runs the check.
     *
     * @param paths the recordings, those to ask first at the beginning
     * @throws IOException if the results cannot be written
     */
    public CheckResult run(List<String> paths) throws IOException {
        if (paths.isEmpty()) { // Perhaps the directory is mistyped, so the results of another stay.
            return new CheckResult(new CheckReport(plugin, options.model(), List.of(), List.of()), 0, 0);
        }
        EarlierChecks earlier = EarlierChecks.read(file(), plugin, options.model(), this::isUnchanged);
        Map<String, CheckedRecording> results =
                new HashMap<>(earlier.since(clock.instant().minus(LASTING)));
        results.keySet().retainAll(paths);
        int takenOver = results.size();
        List<WaitingRecording> waiting = new ArrayList<>();
        for (String path : earlier.leastRecentFirst(paths)) {
            Optional<ReadRecording> read =
                    results.containsKey(path) && !options.restart() ? Optional.empty() : read(path, results);
            if (read.isPresent()) {
                Recording recording = read.get().recording();
                Optional<String> obstacle = repeater.obstacle(recording, options.model());
                if (obstacle.isPresent()) {
                    results.put(path, unasked(path, read.get().content(), recording, obstacle.get()));
                } else {
                    waiting.add(new WaitingRecording(path, tokens(recording)));
                }
            }
        }
        String part = "";
        if (earlier.areNone()) {
            CheckParts parts = CheckParts.of(waiting, options);
            waiting = parts.ordered();
            int all = parts.parts().size();
            part = all == 1
                    ? ""
                    : "; part " + (parts.first() + 1) + " of " + all + ", by the day " + options.day()
                            + " (-Drecorder.check.day)";
        }
        CheckBudget plan = new CheckBudget(options);
        waiting.stream().map(WaitingRecording::tokens).filter(plan::allows).forEach(plan::spend);
        log.accept("asking the real services for " + plan.requests() + " of " + paths.size() + " recordings, with "
                + plan.tokens() + " tokens by their recorded usage" + part
                + (takenOver == 0 || options.restart()
                        ? ""
                        : "; " + takenOver
                                + " were checked in the last 24 hours (-Drecorder.check.restart asks again)"));
        AskedRecordings asked = ask(waiting, plan.requests(), results, paths, earlier);
        CheckReport report = report(results, paths, earlier);
        AtomicWriter.write(workDirectory.resolve(XML), JUnitReport.xml(report, options.policy()));
        if (asked.interrupted()) { // Only now, because an interrupted thread cannot write.
            Thread.currentThread().interrupt();
        }
        return new CheckResult(report, takenOver, asked.leftOver());
    }

    /**
     * How a check ended.
     *
     * @param leftOver the number of recordings that the limits did not allow
     * @param interrupted whether the thread was interrupted, so that some were not asked
     */
    private record AskedRecordings(int leftOver, boolean interrupted) {}

    /** Asks recordings; one whose request was not sent after all, because its service failed, costs nothing. */
    private AskedRecordings ask(
            List<WaitingRecording> waiting,
            int planned,
            Map<String, CheckedRecording> results,
            List<String> paths,
            EarlierChecks earlier)
            throws IOException {
        CheckBudget spent = new CheckBudget(options);
        int leftOver = 0;
        try {
            for (WaitingRecording next : waiting) {
                if (!spent.allows(next.tokens())) {
                    leftOver++;
                    continue;
                }
                Optional<ReadRecording> read = read(next.path(), results);
                int before = repeater.sent();
                if (read.isPresent()) {
                    results.put(next.path(), asked(read.get()));
                }
                if (repeater.sent() > before) {
                    spent.spend(next.tokens());
                    AtomicWriter.writeUnforced( // Its response was paid for, so it survives if the process is killed.
                            file(), report(results, paths, earlier).json());
                }
                if (spent.requests() < planned) {
                    progress.show(() -> spent.requests() + " of " + planned + " asked: " + counts(results));
                }
            }
            return new AskedRecordings(leftOver, false);
        } catch (InterruptedException stopped) {
            return new AskedRecordings(leftOver, true);
        } finally {
            progress.clear();
            AtomicWriter.write(file(), report(results, paths, earlier).json());
        }
    }

    private static String counts(Map<String, CheckedRecording> results) {
        return Stream.of(CheckVerdict.values())
                .map(verdict -> results.values().stream()
                                .filter(result -> result.verdict() == verdict)
                                .count()
                        + " " + verdict.words())
                .collect(Collectors.joining(", "));
    }

    private boolean isUnchanged(CheckedRecording result) {
        try {
            return result.isOf(files.file(result.path()));
        } catch (IOException gone) {
            return false;
        }
    }

    /** Reads a file; if it cannot be read, that is its result. */
    private Optional<ReadRecording> read(String path, Map<String, CheckedRecording> results) {
        RecordingFingerprint content = new RecordingFingerprint(0, "");
        try {
            content = RecordingFingerprint.of(files.file(path));
            return Optional.of(new ReadRecording(path, content, files.read(path)));
        } catch (IOException | CorruptRecordingException broken) {
            results.put(path, unasked(path, content, null, "the file cannot be read: " + FileFailure.reason(broken)));
            return Optional.empty();
        }
    }

    private long tokens(Recording recording) {
        Dialect dialect = dialects.dialectOf(recording.request());
        return ResponseVariants.all(recording.response()).stream()
                .mapToLong(response -> TokenUsage.of(
                                ResponseReader.read(dialect, response).usage())
                        .total())
                .max()
                .orElse(0);
    }

    private CheckedRecording asked(ReadRecording read) throws InterruptedException, IOException {
        Recording recording = read.recording();
        List<RecordedResponse> recorded = ResponseVariants.all(recording.response());
        try {
            RepeatedExchange exchange = repeater.repeat(
                    recording,
                    options.model(),
                    recorded.stream().map(LiveResponse::statusOf).collect(Collectors.toSet()));
            // A phrase may hold a part of a secret, which nobody recognizes, so they are hidden before and after.
            List<RecordedResponse> before = recorded.stream()
                    .map(response -> masked(response, exchange.secrets()))
                    .toList();
            RecordedResponse now = masked(exchange.live().response(), exchange.secrets());
            ResponseComparison comparison = ResponseComparison.nearest(
                    dialects.dialectOf(recording.request()), before, now, options.model() != null);
            boolean split = Stream.concat(before.stream(), Stream.of(now))
                    .anyMatch(response -> hasSecret(response, exchange.secrets()));
            keep(read, comparison.verdict(), recorded.size(), exchange);
            return new CheckedRecording(
                    read.path(),
                    read.content(),
                    test(recording),
                    comparison.verdict(),
                    comparison.similarity(),
                    split && !comparison.differences().isEmpty()
                            ? List.of("a response has a secret in several pieces, so the differences are not shown")
                            : comparison.differences().stream()
                                    .map(exchange.secrets()::maskedValue)
                                    .map(VisibleText::of)
                                    .toList(),
                    clock.instant());
        } catch (UnansweredRequestException failed) {
            return unasked(read.path(), read.content(), recording, failed.reason());
        } catch (JacksonException unwritable) { // For instance, because its values are nested too deep.
            return unasked(
                    read.path(),
                    read.content(),
                    recording,
                    "the responses could not be compared: " + unwritable.getOriginalMessage());
        } catch (OutOfMemoryError tooLong) { // Of many small values, which take far more memory than their text.
            return unasked(
                    read.path(),
                    read.content(),
                    recording,
                    "its response takes more memory than Maven has; give it more, for instance MAVEN_OPTS=-Xmx2g");
        } catch (RuntimeException | StackOverflowError fault) { // It costs one recording, not the whole check.
            return unasked(
                    read.path(),
                    read.content(),
                    recording,
                    "the responses could not be compared, which is a fault of this plugin: " + fault);
        }
    }

    /** Keeps a response for {@code accept} if it can take the place of the recorded one. */
    private void keep(ReadRecording read, CheckVerdict verdict, int responses, RepeatedExchange exchange)
            throws IOException {
        if (options.model() != null) { // What the recorded model responded to an earlier check stays.
            return;
        }
        Recording before = read.recording();
        Recording now = RecordingFactory.withLive(before, exchange.live().response());
        // A shape of the request allows only its own shape of the response.
        boolean sameShape =
                before.request().getClass().equals(exchange.live().request().getClass());
        boolean usable = verdict != CheckVerdict.IDENTICAL
                && responses == 1
                && sameShape
                && exchange.secrets().in(now.document()).isEmpty();
        if (usable) {
            live.write(read.path(), now);
        } else {
            live.delete(read.path());
        }
    }

    private static RecordedResponse masked(RecordedResponse response, SecretScan secrets) {
        return secrets.masked(response.document()) instanceof ObjectNode document
                ? new RecordedResponse(document)
                : response;
    }

    /** Returns whether a recording with this response would have a secret, also one that is split into pieces. */
    private static boolean hasSecret(RecordedResponse response, SecretScan secrets) {
        ObjectNode recording = Json.nodes().objectNode();
        recording.set("response", response.document());
        return secrets.in(recording).isPresent();
    }

    private CheckedRecording unasked(
            String path, RecordingFingerprint content, @Nullable Recording recording, String reason) {
        return new CheckedRecording(
                path,
                content,
                recording == null ? null : test(recording),
                CheckVerdict.NOT_ASKED,
                null,
                List.of(VisibleText.of(secrets.masked(reason))),
                clock.instant());
    }

    private @Nullable String test(Recording recording) {
        return recording.testId() == null ? null : secrets.maskedTest(TestId.ascii(recording.testId()));
    }

    private CheckReport report(Map<String, CheckedRecording> results, List<String> paths, EarlierChecks earlier) {
        Map<String, CheckedRecording> ordered = new LinkedHashMap<>();
        paths.stream().filter(results::containsKey).forEach(path -> ordered.put(path, results.get(path)));
        return new CheckReport(plugin, options.model(), List.copyOf(ordered.values()), earlier.without(ordered));
    }

    private Path file() {
        return workDirectory.resolve(JSON);
    }
}
