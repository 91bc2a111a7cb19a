package io.github.recorder.lifecycle;

import io.github.recorder.diagnosis.MissExplainer;
import io.github.recorder.diagnosis.MissLog;
import io.github.recorder.diagnosis.MissReports;
import io.github.recorder.diagnosis.RecordingView;
import io.github.recorder.diagnosis.RemovedRecordings;
import io.github.recorder.diagnosis.RequestDiagnosis;
import io.github.recorder.diagnosis.SuggestedRules;
import io.github.recorder.failure.FileFailure;
import io.github.recorder.ledger.ArtifactFile;
import io.github.recorder.ledger.LedgerWriter;
import io.github.recorder.matching.Candidate;
import io.github.recorder.matching.CandidateRanking;
import io.github.recorder.matching.Isolation;
import io.github.recorder.matching.MatchKey;
import io.github.recorder.matching.NearMiss;
import io.github.recorder.matching.RequestHash;
import io.github.recorder.matching.RuleSuggestion;
import io.github.recorder.matching.TestId;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.provider.ComparableRequests;
import io.github.recorder.provider.Dialect;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.LiveRequest;
import io.github.recorder.provider.UpstreamTable;
import io.github.recorder.recording.CorruptRecordingException;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingCodec;
import io.github.recorder.redaction.SecretScan;
import io.github.recorder.replay.Exchange;
import io.github.recorder.replay.RecorderResponse;
import io.github.recorder.replay.ReplayPace;
import io.github.recorder.replay.ReplayResponder;
import io.github.recorder.replay.ReplaySettings;
import io.github.recorder.replay.ResponseVariants;
import io.github.recorder.store.RecordingStore;
import io.github.recorder.store.UnreadableRecordingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Inspects recordings without a server: shows their content, and finds the one that a request matches. Read-only and
 * for one use.
 */
public final class RecordingInspector implements AutoCloseable {

    /** A shorter prefix would match too many files. */
    private static final int SHORTEST_PREFIX = 6;

    private static final int MOST_SHOWN = 100;
    private static final int MOST_NEAR = 3;

    private final RecordingStore store;
    private final Path recordings;
    private final String directory;
    private final RequestParsingConfig reading;
    private final Dialects dialects;

    private RecordingInspector(
            RecordingStore store, Path recordings, String directory, RequestParsingConfig reading, Dialects dialects) {
        this.reading = reading;
        this.dialects = dialects;
        this.store = store;
        this.recordings = recordings;
        this.directory = directory;
    }

    /**
     * Opens the recordings.
     *
     * @param artifacts further recordings below the directory, the uppermost first
     * @param directory the recordings directory for messages
     * @param request how requests are parsed
     * @throws InvalidConfigurationException if the directory cannot be listed, or the configuration is invalid
     */
    public static RecordingInspector open(
            Path recordings, List<ArtifactFile> artifacts, String directory, RequestParsingOptions request)
            throws InvalidConfigurationException {
        RequestParsingConfig reading = RequestParsingConfig.of(request);
        Dialects dialects = new Dialects(reading.matching().rules(warning -> {}));
        RecordingStore store = RequestParsingConfig.open(
                recordings,
                artifacts,
                reading.redaction(),
                new ComparableRequests(reading.upstreams(), dialects),
                problem -> {});
        return new RecordingInspector(store, recordings, directory, reading, dialects);
    }

    /**
     * Suggests rules under which the misses of a run would match.
     *
     * @param misses the folder of the run's reports
     * @param shown the folder as messages name it
     */
    public InspectionOutcome suggest(Path misses, String shown) {
        try {
            Optional<RuleSuggestion> rules = SuggestedRules.in(misses);
            if (rules.isEmpty()) {
                return nothing("No rule is suggested: there are no reports in " + shown
                        + ", or none of their requests differs from a recording only by a date, an id, a"
                        + " counter or a temporary path.");
            }
            ObjectNode json = Json.nodes().objectNode();
            rules.get().ignored().forEach(json.putArray("ignore")::add);
            rules.get().replaced().forEach(json.putArray("replace")::add);
            return new InspectionOutcome(true, String.join("\n", rules.get().lines("")) + "\n", json, "");
        } catch (IOException problem) {
            return nothing("The reports in " + shown + " cannot be read: " + FileFailure.message(problem) + ".");
        }
    }

    private static InspectionOutcome nothing(String sentence) {
        return new InspectionOutcome(false, "", Json.nodes().nullNode(), sentence);
    }

    /**
     * Shows recordings.
     *
     * @param what a file, inside or outside the recordings directory; the prefix of a file name, at least six
     *     characters; or a test id, which selects all recordings of the test
     */
    public InspectionOutcome show(String what) {
        List<RecordingView> stories = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        Optional<Path> file = file(what);
        if (file.isPresent()) {
            read(what, file.get(), stories, broken);
        } else {
            for (String path : named(what)) {
                read(path, stories, broken);
            }
        }
        if (stories.isEmpty()) {
            String reason = broken.isEmpty()
                    ? "No recording is " + what + ": there is no such file, no name of a file in " + directory
                            + " begins so (give " + SHORTEST_PREFIX
                            + " characters at least), and none is of a test with this id. "
                            + "Give -Drecorder.file one of these, and -Drecorder.recordings the directory."
                    : String.join(" ", broken);
            return new InspectionOutcome(false, "", Json.nodes().nullNode(), reason);
        }
        String text =
                stories.stream().map(RecordingView::text).collect(Collectors.joining("\n" + "-".repeat(80) + "\n\n"));
        ArrayNode all = Json.nodes().arrayNode();
        stories.forEach(story -> all.add(story.json()));
        JsonNode json = stories.size() == 1 ? all.path(0) : all;
        return new InspectionOutcome(
                true, SecretScan.BUILT_IN.masked(text), SecretScan.BUILT_IN.masked(json), stories.size() + " shown");
    }

    private Optional<Path> file(String what) {
        try {
            for (Path path : List.of(Path.of(what), recordings.resolve(what))) {
                if (Files.isRegularFile(path)) {
                    return Optional.of(path);
                }
            }
        } catch (InvalidPathException notAPath) {
            return Optional.empty(); // A test id may contain characters that are invalid in a path.
        }
        return Optional.empty();
    }

    private List<String> named(String what) {
        List<String> byName = what.length() < SHORTEST_PREFIX
                ? List.of()
                : store.paths().stream()
                        .filter(path -> RequestHash.begins(path.substring(path.lastIndexOf('/') + 1), what))
                        .limit(MOST_SHOWN)
                        .toList();
        if (!byName.isEmpty()) {
            return byName;
        }
        String id = TestId.ascii(what);
        return store.paths().parallelStream()
                .filter(path -> isOf(path, id))
                .sorted()
                .limit(MOST_SHOWN)
                .toList();
    }

    private boolean isOf(String path, String id) {
        try {
            String owner = store.head(path).testId();
            return owner != null && TestId.ascii(owner).equals(id);
        } catch (UnreadableRecordingException notThisOne) {
            return false;
        }
    }

    private RecordingView view(String path, Recording recording) {
        return new RecordingView(path, recording, dialects.dialectOf(recording.request()));
    }

    private void read(String path, List<RecordingView> stories, List<String> broken) {
        try {
            stories.add(view(path, store.read(path)));
        } catch (UnreadableRecordingException problem) {
            broken.add(problem.problem().sentence());
        }
    }

    private void read(String shown, Path file, List<RecordingView> stories, List<String> broken) {
        try {
            Recording recording = RecordingCodec.read(Files.readAllBytes(file));
            stories.add(view(shown, recording));
        } catch (CorruptRecordingException problem) {
            broken.add(shown + (problem.line() > 0 ? ", line " + problem.line() : "") + ": " + problem.reason() + ".");
        } catch (IOException problem) {
            broken.add(shown + " cannot be read: " + FileFailure.reason(problem) + ".");
        }
    }

    /** Says how a request would be answered. */
    public InspectionOutcome diagnose(RequestFile asked, Isolation isolation) {
        store.startIndexing();
        UpstreamTable upstreams = reading.upstreams();
        MissExplainer explainer = new MissExplainer(
                store,
                dialects,
                upstreams,
                directory,
                MissReports.none(),
                SecretScan.BUILT_IN,
                RemovedRecordings.NONE,
                new MissLog());
        ReplayResponder responder = new ReplayResponder(
                store,
                dialects,
                new LedgerWriter(),
                new ReplaySettings(
                        isolation,
                        upstreams,
                        directory,
                        0,
                        reading.redaction(),
                        ReplayPace.NONE,
                        ResponseVariants.headers(dialects.rules().headers())),
                explainer,
                warning -> {});
        RecorderResponse response = responder.respond(exchange(asked));
        if (response instanceof RecorderResponse.Refused || response instanceof RecorderResponse.Banner) {
            byte[] bytes = new byte[response.wire().body().remaining()];
            response.wire().body().duplicate().get(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8);
            return new InspectionOutcome(false, "", Json.nodes().nullNode(), "The request is none: " + text);
        }
        LiveRequest live = responder.read(exchange(asked));
        List<WireRequest> forms = new ComparableRequests(upstreams, dialects).of(live);
        WireRequest request = forms.get(0);
        Dialect dialect = dialects.forEndpoint(live.method(), live.endpoint());
        List<Candidate> candidates = CandidateRanking.ordered(
                store.candidates(forms), asked.testId(), MatchKey.of(request).raw());
        List<String> responses =
                response instanceof RecorderResponse.Replayed replayed ? replayed.recordings() : List.of();
        List<NearMiss> near = responses.isEmpty()
                ? explainer.near(request, asked.testId(), MOST_NEAR + candidates.size()).stream()
                        .filter(miss ->
                                !(miss.sameEndpoint() && miss.differences().none()))
                        .limit(MOST_NEAR)
                        .toList()
                : List.of();
        RequestDiagnosis diagnosis = new RequestDiagnosis(
                request,
                dialect.name(),
                asked.testId(),
                explainer.identity(live, dialect).orElse(null),
                responses,
                response instanceof RecorderResponse.Missed missed ? missed.text() : null,
                candidates,
                near);
        return new InspectionOutcome(
                diagnosis.answered(),
                SecretScan.BUILT_IN.masked(diagnosis.text()),
                SecretScan.BUILT_IN.masked(diagnosis.json()),
                diagnosis.answered()
                        ? "answered by " + String.join(", ", responses)
                        : "No recording answers the request of " + asked.shown() + ".");
    }

    private static Exchange exchange(RequestFile asked) {
        String target = asked.target();
        int query = target.indexOf('?');
        return new Exchange(
                asked.method(),
                query < 0 ? target : target.substring(0, query),
                query < 0 ? null : target.substring(query + 1),
                name -> name.equalsIgnoreCase("X-Recorder-Test-Id") ? asked.testId() : null,
                ByteBuffer.wrap(asked.body().getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        store.close();
    }
}
