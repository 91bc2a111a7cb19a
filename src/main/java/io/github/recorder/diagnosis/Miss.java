package io.github.recorder.diagnosis;

import io.github.recorder.matching.Candidate;
import io.github.recorder.matching.Digest;
import io.github.recorder.matching.MatchKey;
import io.github.recorder.matching.NearMiss;
import io.github.recorder.matching.RuleSuggestion;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.store.RecordedEndpoint;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request without a matching recording, and what is known about it.
 *
 * @param method the HTTP method
 * @param endpoint the path, and the query if it counts, in the form that is compared
 * @param body the body in the form that is compared; null if there was none
 * @param testId the requesting test; null if unknown
 * @param identity the identity that a recording of the request would have; null if it cannot be computed
 * @param why the reason for the miss
 * @param directory the recordings directory as messages name it
 * @param recordings the number of recordings there
 * @param near the most similar recordings, the nearest first
 * @param endpoints the recorded endpoints, the one with the most recordings first
 * @param removed a sentence about a removed recording of the request and how to restore it; null if none is known
 * @param rules the rules under which the nearest recording would match; null if there are none, or one would contain a
 *     secret
 * @param request the digest of the request in the form that is compared, its secrets hidden
 * @param moreEndpoints the number of further recorded endpoints
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
        @Nullable String removed,
        @Nullable RuleSuggestion rules,
        Digest request,
        int moreEndpoints) {

    /** A miss that is kept whole, of a request for which no removed recording is known. */
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
            List<RecordedEndpoint> endpoints,
            @Nullable RuleSuggestion rules) {
        this(
                method,
                endpoint,
                body,
                testId,
                identity,
                why,
                directory,
                recordings,
                near,
                endpoints,
                null,
                rules,
                MatchKey.of(new WireRequest(method, endpoint, body)).raw(),
                0);
    }

    /** Keeps copies of the lists. */
    public Miss {
        near = List.copyOf(near);
        endpoints = List.copyOf(endpoints);
    }

    /** Returns the miss of the same request by another test, for the same reason. */
    Miss of(@Nullable String otherTest, @Nullable RequestIdentity otherIdentity) {
        return new Miss(
                method,
                endpoint,
                body,
                otherTest,
                otherIdentity,
                why,
                directory,
                recordings,
                near,
                endpoints,
                removed,
                rules,
                request,
                moreEndpoints);
    }

    /** Returns a copy with a sentence about the removed recording. */
    Miss withRemoved(@Nullable String sentence) {
        return new Miss(
                method,
                endpoint,
                body,
                testId,
                identity,
                why,
                directory,
                recordings,
                near,
                endpoints,
                sentence,
                rules,
                request,
                moreEndpoints);
    }

    /** Returns the rules under which the nearest recording would match. */
    Optional<RuleSuggestion> suggestion() {
        return Optional.ofNullable(rules);
    }

    /** The reason for a miss. */
    public sealed interface Why {

        /** No recording has the same request. */
        record NothingRecorded() implements Why {}

        /**
         * Only other tests recorded the request, and isolation does not share their recordings.
         *
         * @param candidates their recordings, at least one
         */
        record OtherTestsOnly(List<Candidate> candidates) implements Why {}

        /**
         * Only other tests recorded the request, and their responses differ.
         *
         * @param candidates their recordings, at least two
         * @param difference how the responses of the first and of another one differ, as a phrase
         */
        record OtherTestsDisagree(List<Candidate> candidates, String difference) implements Why {}

        /**
         * The request was recorded only with other values of the headers that are compared.
         *
         * @param candidates the recordings, at least one
         * @param difference the headers with their values in the request and in a recording, as a phrase
         */
        record OtherHeaders(List<Candidate> candidates, String difference) implements Why {}

        /**
         * The matching recording is broken.
         *
         * @param problem the file and the problem, as a sentence
         */
        record Corrupt(String problem) implements Why {}
    }
}
