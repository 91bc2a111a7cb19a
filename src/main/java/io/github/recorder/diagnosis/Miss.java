package io.github.recorder.diagnosis;

import io.github.recorder.matching.Candidate;
import io.github.recorder.matching.NearMiss;
import io.github.recorder.matching.RuleSuggestion;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.store.RecordedEndpoint;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request that no recording answers, and what is known of it.
 *
 * @param method the HTTP method
 * @param endpoint the path, and the query where it counts, as requests are compared by it
 * @param body what was sent, in the form that is compared; null if there was nothing
 * @param testId the test that asked; null if it is not known
 * @param identity what a recording of the request would be called; null if it cannot be told
 * @param why the reason that no recording answers it
 * @param directory the recordings directory as messages name it
 * @param recordings the number of recordings there
 * @param near the recordings that are most like it, the nearest first
 * @param endpoints what was recorded at all, the endpoint with the most recordings first
 * @param removed a sentence on the recording that was there once, and on how to restore it; null if none is known
 */
public record Miss(
        String method,
        String endpoint,
        @Nullable JsonNode body,
        @Nullable String testId,
        @Nullable RequestIdentity identity,
        Why why,
        String directory,
        int recordings,
        List<NearMiss> near,
        List<RecordedEndpoint> endpoints,
        @Nullable String removed) {

    /** A miss of a request for which no recording is known to have existed. */
    public Miss(
            String method,
            String endpoint,
            @Nullable JsonNode body,
            @Nullable String testId,
            @Nullable RequestIdentity identity,
            Why why,
            String directory,
            int recordings,
            List<NearMiss> near,
            List<RecordedEndpoint> endpoints) {
        this(method, endpoint, body, testId, identity, why, directory, recordings, near, endpoints, null);
    }

    /** Keeps copies of the lists. */
    public Miss {
        near = List.copyOf(near);
        endpoints = List.copyOf(endpoints);
    }

    /** Returns the same miss with a sentence on the recording that was there once. */
    Miss withRemoved(@Nullable String sentence) {
        return new Miss(
                method, endpoint, body, testId, identity, why, directory, recordings, near, endpoints, sentence);
    }

    /**
     * Returns the rules that would have made one of the nearest recordings match, the nearest for which there are such
     * rules.
     */
    Optional<RuleSuggestion> suggestion() {
        WireRequest request = new WireRequest(method, endpoint, body);
        return near.stream()
                .flatMap(recording -> RuleSuggestion.of(request, recording).stream())
                .findFirst();
    }

    /** The reason for a miss. */
    public sealed interface Why {

        /** Nothing that was recorded is the same request. */
        record NothingRecorded() implements Why {}

        /**
         * Only other tests made the request, and isolation keeps theirs for them.
         *
         * @param candidates their recordings, at least one
         */
        record OtherTestsOnly(List<Candidate> candidates) implements Why {}

        /**
         * Only other tests made the request, and they got different responses.
         *
         * @param candidates their recordings, at least two
         * @param difference how the responses of the first and of another one differ, as a phrase
         */
        record OtherTestsDisagree(List<Candidate> candidates, String difference) implements Why {}

        /**
         * The request was recorded only with other values of request headers that count.
         *
         * @param candidates the recordings, at least one
         * @param difference the headers with their values in the request and in a recording, as a phrase
         */
        record OtherHeaders(List<Candidate> candidates, String difference) implements Why {}

        /**
         * The file of the matching recording is broken.
         *
         * @param problem the file and the problem, as a sentence
         */
        record Corrupt(String problem) implements Why {}
    }
}
