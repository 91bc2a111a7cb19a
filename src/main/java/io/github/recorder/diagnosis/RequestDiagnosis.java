package io.github.recorder.diagnosis;

import io.github.recorder.matching.Candidate;
import io.github.recorder.matching.CandidateRanking;
import io.github.recorder.matching.CandidateRanking.Criterion;
import io.github.recorder.matching.Difference;
import io.github.recorder.matching.Digest;
import io.github.recorder.matching.MatchKey;
import io.github.recorder.matching.NearMiss;
import io.github.recorder.matching.RecordingOwner;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.recording.Json;
import io.github.recorder.redaction.SecretScan;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The outcome of a request, and the reason: the response, the ranked candidates and, for a miss, the nearest
 * recordings.
 *
 * @param request the request in the form that matching compares
 * @param dialect the dialect that parses it
 * @param testId the requesting test; null if unknown
 * @param identity the hash that would name a recording of the request; null if it cannot be computed
 * @param responses the files that would be served; none for a miss
 * @param miss the message of the miss; null if a recording matches
 * @param candidates the recordings of the same request, the best first
 * @param near the most similar other recordings, the nearest first
 */
public record RequestDiagnosis(
        WireRequest request,
        String dialect,
        @Nullable String testId,
        @Nullable RequestIdentity identity,
        List<String> responses,
        @Nullable String miss,
        List<Candidate> candidates,
        List<NearMiss> near) {

    private static final int MOST_CANDIDATES = 50;
    private static final int MOST_VALUE_CHARACTERS = 200;

    /** Keeps copies of the lists. */
    public RequestDiagnosis {
        responses = List.copyOf(responses);
        candidates = List.copyOf(candidates);
        near = List.copyOf(near);
    }

    /** Returns whether a recording matches. */
    public boolean answered() {
        return miss == null;
    }

    /** Returns plain text, which ends with a newline. */
    public String text() {
        StringBuilder text = new StringBuilder();
        row(text, "request", SecretScan.BUILT_IN.maskedRequest(request.method(), request.endpoint()));
        row(text, "dialect", dialect);
        row(text, "test", testId == null ? "not known" : testId);
        row(text, "hash", identity == null ? "not known, for the service's URL is not" : identity.hash());
        row(text, "response", responses.isEmpty() ? "none" : String.join(", ", responses));
        if (miss != null) {
            row(text, "why", miss);
        }
        if (!candidates.isEmpty()) {
            text.append("\nRecordings of the same request, in the order in which they are preferred\n\n");
            Digest raw = raw();
            for (int i = 0; i < Math.min(candidates.size(), MOST_CANDIDATES); i++) {
                Candidate candidate = candidates.get(i);
                text.append("%3d  ".formatted(i + 1)).append(candidate.path()).append('\n');
                text.append("       of ").append(owner(candidate)).append("; ");
                text.append(i == 0 ? first() : behind(candidates.get(i - 1), candidate, raw))
                        .append('\n');
            }
            int more = candidates.size() - MOST_CANDIDATES;
            text.append(more > 0 ? "     and " + more + " more\n" : "");
        }
        if (!near.isEmpty()) {
            text.append("\nNearest recordings of other requests\n\n");
            int number = 1;
            for (NearMiss miss : near) {
                text.append("%3d  ".formatted(number++)).append(miss.path()).append('\n');
                text.append("       of ").append(miss.testId() == null ? "every test" : miss.testId());
                text.append("; distance ").append(miss.differences().distance()).append(" of 1000");
                text.append(
                                miss.sameEndpoint()
                                        ? ""
                                        : "; it is of " + miss.recorded().place())
                        .append('\n');
                for (Difference difference : miss.differences().listed()) {
                    ValuePreview shown = ValuePreview.of(difference, MOST_VALUE_CHARACTERS);
                    text.append("         ").append(place(difference)).append('\n');
                    text.append("           request    ")
                            .append(orNothing(shown.request()))
                            .append('\n');
                    text.append("           recording  ")
                            .append(orNothing(shown.recording()))
                            .append('\n');
                }
            }
        }
        if (identity != null) {
            text.append("\nWhat the hash is the sha256 of\n\n")
                    .append(identity.canonical())
                    .append('\n');
        }
        return text.toString();
    }

    /** Returns the same as JSON. */
    public ObjectNode json() {
        ObjectNode json = Json.nodes().objectNode();
        json.put("method", SecretScan.BUILT_IN.maskedValue(request.method()));
        json.put("endpoint", SecretScan.BUILT_IN.maskedValue(request.endpoint()));
        json.put("dialect", dialect);
        json.put("test_id", testId);
        json.put("hash", identity == null ? null : identity.hash());
        json.put("canonical", identity == null ? null : identity.canonical());
        ArrayNode files = json.putArray("responses");
        responses.forEach(files::add);
        json.put("miss", miss);
        ArrayNode same = json.putArray("candidates");
        Digest raw = raw();
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            same.addObject()
                    .put("file", candidate.path())
                    .put("test_id", candidate.testId())
                    .put("to_the_letter", candidate.raw().equals(raw))
                    .put("bears_hash", candidate.bearsHash())
                    .put("behind", i == 0 ? null : behind(candidates.get(i - 1), candidate, raw));
        }
        ArrayNode nearest = json.putArray("near");
        for (NearMiss miss : near) {
            ObjectNode told = nearest.addObject()
                    .put("file", miss.path())
                    .put("test_id", miss.testId())
                    .put("endpoint", miss.recorded().place())
                    .put("distance", miss.differences().distance())
                    .put("count", miss.differences().count());
            ArrayNode differences = told.putArray("differences");
            for (Difference difference : miss.differences().listed()) {
                ObjectNode one = differences.addObject().put("pointer", difference.pointer());
                set(one, "request", difference.request());
                set(one, "recording", difference.recording());
            }
        }
        return json;
    }

    private static void set(ObjectNode object, String name, @Nullable JsonNode value) {
        if (value != null) {
            object.set(name, value);
        }
    }

    private Digest raw() {
        return MatchKey.of(request).raw();
    }

    private String first() {
        return answered() ? "answers" : "the first, but it does not answer";
    }

    private String behind(Candidate before, Candidate candidate, Digest raw) {
        Criterion criterion = CandidateRanking.decisive(before, candidate, testId, raw);
        return "behind the one before, "
                + switch (criterion) {
                    case RELATION ->
                        candidate.testId() == null
                                ? "because it belongs to no test, and that one to the test that asks"
                                : RecordingOwner.of(candidate.testId(), testId) == RecordingOwner.OWN_CLASS
                                        ? "because it belongs to the class of the test that asks"
                                        : "because it belongs to another test";
                    case TO_THE_LETTER -> "because it is equal only when normalized, and that one exactly";
                    case LAYER -> "because it is in a lower layer of recordings";
                    case HASH -> "because its name is not the hash that today's rule gives";
                    case EXTRA_BODY -> "because it was recorded with extra_body";
                    case DIRECTORY -> "because it does not lie in the directory of the test";
                    case PATH -> "because its path comes after";
                };
    }

    private static String owner(Candidate candidate) {
        return candidate.testId() == null ? "every test" : candidate.testId();
    }

    private static String place(Difference difference) {
        return difference.pointer().isEmpty() ? "the whole body" : difference.pointer();
    }

    private static String orNothing(@Nullable String value) {
        return value == null ? "nothing" : value;
    }

    private static void row(StringBuilder text, String name, String value) {
        text.append("%-10s ".formatted(name)).append(value).append('\n');
    }
}
