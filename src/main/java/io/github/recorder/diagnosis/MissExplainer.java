package io.github.recorder.diagnosis;

import io.github.recorder.matching.Candidate;
import io.github.recorder.matching.NearMiss;
import io.github.recorder.matching.RequestHash;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.provider.Dialect;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.LiveExchange;
import io.github.recorder.provider.LiveRequest;
import io.github.recorder.provider.UpstreamTable;
import io.github.recorder.store.FileProblem;
import io.github.recorder.store.RecordingStore;
import io.github.recorder.store.UnreadableRecordingException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds out what there is to say about a request that no recording answers. Safe for use by many threads. */
public final class MissExplainer {

    /** So many files are read and compared for a miss, however many there are. */
    private static final int MOST_READ = 20;

    /** So many of them are told of. */
    private static final int MOST_NEAR = 5;

    private final RecordingStore store;
    private final Dialects dialects;
    private final UpstreamTable upstreams;
    private final String directory;
    private final MissReports reports;

    /**
     * Makes an explainer.
     *
     * @param directory the recordings directory as messages name it
     * @param reports where the whole story of each miss is kept
     */
    public MissExplainer(
            RecordingStore store, Dialects dialects, UpstreamTable upstreams, String directory, MissReports reports) {
        this.store = store;
        this.dialects = dialects;
        this.upstreams = upstreams;
        this.directory = directory;
        this.reports = reports;
    }

    /**
     * Says why a request has no answer; writes the report of it, where it is the first time. May read some files.
     *
     * @param dialect the one in which the client speaks
     */
    public MissMessage explain(LiveRequest live, Dialect dialect, Miss.Why why) {
        Miss miss = miss(live, dialect, why);
        String report = reports.write(miss);
        return new MissMessage(MissRenderer.paragraph(miss, report), MissRenderer.log(miss, report));
    }

    /** Gathers what is known of a miss, without writing anything. */
    public Miss miss(LiveRequest live, Dialect dialect, Miss.Why given) {
        Miss.Why why = given instanceof Miss.Why.NothingRecorded
                ? brokenFile(live, dialect).orElse(given)
                : given;
        WireRequest request = dialects.read(live.method(), live.endpoint(), live.body());
        String testId = live.testId();
        Optional<RequestIdentity> identity =
                LiveExchange.of(live, dialect, upstreams).flatMap(RequestIdentity::of);
        return new Miss(
                request.method(),
                // As it is compared, not as it was sent: a query may hold a key.
                request.endpoint(),
                request.body(),
                testId,
                identity.orElse(null),
                why,
                directory,
                store.size(),
                why instanceof Miss.Why.NothingRecorded ? near(request, testId, MOST_NEAR) : List.of(),
                store.endpoints());
    }

    /** Returns the broken file that is named by the request's hash, if there is one, because recording it again would only hide the damage. */
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

    /** Returns the recordings that are most like a request, the nearest first; files that cannot be read are passed over. */
    public List<NearMiss> near(WireRequest request, @Nullable String testId, int most) {
        List<NearMiss.Recorded> recordings = store.nearest(request, testId, MOST_READ).stream()
                .flatMap(candidate -> recorded(candidate).stream())
                .toList();
        return NearMiss.ranked(request, testId, recordings).stream().limit(most).toList();
    }

    private Optional<NearMiss.Recorded> recorded(Candidate candidate) {
        try {
            return dialects.wire(store.head(candidate.path()).request())
                    .map(recorded -> new NearMiss.Recorded(candidate.path(), candidate.testId(), recorded));
        } catch (UnreadableRecordingException told) {
            return Optional.empty(); // It is among the store's problems now, and the rest is still worth telling.
        }
    }
}
