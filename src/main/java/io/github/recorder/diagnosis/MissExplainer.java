package io.github.recorder.diagnosis;

import io.github.recorder.matching.Candidate;
import io.github.recorder.matching.Difference;
import io.github.recorder.matching.JsonDifferences;
import io.github.recorder.matching.NearMiss;
import io.github.recorder.matching.RequestHash;
import io.github.recorder.matching.RuleSuggestion;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.provider.ComparableRequests;
import io.github.recorder.provider.Dialect;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.LiveExchange;
import io.github.recorder.provider.LiveRequest;
import io.github.recorder.provider.UpstreamTable;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.PythonJson;
import io.github.recorder.redaction.SecretScan;
import io.github.recorder.store.FileProblem;
import io.github.recorder.store.RecordedEndpoint;
import io.github.recorder.store.RecordingStore;
import io.github.recorder.store.UnreadableRecordingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Explains requests that no recording matches. Thread-safe. */
public final class MissExplainer {

    /** The maximum number of files that are read and compared for a miss: those with the most similar sketches. */
    private static final int MOST_READ = 8;

    /** More distinct misses than these share a cause with them. */
    private static final int MOST_EXPLAINED = MissReports.MOST_REPORTS;

    /** The log has a line for each further miss. */
    private static final int MOST_TOLD = 20;

    /** The maximum number of near misses in an explanation. */
    private static final int MOST_NEAR = 5;

    /** The length of a request from which on it is read again for each test, in characters. */
    private static final int LONGEST_KEPT = 8 << 10;

    private final RecordingStore store;
    private final ComparableRequests requests;
    private final UpstreamTable upstreams;
    private final String directory;
    private final MissReports reports;
    private final SecretScan secrets;
    private final SecretScan secretsOfReports;
    private final RemovedRecordings removed;
    private final AtomicInteger explained = new AtomicInteger();
    private final MissLog log;

    /**
     * Creates an explainer.
     *
     * @param directory the recordings directory as messages name it
     * @param reports keeps the full report of each miss
     * @param secrets the secrets that are hidden in all output
     * @param removed the recordings that were pruned or deleted
     * @param log keeps the misses of the run
     */
    public MissExplainer(
            RecordingStore store,
            Dialects dialects,
            UpstreamTable upstreams,
            String directory,
            MissReports reports,
            SecretScan secrets,
            RemovedRecordings removed,
            MissLog log) {
        this.store = store;
        this.requests = new ComparableRequests(upstreams, dialects);
        this.upstreams = upstreams;
        this.directory = directory;
        this.reports = reports;
        // The messages of a run have most sentences in common, but each report is masked as a whole.
        this.secrets = secrets.remembering();
        this.secretsOfReports = secrets;
        this.removed = removed;
        this.log = log;
    }

    /**
     * Explains why a request has no recording, and writes its report the first time. May read some files. After {@value
     * #MOST_EXPLAINED} explanations it only names the request.
     *
     * @param dialect the client's dialect
     */
    public MissMessage explain(LiveRequest live, Dialect dialect, Miss.Why why) {
        int count = explained.incrementAndGet();
        return count > MOST_EXPLAINED
                ? unexplained(live, dialect, count == MOST_EXPLAINED + 1)
                : explained(live, count, whole(live, dialect, why));
    }

    /**
     * Finds out why a request has no recording that may be served, for all tests that have none of their own while
     * other tests have.
     *
     * @return empty if the request is too long to be kept
     */
    public Optional<MissOfOthers> ofOthers(LiveRequest live, Dialect dialect, Miss.Why why) {
        if (explained.get() >= MOST_EXPLAINED) {
            return Optional.empty();
        }
        Miss whole = whole(live, dialect, why);
        RequestIdentity identity = whole.identity();
        return identity == null || identity.canonical().length() > LONGEST_KEPT
                ? Optional.empty()
                : Optional.of(new MissOfOthers(live, dialect, whole));
    }

    /**
     * Explains the miss of one of these tests, as {@link #explain(LiveRequest, Dialect, Miss.Why)} does.
     *
     * @param testId the test; null if unknown
     */
    public MissMessage explain(MissOfOthers known, @Nullable String testId) {
        LiveRequest live = known.live().of(testId);
        int count = explained.incrementAndGet();
        return count > MOST_EXPLAINED
                ? unexplained(live, known.dialect(), count == MOST_EXPLAINED + 1)
                : explained(
                        live,
                        count,
                        known.miss()
                                .of(
                                        test(testId),
                                        identity(live, known.dialect()).orElse(null)));
    }

    private MissMessage explained(LiveRequest live, int count, Miss whole) {
        Miss kept = MissBounds.of(count).applied(whole);
        Miss miss = whole.why() instanceof Miss.Why.NothingRecorded
                ? kept.withRemoved(removed(live, kept).orElse(null))
                : kept;
        String report = reports.write(miss, secretsOfReports);
        String text = MissRenderer.paragraph(miss, report, secrets::masked);
        ExplainedMiss first = log.add(miss, MissCause.of(whole, secrets), text, report);
        // Every value in these lines was masked alone, and more strictly.
        String lines = first == null && count <= MOST_TOLD
                ? secrets.masked(MissRenderer.log(miss, report))
                : MissRenderer.line(miss, first == null ? null : first.miss(), report);
        RequestIdentity identity = miss.identity();
        String hash = identity == null ? null : identity.hash();
        return new MissMessage(text, MissRenderer.noted(miss.method(), miss.endpoint(), hash, report), lines);
    }

    private MissMessage unexplained(LiveRequest live, Dialect dialect, boolean first) {
        WireRequest request = requests.of(live).get(0);
        String method = secrets.maskedValue(request.method());
        String hash = LiveExchange.of(live, dialect, upstreams)
                .flatMap(RequestIdentity::of)
                .map(RequestIdentity::hash)
                .orElse(null);
        String endpoint = secrets.maskedValue(request.endpoint());
        return new MissMessage(
                secrets.masked(MissRenderer.unexplained(method, endpoint, test(live.testId()), hash, MOST_EXPLAINED)),
                secrets.masked(MissRenderer.noted(method, endpoint, hash, null)),
                first ? MissRenderer.noMore(MOST_EXPLAINED) : "");
    }

    private Optional<String> removed(LiveRequest live, Miss miss) {
        RequestIdentity identity = miss.identity();
        return removed.pruned(requests.of(live))
                .or(() -> identity == null ? Optional.empty() : removed.deleted(identity.hash()));
    }

    /** Returns a request as messages name it, its secrets hidden. */
    public String shown(LiveRequest request) {
        return secrets.maskedRequest(request.method(), request.endpoint().path());
    }

    /** Gathers the facts about a miss without writing anything. Its secrets are hidden, but it is not cut. */
    Miss whole(LiveRequest live, Dialect dialect, Miss.Why given) {
        Miss.Why why = given instanceof Miss.Why.NothingRecorded
                ? brokenFile(live, dialect).orElse(given)
                : shown(given);
        WireRequest request = requests.of(live).get(0);
        String testId = live.testId();
        List<NearMiss> near = why instanceof Miss.Why.NothingRecorded ? ranked(request, testId) : List.of();
        return new Miss(
                secrets.maskedValue(request.method()),
                // The normalized form, because the original query may hold a key.
                secrets.maskedValue(request.endpoint()),
                masked(request.body()),
                test(testId),
                identity(live, dialect).orElse(null),
                why,
                directory
                        + store.artifacts().stream().map(name -> " and " + name).collect(Collectors.joining()),
                store.size(),
                shown(near),
                store.endpoints().stream()
                        .map(known -> new RecordedEndpoint(
                                secrets.maskedValue(known.method()),
                                secrets.maskedValue(known.endpoint()),
                                known.recordings()))
                        .toList(),
                RuleSuggestion.of(request, near, secrets::maskedValue).orElse(null));
    }

    private @Nullable String test(@Nullable String testId) {
        return testId == null ? null : secrets.maskedTest(testId);
    }

    private Miss.Why shown(Miss.Why why) {
        return why instanceof Miss.Why.OtherHeaders other
                ? new Miss.Why.OtherHeaders(other.candidates(), secrets.maskedValue(other.difference()))
                : why;
    }

    /** Only the nearest recording is shown with its body, which may be cut, so its secrets are hidden first. */
    private List<NearMiss> shown(List<NearMiss> ranked) {
        List<NearMiss> near = new ArrayList<>(
                ranked.stream().limit(MOST_NEAR).map(this::masked).toList());
        if (!near.isEmpty()) {
            NearMiss first = near.get(0);
            WireRequest recorded = first.recorded();
            JsonNode body = masked(recorded.body());
            near.set(
                    0,
                    first.with(
                            new WireRequest(recorded.service(), recorded.method(), recorded.endpoint(), body),
                            first.differences()));
        }
        return near;
    }

    /**
     * Returns the broken file that the request's hash names, if there is one, because recording it again would only
     * hide the damage.
     */
    private Optional<Miss.Why> brokenFile(LiveRequest live, Dialect dialect) {
        LiveRequest shared = new LiveRequest(live.method(), live.endpoint(), live.body(), null);
        List<String> hashes = Stream.of(live, shared)
                .flatMap(request -> LiveExchange.of(request, dialect, upstreams).stream())
                .flatMap(exchange -> RequestIdentity.of(exchange).stream())
                .map(RequestIdentity::hash)
                .toList();
        return store.problems().stream()
                .filter(FileProblem::corrupt)
                .filter(problem -> hashes.stream().anyMatch(hash -> RequestHash.bears(name(problem), hash)))
                .findFirst()
                .map(problem -> new Miss.Why.Corrupt(problem.sentence()));
    }

    private static String name(FileProblem problem) {
        return problem.path().substring(problem.path().lastIndexOf('/') + 1);
    }

    /** Returns the identity of a request's recording, its secrets hidden; empty if the service's URL is not known. */
    public Optional<RequestIdentity> identity(LiveRequest live, Dialect dialect) {
        return LiveExchange.of(live, dialect, upstreams)
                .flatMap(RequestIdentity::of)
                .map(this::masked);
    }

    private RequestIdentity masked(RequestIdentity identity) {
        try {
            JsonNode canonical = Json.read(identity.canonical());
            JsonNode shown = secrets.maskedValue(canonical);
            return shown.equals(canonical)
                    ? identity
                    : new RequestIdentity(identity.hash(), PythonJson.sorted(shown), false);
        } catch (JacksonException notJson) {
            return identity;
        }
    }

    private @Nullable JsonNode masked(@Nullable JsonNode value) {
        return value == null ? null : secrets.maskedValue(value);
    }

    private NearMiss masked(NearMiss near) {
        JsonDifferences all = near.differences();
        List<Difference> listed = all.listed().stream().map(this::masked).toList();
        WireRequest recorded = near.recorded();
        return new NearMiss(
                place(near.path()),
                test(near.testId()),
                near.relation(),
                new WireRequest(
                        recorded.service(),
                        secrets.maskedValue(recorded.method()),
                        secrets.maskedValue(recorded.endpoint()),
                        recorded.body()),
                near.sameEndpoint(),
                new JsonDifferences(listed, all.count(), all.distance()));
    }

    /** Returns a path with the artifact that holds it, if it is not in the directory. */
    private String place(String path) {
        String artifact = store.artifact(path);
        return artifact == null ? path : path + " in " + artifact;
    }

    private Difference masked(Difference difference) {
        return new Difference(
                secrets.maskedValue(difference.pointer()),
                hidden(difference.pointer(), difference.request()),
                hidden(difference.pointer(), difference.recording()),
                difference.likeness());
    }

    /** A value that contains a secret is hidden completely, because a part of it would appear at another place. */
    private @Nullable JsonNode hidden(String pointer, @Nullable JsonNode value) {
        if (value == null) {
            return null;
        }
        String name = pointer.substring(pointer.lastIndexOf('/') + 1);
        JsonNode named = Json.nodes().objectNode().set(name, value);
        if (secrets.maskedValue(named).equals(named)) {
            return value;
        }
        int length = value.isString() ? value.stringValue().length() : Json.compact(value).length;
        return StringNode.valueOf("(hidden, because it looks like a credential; " + length + " characters)");
    }

    /**
     * Returns the recordings that are most similar to a request, the nearest first, with secrets hidden. Unreadable
     * files are skipped.
     */
    public List<NearMiss> near(WireRequest request, @Nullable String testId, int most) {
        return ranked(request, testId).stream().limit(most).map(this::masked).toList();
    }

    private List<NearMiss> ranked(WireRequest request, @Nullable String testId) {
        List<NearMiss.Recorded> recordings = store.nearest(request, testId, MOST_READ).stream()
                .flatMap(candidate -> recorded(candidate).stream())
                .toList();
        return NearMiss.ranked(request, testId, recordings);
    }

    private Optional<NearMiss.Recorded> recorded(Candidate candidate) {
        try {
            return requests.of(store.head(candidate.path()).request()).stream()
                    .findFirst()
                    .map(recorded -> new NearMiss.Recorded(candidate.path(), candidate.testId(), recorded));
        } catch (UnreadableRecordingException told) {
            return Optional.empty(); // The store now lists the problem. The rest of the explanation is still useful.
        }
    }
}
