package io.github.recorder.diagnosis;

import io.github.recorder.matching.Difference;
import io.github.recorder.matching.JsonDifferences;
import io.github.recorder.matching.NearMiss;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.store.RecordedEndpoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How much of a miss a run keeps, in memory and in all files. A miss is cut once, when its facts are known and its
 * secrets are hidden.
 *
 * @param bodyBytes the maximum number of bytes of a body, as indented JSON
 * @param valuesCharacters the number of characters that the differing values of a recording share
 */
record MissBounds(int bodyBytes, int valuesCharacters) {

    private static final MissBounds FIRST = new MissBounds(32 << 10, 20_000);
    private static final MissBounds LATER = new MissBounds(8 << 10, 8_000);

    /** The number of misses of which more is kept than of later ones. */
    private static final int FIRST_MISSES = 20;

    private static final int CANONICAL_CHARACTERS = 4_000;
    private static final int MOST_ENDPOINTS = 20;
    private static final int MOST_DIFFERENCES = 10;

    /** Returns the bounds of a miss by its number, from 1. */
    static MissBounds of(int number) {
        return number <= FIRST_MISSES ? FIRST : LATER;
    }

    /** Returns a copy of a miss, whose secrets must be hidden already, that keeps what is within the bounds. */
    Miss applied(Miss miss) {
        RequestIdentity identity = miss.identity();
        List<RecordedEndpoint> endpoints = endpoints(miss);
        List<NearMiss> near = new ArrayList<>();
        miss.near().forEach(recording -> near.add(near.isEmpty() ? nearest(recording) : further(recording)));
        return new Miss(
                miss.method(),
                ValuePreview.shortened(miss.endpoint()),
                bounded(miss.body()),
                miss.testId(),
                identity == null ? null : identity.bounded(miss.body(), CANONICAL_CHARACTERS),
                miss.why(),
                miss.directory(),
                miss.recordings(),
                near,
                endpoints,
                miss.removed(),
                miss.rules(),
                miss.request(),
                miss.endpoints().size() - endpoints.size());
    }

    private @Nullable JsonNode bounded(@Nullable JsonNode body) {
        return body == null ? null : BoundedJson.of(body, bodyBytes);
    }

    /** The nearest recording is shown beside the request. */
    private NearMiss nearest(NearMiss near) {
        return kept(near, bounded(near.recorded().body()), JsonDifferences.MOST_LISTED);
    }

    private NearMiss further(NearMiss near) {
        return kept(near, null, MOST_DIFFERENCES);
    }

    private NearMiss kept(NearMiss near, @Nullable JsonNode body, int mostDifferences) {
        JsonDifferences all = near.differences();
        List<Difference> listed = all.listed().stream().limit(mostDifferences).toList();
        int most = valuesCharacters / Math.max(1, listed.size());
        WireRequest recorded = near.recorded();
        return near.with(
                new WireRequest(
                        recorded.service(), recorded.method(), ValuePreview.shortened(recorded.endpoint()), body),
                new JsonDifferences(
                        listed.stream()
                                .map(difference -> ValuePreview.bounded(difference, most))
                                .toList(),
                        all.count(),
                        all.distance()));
    }

    /** The endpoint of the request itself is kept, because the explanation depends on whether it was recorded. */
    private static List<RecordedEndpoint> endpoints(Miss miss) {
        List<RecordedEndpoint> kept = new ArrayList<>();
        for (RecordedEndpoint known : miss.endpoints()) {
            boolean own =
                    known.method().equals(miss.method()) && known.endpoint().equals(miss.endpoint());
            if (own || kept.size() < MOST_ENDPOINTS) {
                kept.add(new RecordedEndpoint(
                        known.method(), ValuePreview.shortened(known.endpoint()), known.recordings()));
            }
        }
        return kept;
    }
}
