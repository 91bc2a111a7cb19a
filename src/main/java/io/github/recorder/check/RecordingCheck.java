package io.github.recorder.check;

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
import java.time.Instant;
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

    private static final Duration BETWEEN_WRITES = Duration.ofSeconds(1);

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
            return new CheckResult(new CheckReport(plugin, options.model(), List.of()), 0, 0);
        }
        Map<String, CheckedRecording> results = earlier(paths);
        int takenOver = results.size();
        List<String> chosen = new ArrayList<>();
        long tokens = 0;
        int leftOver = 0;
        for (String path : paths) {
            Optional<ReadRecording> read = results.containsKey(path) ? Optional.empty() : read(path, results);
            if (read.isPresent()) {
                long more = tokens(read.get().recording());
                boolean fits = (options.maxRequests() == 0 || chosen.size() < options.maxRequests())
                        && (options.maxTokens() == 0 || tokens + more <= options.maxTokens());
                if (fits) {
                    chosen.add(path);
                    tokens += more;
                } else {
                    leftOver++;
                }
            }
        }
        log.accept("asking the real services for " + chosen.size() + " of " + paths.size() + " recordings, with "
                + tokens + " tokens by their recorded usage"
                + (takenOver == 0
                        ? ""
                        : "; " + takenOver
                                + " were checked in the last 24 hours (-Drecorder.check.restart asks again)"));
        boolean interrupted = ask(chosen, results, paths);
        CheckReport report = report(results, paths);
        AtomicWriter.write(workDirectory.resolve(XML), JUnitReport.xml(report, options.policy()));
        if (interrupted) { // Only now, because an interrupted thread cannot write.
            Thread.currentThread().interrupt();
        }
        return new CheckResult(report, takenOver, leftOver);
    }

    /** Returns whether the thread was interrupted, so that some were not asked. */
    private boolean ask(List<String> chosen, Map<String, CheckedRecording> results, List<String> paths)
            throws IOException {
        Instant written = Instant.MIN;
        int asked = 0;
        try {
            for (String path : chosen) {
                Optional<ReadRecording> read = read(path, results);
                if (read.isPresent()) {
                    results.put(path, asked(read.get()));
                }
                asked++;
                Instant now = clock.instant();
                int done = asked;
                if (done < chosen.size()) {
                    progress.show(() -> done + " of " + chosen.size() + " asked: " + counts(results));
                }
                if (written.equals(Instant.MIN) || !now.isBefore(written.plus(BETWEEN_WRITES))) {
                    write(results, paths);
                    written = now;
                }
            }
            return false;
        } catch (InterruptedException stopped) {
            return true;
        } finally {
            progress.clear();
            write(results, paths);
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

    /** Returns the results of the last check that still count. */
    private Map<String, CheckedRecording> earlier(List<String> paths) {
        Map<String, CheckedRecording> known = new HashMap<>();
        Optional<CheckReport> last = options.restart() ? Optional.empty() : CheckReport.read(file());
        last.filter(report -> report.plugin().equals(plugin)
                        && Optional.ofNullable(report.model()).equals(Optional.ofNullable(options.model())))
                .ifPresent(report -> report.recordings().stream()
                        .filter(result -> result.verdict() != CheckVerdict.NOT_ASKED
                                && result.at().isAfter(clock.instant().minus(LASTING))
                                && isUnchanged(result))
                        .forEach(result -> known.put(result.path(), result)));
        known.keySet().retainAll(paths);
        return known;
    }

    private boolean isUnchanged(CheckedRecording result) {
        try {
            return RecordingFingerprint.of(files.file(result.path())).equals(result.content());
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
            results.put(path, unasked(path, content, null, "the file cannot be read: " + broken.getMessage()));
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
            ResponseComparison comparison = ResponseComparison.nearest(
                    dialects.dialectOf(recording.request()),
                    recorded.stream()
                            .map(response -> masked(response, exchange.secrets()))
                            .toList(),
                    masked(exchange.live().response(), exchange.secrets()),
                    options.model() != null);
            keep(read, comparison.verdict(), recorded.size(), exchange);
            return new CheckedRecording(
                    read.path(),
                    read.content(),
                    test(recording),
                    comparison.verdict(),
                    comparison.similarity(),
                    comparison.differences().stream()
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
        Recording before = read.recording();
        Recording now = RecordingFactory.withLive(before, exchange.live().response());
        // A shape of the request allows only its own shape of the response.
        boolean sameShape =
                before.request().getClass().equals(exchange.live().request().getClass());
        boolean usable = verdict != CheckVerdict.IDENTICAL
                && responses == 1
                && sameShape
                && options.model() == null
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
        return recording.testId() == null ? null : secrets.masked(TestId.ascii(recording.testId()));
    }

    private CheckReport report(Map<String, CheckedRecording> results, List<String> paths) {
        Map<String, CheckedRecording> ordered = new LinkedHashMap<>();
        paths.stream().filter(results::containsKey).forEach(path -> ordered.put(path, results.get(path)));
        return new CheckReport(plugin, options.model(), List.copyOf(ordered.values()));
    }

    private void write(Map<String, CheckedRecording> results, List<String> paths) throws IOException {
        AtomicWriter.write(file(), report(results, paths).json());
    }

    private Path file() {
        return workDirectory.resolve(JSON);
    }
}
