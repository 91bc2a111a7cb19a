package io.github.recorder.replay;

import io.github.recorder.diagnosis.Miss;
import io.github.recorder.diagnosis.MissExplainer;
import io.github.recorder.diagnosis.MissOfOthers;
import io.github.recorder.matching.Candidate;
import io.github.recorder.matching.CandidateRanking;
import io.github.recorder.matching.Digest;
import io.github.recorder.matching.MatchKey;
import io.github.recorder.matching.MatchResult;
import io.github.recorder.matching.RecordingOwner;
import io.github.recorder.matching.RequestHash;
import io.github.recorder.matching.TestId;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.provider.ComparableRequests;
import io.github.recorder.provider.Dialect;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.Endpoint;
import io.github.recorder.provider.FiledResponse;
import io.github.recorder.provider.LiveRequest;
import io.github.recorder.provider.ModelList;
import io.github.recorder.provider.ResponseDifferences;
import io.github.recorder.provider.ResponseTiming;
import io.github.recorder.provider.Upstream;
import io.github.recorder.provider.WireResponse;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingOutline;
import io.github.recorder.store.LongRecording;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Finds the recording that matches a request, or the reason why none does. Thread-safe. */
final class RecordingLookup {

    /** The maximum number of cached entries; beyond it all are dropped, and found again when needed. */
    private static final int MOST_REMEMBERED = 1 << 16;

    /** A later miss is cheap, because it is not explained. */
    private static final int MOST_MISSES = 1000;

    /** The share of the cache for lists of models, which are few. */
    private static final int UNIONS_PART = 8;

    private final RecordingStore store;
    private final Dialects dialects;
    private final ReplaySettings settings;
    private final ComparableRequests requests;
    private final ResponseSequence.SequencePositions steps = new ResponseSequence.SequencePositions();
    private final MissExplainer explainer;
    private final ResponseCache<String, PreparedRecording> prepared;
    private final SharedReads<String, PreparedRecording> reads = new SharedReads<>();
    private final ResponseCache<TestRequest, RecorderResponse.Replayed> unions;
    private final Map<TestRequest, Choice> choices = new ConcurrentHashMap<>();
    private final Map<Digest, ChoiceOfOthers> choicesOfOthers = new ConcurrentHashMap<>();
    private final Map<List<Object>, OthersDecision> decisions = new ConcurrentHashMap<>();
    private final Map<TestRequest, KnownMiss> misses = new ConcurrentHashMap<>();
    private final long longFile;

    /** @param longFile the length of a file from which on bodies stay in it, in bytes */
    RecordingLookup(
            RecordingStore store, Dialects dialects, ReplaySettings settings, MissExplainer explainer, long longFile) {
        this.longFile = longFile;
        this.store = store;
        this.dialects = dialects;
        this.settings = settings;
        this.requests = new ComparableRequests(settings.upstreams(), dialects);
        this.explainer = explainer;
        this.prepared = new ResponseCache<>(settings.cacheBytes(), PreparedRecording::bytes);
        this.unions = new ResponseCache<>(
                settings.cacheBytes() / UNIONS_PART,
                union -> union.wire().body().capacity());
    }

    /** Restarts the response sequences of a test. */
    void restart(String testId) {
        steps.restart(testId);
    }

    /** Returns the number of recordings. */
    int recordings() {
        return store.size();
    }

    /**
     * Returns the response to a request that was asked before, by this test or by another one that gets the same
     * response, without parsing it.
     *
     * @param request the digest from the call of {@link #respond}
     */
    Optional<RecorderResponse> again(Digest request, CallerIdentity caller) {
        TestRequest key = new TestRequest(request, caller.test());
        long revision = store.revision();
        Choice choice = choices.get(key);
        if (choice == null || choice.revision() != revision) {
            KnownMiss miss = misses.get(key);
            if (miss != null && miss.sent() && miss.revision() == revision) {
                return Optional.of(miss.response());
            }
            ChoiceOfOthers others = choicesOfOthers.get(request);
            if (others == null || !others.decision().isFor(caller.test(), caller.formerTest(), revision)) {
                return Optional.empty();
            }
            MissOfOthers ofOthers = others.miss();
            if (ofOthers != null) {
                return Optional.of(missed(ofOthers, key, revision));
            }
            choice = Objects.requireNonNull(others.choice());
        }
        try {
            return choice.path() == null
                    ? Optional.ofNullable(unions.get(key))
                    : Optional.of(choice.echo()
                            .in(replayed(
                                    prepared(choice.path()),
                                    choice.positions(),
                                    choice.ofClass() == null ? caller.test() : choice.ofClass())));
        } catch (UnreadableRecordingException problem) {
            return Optional.empty(); // The explanation of the miss mentions it.
        }
    }

    /**
     * Returns the response to a request.
     *
     * @param digest identifies the request, whichever test sends it
     */
    RecorderResponse respond(LiveRequest request, Digest digest) {
        return new Query(request, digest).response();
    }

    /** Returns the response to a request if a recording matches. A miss is neither explained nor reported. */
    Optional<RecorderResponse.Replayed> recorded(LiveRequest request) {
        RecorderResponse wire = new Query(request, null).response();
        return wire instanceof RecorderResponse.Replayed replayed ? Optional.of(replayed) : Optional.empty();
    }

    /** Returns a miss that is explained once in a revision of the store. */
    private RecorderResponse.Missed missed(
            TestRequest key, boolean sent, long revision, Supplier<RecorderResponse.Missed> explained) {
        KnownMiss known = misses.get(key);
        if (known != null && known.revision() == revision) {
            return known.response();
        }
        RecorderResponse.Missed response = explained.get();
        if (known != null || misses.size() < MOST_MISSES) {
            misses.put(key, new KnownMiss(response, sent, revision));
        }
        return response;
    }

    private RecorderResponse.Missed missed(MissOfOthers miss, TestRequest key, long revision) {
        return missed(
                key, true, revision, () -> RecorderPages.missed(miss.dialect(), explainer.explain(miss, key.test())));
    }

    /** @param positions the positions of the served ones among the recording's responses, in order */
    private RecorderResponse.Replayed replayed(
            PreparedRecording recording, List<Integer> positions, @Nullable String testId) {
        int size = positions.size();
        boolean all = size == recording.responses().size();
        String sequence = recording.path() + (all ? "" : " " + positions);
        int step = size > 1 ? steps.next(sequence, testId, size) : 0;
        return recording.responses().get(positions.get(step)).at(settings.pace());
    }

    /** Reads a recording, unless the current version is in memory. */
    private PreparedRecording prepared(String path) throws UnreadableRecordingException {
        long revision = store.revision(path);
        PreparedRecording known = prepared.get(path);
        return known != null && known.revision() == revision && known.isUnchanged()
                ? known
                : reads.read(revision + " " + path, () -> read(path, revision));
    }

    private PreparedRecording read(String path, long revision) throws UnreadableRecordingException {
        // Parts with times are sent from memory.
        Optional<LongRecording> file =
                settings.pace().factor() == 0 ? store.readLong(path, longFile) : Optional.empty();
        PreparedRecording filed =
                file.flatMap(found -> filed(path, revision, found)).orElse(null);
        PreparedRecording read = filed == null ? inMemory(path, revision) : filed;
        prepared.put(path, read);
        return read;
    }

    /** Returns a recording whose bodies stay in its file; empty if that is impossible for one of them. */
    private Optional<PreparedRecording> filed(String path, long revision, LongRecording file) {
        RecordingOutline outline = file.outline();
        RecordedResponse first = outline.recording().response();
        List<PreparedRecording.Response> responses = new ArrayList<>();
        for (RecordedResponse response : ResponseVariants.all(first)) {
            FiledResponse filed = dialects.filed(outline, response).orElse(null);
            FiledBody body = filed == null || !isFinalStatus(filed.head().status())
                    ? null
                    : FiledBody.of(store, path, file, filed).orElse(null);
            if (filed == null || body == null) {
                return Optional.empty();
            }
            responses.add(new PreparedRecording.Response(
                    new RecorderResponse.Replayed(List.of(path), named(List.of(path), filed.head())), List.of(), body));
        }
        return Optional.of(new PreparedRecording(path, revision, file, responses, ResponseVariants.of(first)));
    }

    private PreparedRecording inMemory(String path, long revision) throws UnreadableRecordingException {
        Optional<PreparedRecording> compact =
                settings.pace().factor() == 0 ? compact(path, revision) : Optional.empty();
        return compact.isPresent() ? compact.get() : whole(path, revision);
    }

    /** Returns a recording that is read without a tree of its bodies; empty if one of its responses needs it. */
    private Optional<PreparedRecording> compact(String path, long revision) throws UnreadableRecordingException {
        RecordingOutline outline = store.readCompact(path).orElse(null);
        if (outline == null) {
            return Optional.empty();
        }
        RecordedResponse first = outline.recording().response();
        List<PreparedRecording.Response> responses = new ArrayList<>();
        for (RecordedResponse response : ResponseVariants.all(first)) {
            WireResponse wire =
                    servable(path, () -> dialects.respond(outline, response)).orElse(null);
            if (wire == null) {
                return Optional.empty();
            }
            responses.add(response(path, wire, List.of()));
        }
        return Optional.of(new PreparedRecording(path, revision, null, responses, ResponseVariants.of(first)));
    }

    private PreparedRecording whole(String path, long revision) throws UnreadableRecordingException {
        Recording recording = store.read(path);
        List<PreparedRecording.Response> responses = new ArrayList<>();
        for (RecordedResponse response : ResponseVariants.all(recording.response())) {
            WireResponse wire = servable(path, () -> Optional.of(dialects.respond(recording.with(response))))
                    .orElseThrow();
            responses.add(response(
                    path, wire, settings.pace().factor() == 0 ? List.of() : ResponseTiming.pieces(response, wire)));
        }
        return new PreparedRecording(path, revision, null, responses, ResponseVariants.of(recording.response()));
    }

    private static PreparedRecording.Response response(
            String path, WireResponse wire, List<ResponseTiming.Piece> pieces) {
        return new PreparedRecording.Response(
                new RecorderResponse.Replayed(List.of(path), named(List.of(path), wire)), pieces, null);
    }

    private Optional<WireResponse> servable(String path, Supplier<Optional<WireResponse>> response)
            throws UnreadableRecordingException {
        Optional<WireResponse> wire;
        try {
            wire = response.get();
        } catch (RuntimeException | StackOverflowError problem) {
            // The file holds something that no service can have sent, for instance invalid base64.
            throw store.unservable(path, "its response cannot be served: " + problem, problem);
        }
        if (wire.isPresent() && !isFinalStatus(wire.get().status())) {
            String reason =
                    "its response cannot be served: " + wire.get().status() + " is not the status of a response";
            throw store.unservable(path, reason, new IllegalArgumentException(reason));
        }
        return wire;
    }

    private static boolean isFinalStatus(int status) {
        return status >= 200 && status <= 999;
    }

    private static WireResponse named(List<String> paths, WireResponse wire) {
        return wire.with(new HttpHeader("X-Recorder-Recording", paths.get(0)));
    }

    private static <K, V> void remember(Map<K, V> memory, K key, V value) {
        if (memory.size() >= MOST_REMEMBERED) {
            memory.clear();
        }
        memory.put(key, value);
    }

    /**
     * The decision about a request.
     *
     * @param path the recording that is served; null for a union
     * @param positions the positions of the served ones among its responses, in order
     * @param echo the values of the request that its response repeats
     * @param ofClass the class whose tests share the sequence of responses; null if the test has its own
     * @param revision the store's revision at that time
     */
    private record Choice(
            @Nullable String path,
            List<Integer> positions,
            ValueEcho echo,
            @Nullable String ofClass,
            long revision) {}

    /**
     * A miss.
     *
     * @param sent whether its response is sent, and not replaced with one about the address
     * @param revision the store's revision when it was explained
     */
    private record KnownMiss(RecorderResponse.Missed response, boolean sent, long revision) {}

    /**
     * A request of a test.
     *
     * @param request the digest of the request
     * @param test null if unknown
     */
    private record TestRequest(Digest request, @Nullable String test) {

        /** Written out, because the {@code hashCode} of a record makes method handles, which slow down a start. */
        @Override
        public int hashCode() {
            return request.hashCode() + Objects.hashCode(test);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof TestRequest key && request.equals(key.request) && Objects.equals(test, key.test);
        }
    }

    /**
     * The decision about a request of a test that has no recording of it, if all recordings of it belong to tests. It
     * is the same for each such test.
     *
     * @param owners the ids of the tests that have one, in ASCII
     * @param best the recording to serve; null for a miss
     * @param miss the reason for the miss; null if there is none
     * @param revision the store's revision at that time
     */
    private record OthersDecision(
            Set<String> owners, @Nullable Candidate best, Miss.@Nullable Why miss, long revision) {

        OthersDecision(List<Candidate> candidates, @Nullable Candidate best, Miss.@Nullable Why miss, long revision) {
            this(
                    candidates.stream()
                            .map(candidate -> TestId.ascii(String.valueOf(candidate.testId())))
                            .collect(Collectors.toUnmodifiableSet()),
                    best,
                    miss,
                    revision);
        }

        /**
         * Returns whether this is the decision about a test.
         *
         * @param test null if unknown
         * @param former its former id; null if it has none
         * @param now the store's current revision
         */
        boolean isFor(@Nullable String test, @Nullable String former, long now) {
            return revision == now && !isOwner(test) && !isOwner(former);
        }

        /** Returns whether a test, or a class that it belongs to, has a recording of the request. */
        private boolean isOwner(@Nullable String test) {
            return test != null && TestId.isWithinAny(TestId.ascii(test), owners);
        }
    }

    /**
     * A decision about a request, and what follows from it for requests of the same bytes.
     *
     * @param choice the choice; null for a miss
     * @param miss the miss; null if there is none
     */
    private record ChoiceOfOthers(
            OthersDecision decision,
            @Nullable Choice choice,
            @Nullable MissOfOthers miss) {}

    /** Returns the ids of the tests that have a recording of a request. */
    Set<String> owners(LiveRequest request) {
        return store.candidates(requests.of(request)).stream()
                .map(Candidate::testId)
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns whether the path of any recording begins with the same segment. */
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
        private final Set<String> required;
        private final boolean listing;
        private final @Nullable Digest digest;
        private final long revision = store.revision();

        /** @param digest null if the response is not cached, and a miss neither explained nor reported */
        Query(LiveRequest live, @Nullable Digest digest) {
            this.live = live;
            this.forms = requests.of(live);
            this.request = forms.get(0);
            this.dialect = dialects.forEndpoint(request.method(), live.endpoint());
            this.required = dialects.rules()
                    .of(settings.upstreams()
                            .addressed(live.endpoint(), dialect, live.host())
                            .map(Upstream::name)
                            .orElse(null))
                    .headers();
            this.listing = dialect.hasInferenceShape() && settings.upstreams().isLlm(live.endpoint());
            this.digest = digest;
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
            List<MatchKey> keys = forms.stream().map(MatchKey::of).toList();
            List<Object> question = question(keys);
            // Very many tests may have recorded the request, so they are looked at once, and not for each that has not.
            OthersDecision known = decisions.get(question);
            if (known != null && known.isFor(live.testId(), live.formerTestId(), revision)) {
                return decided(known);
            }
            List<Candidate> same = ofTheServicesForm(store.candidatesOf(keys));
            if (same.isEmpty() && live.method().equals("HEAD")) {
                same = store.candidates(requests.of(live.with("GET")));
            }
            List<Candidate> fitting = fitting(same);
            Digest raw = keys.get(0).raw();
            if (fitting.isEmpty() && !same.isEmpty()) {
                List<Candidate> ordered = CandidateRanking.ordered(same, live.testId(), raw);
                return missed(new Miss.Why.OtherHeaders(
                        ordered,
                        ResponseVariants.difference(
                                prepared(ordered.get(0).path()).variants(), live.headers(), required)));
            }
            List<Candidate> candidates = withFormerId(fitting);
            MatchResult choice = CandidateRanking.choose(candidates, live.testId(), raw, settings.isolation());
            OthersDecision decision = candidates.isEmpty() ? null : forOthers(candidates, choice, raw);
            if (decision != null && decision.isFor(live.testId(), live.formerTestId(), revision)) {
                remember(decisions, question, decision);
                return decided(decision);
            }
            if (choice instanceof MatchResult.One one) {
                return replayed(one.candidate());
            }
            return candidates.isEmpty() ? oneModel() : missed(onlyOtherTests(candidates, raw));
        }

        /** Returns the decision that does not depend on the test; null if the test, or no test, owns the recording. */
        private @Nullable OthersDecision forOthers(List<Candidate> candidates, MatchResult choice, Digest raw)
                throws UnreadableRecordingException {
            if (choice instanceof MatchResult.AllMustAgree all) {
                Miss.Why disagreement = disagreement(all.candidates());
                return new OthersDecision(
                        candidates, disagreement == null ? all.candidates().get(0) : null, disagreement, revision);
            }
            if (choice instanceof MatchResult.One one) {
                return RecordingOwner.of(one.candidate().testId(), live.testId()) == RecordingOwner.OTHER_TEST
                        ? new OthersDecision(candidates, one.candidate(), null, revision)
                        : null;
            }
            return new OthersDecision(candidates, null, onlyOtherTests(candidates, raw), revision);
        }

        private Miss.Why onlyOtherTests(List<Candidate> candidates, Digest raw) {
            return new Miss.Why.OtherTestsOnly(CandidateRanking.ordered(candidates, live.testId(), raw));
        }

        private RecorderResponse decided(OthersDecision decision) throws UnreadableRecordingException {
            Candidate best = decision.best();
            if (best == null) {
                return missed(decision, Objects.requireNonNull(decision.miss()));
            }
            PreparedRecording recording = prepared(best.path());
            Choice choice = new Choice(best.path(), chosen(recording), echo(best), null, revision);
            if (digest != null) {
                remember(choicesOfOthers, digest, new ChoiceOfOthers(decision, choice, null));
            }
            return choice.echo().in(RecordingLookup.this.replayed(recording, choice.positions(), live.testId()));
        }

        /** Returns what is asked, whichever test asks. No record, whose {@code hashCode} would slow down a start. */
        private List<Object> question(List<MatchKey> keys) {
            List<Object> question = new ArrayList<>(List.of(required, live.headers()));
            for (MatchKey key : keys) {
                question.add(key.normalized());
                question.add(key.raw());
            }
            return question;
        }

        /** Gives the requesting test the recordings with its former id, unless it has one with its current id. */
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

        /** Omits OpenAI's model lists for a service whose own list has another format. */
        private List<Candidate> ofTheServicesForm(List<Candidate> candidates) throws UnreadableRecordingException {
            if (listing || candidates.isEmpty() || ModelList.of(request).isEmpty()) {
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
            PreparedRecording recording = prepared(candidate.path());
            List<Integer> positions = chosen(recording);
            ValueEcho echo = echo(candidate);
            String ofClass = RecordingOwner.of(candidate.testId(), live.testId()) == RecordingOwner.OWN_CLASS
                    ? candidate.testId()
                    : null;
            RecorderResponse.Replayed response =
                    RecordingLookup.this.replayed(recording, positions, ofClass == null ? live.testId() : ofClass);
            if (digest != null) {
                remember(choices, key(digest), new Choice(candidate.path(), positions, echo, ofClass, revision));
            }
            return echo.in(response);
        }

        /** Only the user's rules can make a request with other values the same. */
        private ValueEcho echo(Candidate candidate) throws UnreadableRecordingException {
            Map<String, JsonNode> values = requests.ruledValues(live);
            return values.isEmpty()
                    ? ValueEcho.NONE
                    : ValueEcho.of(
                            values,
                            requests.ruledValues(settings.redaction()
                                    .request(store.head(candidate.path()).request())));
        }

        private Miss.@Nullable Why disagreement(List<Candidate> candidates) throws UnreadableRecordingException {
            Candidate best = candidates.get(0);
            List<String> said = said(best);
            for (Candidate other : candidates.subList(1, candidates.size())) {
                if (!said.equals(said(other))) {
                    return new Miss.Why.OtherTestsDisagree(candidates, difference(best, other));
                }
            }
            return null;
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
            PreparedRecording recording = prepared(candidate.path());
            return chosen(recording).stream()
                    .map(position -> withoutStoredIds(recording
                            .responses()
                            .get(position)
                            .at(ReplayPace.NONE)
                            .whole()))
                    .toList();
        }

        /** Omits recordings of the same request with other values of the required headers. */
        private List<Candidate> fitting(List<Candidate> candidates) throws UnreadableRecordingException {
            if (required.isEmpty()) {
                return candidates;
            }
            List<Candidate> fitting = new ArrayList<>();
            for (Candidate candidate : candidates) {
                if (!chosen(prepared(candidate.path())).isEmpty()) {
                    fitting.add(candidate);
                }
            }
            return fitting;
        }

        private List<Integer> chosen(PreparedRecording recording) {
            return ResponseVariants.choose(recording.variants(), live.headers(), required);
        }

        /** Serves the lists of all tests as one. An error, for instance, is served only if there is no list. */
        private RecorderResponse union(ModelList list) throws UnreadableRecordingException {
            Members members = members(forms);
            List<Recording> lists = members.recordings().stream()
                    .filter(recording -> list.isList(recording.response()))
                    .toList();
            return lists.isEmpty() ? single() : replayed(members.paths(), list.union(lists));
        }

        /** Serves a request for one model from the model lists if it was not recorded itself. */
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

        /** Returns the lists of the request's service; those of unknown hosts if it has none. */
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
            RecorderResponse.Replayed response = new RecorderResponse.Replayed(paths, named(paths, wire));
            if (digest != null) {
                TestRequest key = key(digest);
                unions.get(key); // A request as a key of the cache.
                unions.put(key, response);
                remember(choices, key, new Choice(null, List.of(), ValueEcho.NONE, null, revision));
            }
            return response;
        }

        private RecorderResponse missed(Miss.Why why) {
            if (digest == null) {
                return RecorderPages.refused(dialect, "not recorded");
            }
            Supplier<RecorderResponse.Missed> explained =
                    () -> RecorderPages.missed(dialect, explainer.explain(live, dialect, why));
            // A broken file may be fixed during the run.
            return why instanceof Miss.Why.Corrupt
                    ? explained.get()
                    : RecordingLookup.this.missed(key(digest), isAddressed(), revision, explained);
        }

        private RecorderResponse missed(OthersDecision decision, Miss.Why why) {
            MissOfOthers ofOthers = digest == null || !isAddressed()
                    ? null
                    : explainer.ofOthers(live, dialect, why).orElse(null);
            if (digest == null || ofOthers == null) {
                return missed(why);
            }
            remember(choicesOfOthers, digest, new ChoiceOfOthers(decision, null, ofOthers));
            return RecordingLookup.this.missed(ofOthers, key(digest), revision);
        }

        private boolean isAddressed() {
            return !settings.upstreams().isUnaddressed(live.endpoint(), dialect);
        }

        private TestRequest key(Digest request) {
            return new TestRequest(request, live.testId());
        }
    }

    /** The recordings, by path, whose union is a list of models. */
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
