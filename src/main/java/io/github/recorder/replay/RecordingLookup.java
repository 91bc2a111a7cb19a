package io.github.recorder.replay;

import io.github.recorder.diagnosis.Miss;
import io.github.recorder.diagnosis.MissExplainer;
import io.github.recorder.matching.Candidate;
import io.github.recorder.matching.CandidateRanking;
import io.github.recorder.matching.MatchKey;
import io.github.recorder.matching.MatchResult;
import io.github.recorder.matching.RecordingOwner;
import io.github.recorder.matching.RequestHash;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.provider.ComparableRequests;
import io.github.recorder.provider.Dialect;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.Endpoint;
import io.github.recorder.provider.LiveRequest;
import io.github.recorder.provider.ModelList;
import io.github.recorder.provider.ResponseDifferences;
import io.github.recorder.provider.WireResponse;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import io.github.recorder.store.RecordingStore;
import io.github.recorder.store.UnreadableRecordingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Finds the recording that matches a request, or the reason why none does. Thread-safe. */
final class RecordingLookup {

    private final RecordingStore store;
    private final Dialects dialects;
    private final ReplaySettings settings;
    private final ComparableRequests requests;
    private final ResponseSequence.SequencePositions steps = new ResponseSequence.SequencePositions();
    private final MissExplainer explainer;

    RecordingLookup(RecordingStore store, Dialects dialects, ReplaySettings settings, MissExplainer explainer) {
        this.store = store;
        this.dialects = dialects;
        this.settings = settings;
        this.requests = new ComparableRequests(settings.upstreams(), dialects);
        this.explainer = explainer;
    }

    /** Restarts the response sequences of a test. */
    void restart(String testId) {
        steps.restart(testId);
    }

    /** Returns the number of recordings that there are. */
    int recordings() {
        return store.size();
    }

    /** Returns the response to a request. */
    RecorderResponse respond(LiveRequest request) {
        return new Query(request, true).response();
    }

    /** Returns the response to a request if a recording matches; a miss is neither explained nor reported. */
    Optional<RecorderResponse.Replayed> recorded(LiveRequest request) {
        RecorderResponse wire = new Query(request, false).response();
        return wire instanceof RecorderResponse.Replayed replayed ? Optional.of(replayed) : Optional.empty();
    }

    /** Returns the ids of the tests that have a recording of a request. */
    Set<String> owners(LiveRequest request) {
        return store.candidates(requests.of(request)).stream()
                .map(Candidate::testId)
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether something was recorded whose path begins with the same segment. */
    boolean hasPathLike(Endpoint endpoint) {
        String first = endpoint.path().split("/", 3)[1];
        return store.endpoints().stream()
                .map(recorded -> recorded.endpoint().split("[/?]", 3))
                .anyMatch(segments -> segments.length > 1 && segments[1].equals(first));
    }

    /** One request during its lookup. */
    private final class Query {

        private final LiveRequest live;
        private final Dialect dialect;
        private final WireRequest request;
        private final List<WireRequest> forms;
        private final boolean listing;
        private final boolean explains;

        Query(LiveRequest live, boolean explains) {
            this.live = live;
            this.forms = requests.of(live);
            this.request = forms.get(0);
            this.dialect = dialects.forEndpoint(request.method(), live.endpoint());
            this.listing = dialect.hasInferenceShape() && settings.upstreams().isLlm(live.endpoint());
            this.explains = explains;
        }

        RecorderResponse response() {
            try {
                Optional<ModelList> list = listing ? ModelList.of(request) : Optional.empty();
                return list.isPresent() ? union(list.get()) : single();
            } catch (UnreadableRecordingException problem) {
                return missed(new Miss.Why.Corrupt(problem.problem().sentence()));
            }
        }

        private RecorderResponse single() throws UnreadableRecordingException {
            List<Candidate> same = ofTheServicesForm(store.candidates(forms));
            if (same.isEmpty() && live.method().equals("HEAD")) {
                same = store.candidates(requests.of(live.with("GET")));
            }
            List<Candidate> candidates = withFormerId(same);
            MatchResult choice = CandidateRanking.choose(
                    candidates, live.testId(), MatchKey.of(request).raw(), settings.isolation());
            if (choice instanceof MatchResult.One one) {
                return replayed(one.candidate());
            }
            if (choice instanceof MatchResult.AllMustAgree all) {
                return agreed(all.candidates());
            }
            return candidates.isEmpty() ? oneModel() : missed(new Miss.Why.OtherTestsOnly(candidates));
        }

        /** Gives the calling test the recordings of the id that it had, unless it has one of the id that it has. */
        private List<Candidate> withFormerId(List<Candidate> candidates) {
            String test = live.testId();
            String former = live.formerTestId();
            return test == null || former == null || anyOf(candidates, test)
                    ? candidates
                    : candidates.stream()
                            .map(candidate ->
                                    anyOf(List.of(candidate), former) ? candidate.withTestId(test) : candidate)
                            .toList();
        }

        private boolean anyOf(List<Candidate> candidates, String test) {
            return candidates.stream()
                    .anyMatch(candidate -> RecordingOwner.of(candidate.testId(), test) == RecordingOwner.OWN_TEST);
        }

        /** Omits OpenAI's model lists if a service with another list format is asked for its own. */
        private List<Candidate> ofTheServicesForm(List<Candidate> candidates) throws UnreadableRecordingException {
            if (candidates.isEmpty() || ModelList.of(request).isEmpty()) {
                return candidates;
            }
            List<Candidate> own = new ArrayList<>();
            for (Candidate candidate : candidates) {
                if (ModelList.of(store.head(candidate.path()).request()).isEmpty()) {
                    own.add(candidate);
                }
            }
            return own;
        }

        private RecorderResponse replayed(Candidate candidate) throws UnreadableRecordingException {
            Recording recording = store.read(candidate.path());
            List<RecordedResponse> responses = ResponseSequence.of(recording.response());
            boolean several = responses.size() > 1;
            int step = several ? steps.next(candidate.path(), live.testId(), responses.size()) : 0;
            RecorderResponse.Replayed wire =
                    replayed(List.of(candidate.path()), wire(candidate.path(), recording, responses.get(step)));
            RecordedResponse response = responses.get(step);
            StreamedBody paced = PacedBody.of(wire.wire(), response, settings.pace());
            return new RecorderResponse.Replayed(wire.recordings(), wire.wire(), paced, !several);
        }

        private WireResponse wire(String path, Recording recording, RecordedResponse response)
                throws UnreadableRecordingException {
            Recording step = new Recording(recording.testId(), recording.request(), response, recording.document());
            WireResponse wire;
            try {
                wire = dialects.dialectOf(recording.request()).respond(step);
            } catch (RuntimeException | StackOverflowError problem) {
                // The file holds something that no service can have sent, for instance invalid base64.
                throw store.unservable(path, "its response cannot be served: " + problem, problem);
            }
            if (wire.status() < 200 || wire.status() > 999) {
                String reason = "its response cannot be served: " + wire.status() + " is not the status of a response";
                throw store.unservable(path, reason, new IllegalArgumentException(reason));
            }
            Map<String, String> headers = new LinkedHashMap<>(wire.headers());
            for (Map.Entry<String, JsonNode> header :
                    response.document().path("headers").properties()) {
                if (!header.getKey().equalsIgnoreCase("content-type")) {
                    headers.put(header.getKey(), header.getValue().asString(""));
                }
            }
            return new WireResponse(wire.status(), headers, wire.body(), wire.ending());
        }

        private RecorderResponse agreed(List<Candidate> candidates) throws UnreadableRecordingException {
            List<String> said = said(candidates.get(0));
            for (Candidate other : candidates.subList(1, candidates.size())) {
                if (!said.equals(said(other))) {
                    return missed(new Miss.Why.OtherTestsDisagree(candidates, difference(candidates.get(0), other)));
                }
            }
            return replayed(candidates.get(0));
        }

        private String difference(Candidate one, Candidate other) throws UnreadableRecordingException {
            Recording first = store.read(one.path());
            return ResponseDifferences.ofResponses(
                            dialects.dialectOf(first.request()),
                            first.response(),
                            store.read(other.path()).response())
                    .stream()
                    .findFirst()
                    .orElse("only values that differ from one response to the next differ");
        }

        private List<String> said(Candidate candidate) throws UnreadableRecordingException {
            Recording recording = store.read(candidate.path());
            List<String> said = new ArrayList<>();
            for (RecordedResponse response : ResponseSequence.of(recording.response())) {
                said.add(withoutStoredIds(wire(candidate.path(), recording, response)));
            }
            return said;
        }

        private RecorderResponse union(ModelList list) throws UnreadableRecordingException {
            Members members = members(forms);
            return members.isEmpty()
                    ? missed(new Miss.Why.NothingRecorded())
                    : replayed(members.paths(), list.union(members.recordings()));
        }

        /** Answers a query for one model from the model lists if it was not recorded itself. */
        private RecorderResponse oneModel() throws UnreadableRecordingException {
            Optional<String> listEndpoint = listing ? ModelList.listOf(request) : Optional.empty();
            if (listEndpoint.isPresent()) {
                List<WireRequest> asList = requests.of(live.forList(listEndpoint.get()));
                Members members = members(asList);
                Optional<WireResponse> wire = ModelList.of(asList.get(0))
                        .flatMap(list -> ModelList.idIn(request).flatMap(id -> list.one(members.recordings(), id)));
                if (wire.isPresent()) {
                    return replayed(members.paths(), wire.get());
                }
            }
            return missed(new Miss.Why.NothingRecorded());
        }

        /**
         * Returns the lists of the service that the request is for; of hosts that nothing is known of, if that has
         * none.
         */
        private Members members(List<WireRequest> list) throws UnreadableRecordingException {
            Members all = new Members(new LinkedHashMap<>());
            for (WireRequest form : list) {
                List<Candidate> candidates = new ArrayList<>(store.candidates(MatchKey.of(form)));
                candidates.sort(Comparator.comparing(Candidate::path));
                for (Candidate candidate : candidates) {
                    all.byPath().put(candidate.path(), store.read(candidate.path()));
                }
                if (!all.isEmpty()) {
                    break;
                }
            }
            return all;
        }

        private RecorderResponse.Replayed replayed(List<String> paths, WireResponse wire) {
            Map<String, String> headers = new LinkedHashMap<>(wire.headers());
            headers.put("X-Recorder-Recording", paths.get(0));
            WireResponse named = new WireResponse(wire.status(), headers, wire.body(), wire.ending());
            return new RecorderResponse.Replayed(paths, named, null, true);
        }

        private RecorderResponse missed(Miss.Why why) {
            if (!explains) {
                return RecorderPages.refused(dialect, "not recorded");
            }
            return RecorderPages.missed(dialect, explainer.explain(live, dialect, why));
        }
    }

    /** The recordings that a list of models is the union of, by path. */
    private record Members(Map<String, Recording> byPath) {

        boolean isEmpty() {
            return byPath.isEmpty();
        }

        List<String> paths() {
            return List.copyOf(byPath.keySet());
        }

        List<Recording> recordings() {
            return List.copyOf(byPath.values());
        }
    }

    private static String withoutStoredIds(WireResponse wire) {
        String body = StandardCharsets.UTF_8.decode(wire.body().duplicate()).toString();
        return wire.status() + " " + wire.ending() + " " + RequestHash.withoutStoredIds(body);
    }
}
