package io.github.recorder.matching;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recording that is similar to a request but does not match it.
 *
 * @param path the file relative to the recordings directory, with {@code /}
 * @param testId the test that made the recording; null if it is shared by all tests
 * @param relation owner of the recording relative to the requesting test
 * @param recorded the recorded request, with its service only if that differs
 * @param sameEndpoint whether method and endpoint are equal, and the services are not known to differ
 * @param differences where the bodies differ
 */
public record NearMiss(
        String path,
        @Nullable String testId,
        RecordingOwner relation,
        WireRequest recorded,
        boolean sameEndpoint,
        JsonDifferences differences) {

    /** The extra distance of another test's recording, in thousandths. */
    private static final int OTHER_TEST_PENALTY = 250;

    /**
     * Compares by equal method and endpoint first, then by distance, which is larger for another test's recording.
     */
    private static final Comparator<NearMiss> NEAREST_FIRST = Comparator.comparing(
                    (NearMiss miss) -> !miss.sameEndpoint())
            .thenComparing(NearMiss::rankedDistance)
            .thenComparing(miss -> miss.differences().count())
            .thenComparing(NearMiss::relation);

    /**
     * Compares a request with recordings.
     *
     * @param recordings any number; the time grows with it and with the size of the bodies
     * @param testId the requesting test; null if unknown
     * @return the near misses, the nearest first, regardless of the order of the argument
     */
    public static List<NearMiss> ranked(WireRequest request, @Nullable String testId, Collection<Recorded> recordings) {
        var body = JsonDifferences.normalized(request.body());
        // The order of the endpoints and paths decides between near misses that are otherwise equal.
        return recordings.stream()
                .sorted(Comparator.comparingInt((Recorded recorded) ->
                                EndpointSimilarity.difference(recorded.request().endpoint(), request.endpoint()))
                        .thenComparing(Recorded::path))
                .map(recorded -> new NearMiss(
                        recorded.path(),
                        recorded.testId(),
                        RecordingOwner.of(recorded.testId(), testId),
                        recorded.request().seenFrom(request),
                        request.hasPlaceOf(recorded.request()),
                        JsonDifferences.asIs(
                                body,
                                JsonDifferences.normalized(recorded.request().body()))))
                .sorted(NEAREST_FIRST)
                .toList();
    }

    /** Returns the rank: the distance in thousandths, plus 250 for another test's recording. */
    public int rankedDistance() {
        return differences.distance() + (relation == RecordingOwner.OTHER_TEST ? OTHER_TEST_PENALTY : 0);
    }

    /** Returns the same recording with another text of its request and of the differences. */
    public NearMiss with(WireRequest shownRequest, JsonDifferences shownDifferences) {
        return new NearMiss(path, testId, relation, shownRequest, sameEndpoint, shownDifferences);
    }

    /**
     * The facts about a recording that a comparison needs.
     *
     * @param path the file relative to the recordings directory, with {@code /}
     * @param testId the test that made it; null if it is shared by all tests
     * @param request the request of the recording
     */
    public record Recorded(String path, @Nullable String testId, WireRequest request) {}
}
