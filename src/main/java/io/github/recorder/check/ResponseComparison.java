package io.github.recorder.check;

import io.github.recorder.provider.Dialect;
import io.github.recorder.provider.LiveResponse;
import io.github.recorder.provider.ResponseContent;
import io.github.recorder.provider.ResponseDifference;
import io.github.recorder.provider.ResponseDifference.Part;
import io.github.recorder.provider.ResponseDifferences;
import io.github.recorder.provider.ResponseReader;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A live response compared with a recorded one, by meaning.
 *
 * @param verdict the worst of all differences
 * @param similarity how similar the texts are, from 0 to 1; null if there is no text
 * @param differences a phrase for each difference that counts
 */
record ResponseComparison(CheckVerdict verdict, @Nullable Double similarity, List<String> differences) {

    /** Vectors of one model for one text differ by less than this cosine distance. */
    private static final double FAR = 0.01;

    /** The parts that a dialect joins from all choices. */
    private static final Set<Part> JOINED =
            Set.of(Part.TEXT, Part.REASONING, Part.REFUSAL, Part.TOOL_CALLS, Part.FINISH_REASON, Part.CITATIONS);

    /** Keeps a copy of the list. */
    ResponseComparison {
        differences = List.copyOf(differences);
    }

    /**
     * Compares a live response with the nearest of the recorded ones.
     *
     * @param dialect the dialect of the request
     * @param recorded the recorded responses, at least one
     * @param otherModel whether another model was requested, so that its name is no difference
     */
    static ResponseComparison nearest(
            Dialect dialect, Collection<RecordedResponse> recorded, RecordedResponse live, boolean otherModel) {
        return recorded.stream()
                .map(before -> of(dialect, before, live, otherModel))
                .min(Comparator.comparing(ResponseComparison::verdict)
                        .thenComparing(one -> one.similarity == null ? 0.0 : -one.similarity))
                .orElseThrow();
    }

    private static ResponseComparison of(
            Dialect dialect, RecordedResponse before, RecordedResponse now, boolean otherModel) {
        ResponseContent old = ResponseReader.read(dialect, before);
        ResponseContent fresh = ResponseReader.read(dialect, now);
        boolean inference = ComparableResponse.isOfModel(dialect, before) || ComparableResponse.isOfModel(dialect, now);
        Optional<WholeDifference> whole = WholeDifference.between(
                ComparableResponse.of(dialect, before, inference, otherModel),
                ComparableResponse.of(dialect, now, inference, otherModel),
                inference);
        Findings found = new Findings();
        for (ResponseDifference difference : ResponseDifferences.ofOneResponse(dialect, before, now)) {
            // The dialect joins the choices in the order of their pieces, which does not count.
            if (whole.isPresent() || !JOINED.contains(difference.part())) {
                found.add(verdictOf(difference.part(), before, now, old, fresh), difference.phrase());
            }
        }
        if (whole.isPresent()) {
            jsonText(old.text(), fresh.text(), found);
        }
        if (LiveResponse.statusOf(before) == LiveResponse.statusOf(now) && haveSameKinds(old, fresh)) {
            JsonShape.differences(events(before), events(now))
                    .forEach(phrase -> found.add(CheckVerdict.SHAPE_CHANGED, phrase));
        }
        whole.filter(difference -> found.lacks(difference.verdict()))
                .ifPresent(difference -> found.add(difference.verdict(), difference.phrase()));
        boolean text = !old.text().isEmpty() || !fresh.text().isEmpty();
        return new ResponseComparison(
                found.worst, text ? TextSimilarity.of(old.text(), fresh.text()) : null, found.phrases);
    }

    /** The differences that count. */
    private static final class Findings {

        private CheckVerdict worst = CheckVerdict.IDENTICAL;
        private boolean changed;
        private final List<String> phrases = new ArrayList<>();

        void add(CheckVerdict verdict, String phrase) {
            if (verdict != CheckVerdict.IDENTICAL) {
                phrases.add(phrase);
                changed |= verdict == CheckVerdict.CHANGED;
                worst = verdict.compareTo(worst) > 0 ? verdict : worst;
            }
        }

        /** Returns whether another difference is not yet told by one of the content that the dialect understands. */
        boolean lacks(CheckVerdict verdict) {
            return verdict == CheckVerdict.CHANGED ? !changed : phrases.isEmpty();
        }
    }

    private static CheckVerdict verdictOf(
            Part part, RecordedResponse before, RecordedResponse now, ResponseContent old, ResponseContent fresh) {
        return switch (part) {
            case OUTCOME ->
                LiveResponse.statusOf(before) == LiveResponse.statusOf(now) && before.streaming() == now.streaming()
                        ? CheckVerdict.REWORDED
                        : CheckVerdict.CHANGED;
            case REFUSAL, FINISH_REASON -> CheckVerdict.CHANGED;
            case TOOL_CALLS -> calls(old).equals(calls(fresh)) ? CheckVerdict.IDENTICAL : CheckVerdict.CHANGED;
            case TEXT -> old.text().isEmpty() == fresh.text().isEmpty() ? CheckVerdict.REWORDED : CheckVerdict.CHANGED;
            case REASONING, CITATIONS, ITEMS -> CheckVerdict.REWORDED;
            case EMBEDDINGS -> embeddings(old, fresh);
            case TEST, REQUEST, COUNT, USAGE, JSON, REQUEST_HEADERS, HEADERS, TIMING -> CheckVerdict.IDENTICAL;
        };
    }

    private static CheckVerdict embeddings(ResponseContent old, ResponseContent fresh) {
        if (!old.hasSameSizes(fresh)) {
            return CheckVerdict.SHAPE_CHANGED;
        }
        return ResponseDifferences.distance(old, fresh) > FAR ? CheckVerdict.CHANGED : CheckVerdict.REWORDED;
    }

    /** Returns the tool calls without their ids, with the arguments as JSON, so that white space does not count. */
    private static List<Map.Entry<String, JsonNode>> calls(ResponseContent content) {
        return content.toolCalls().stream()
                .map(call -> Map.entry(call.name(), ComparableResponse.arguments(call.arguments())))
                .toList();
    }

    /** If the text is JSON, a program reads it, so its shape counts. */
    private static void jsonText(String before, String now, Findings found) {
        Optional<JsonNode> old = ComparableResponse.parsed(before).filter(JsonNode::isContainer);
        Optional<JsonNode> fresh = ComparableResponse.parsed(now).filter(JsonNode::isContainer);
        if (old.isPresent() && fresh.isPresent()) {
            JsonShape.differences(old.get(), fresh.get())
                    .forEach(phrase -> found.add(CheckVerdict.CHANGED, "in the JSON of the text, " + phrase));
        } else if (old.isPresent() && !now.isEmpty()) {
            found.add(CheckVerdict.CHANGED, "the text was JSON, and is not");
        }
    }

    /** Different kinds of content have different fields. */
    private static boolean haveSameKinds(ResponseContent old, ResponseContent fresh) {
        return old.text().isEmpty() == fresh.text().isEmpty()
                && old.reasoning().isEmpty() == fresh.reasoning().isEmpty()
                && old.refusal().isEmpty() == fresh.refusal().isEmpty()
                && old.toolCalls().isEmpty() == fresh.toolCalls().isEmpty()
                && old.vectors().isEmpty() == fresh.vectors().isEmpty();
    }

    /** The chunks of a stream are items of a list, because how many there are is not content. */
    private static JsonNode events(RecordedResponse response) {
        List<JsonNode> events = ResponseReader.events(response);
        return response.body().isArray() ? Json.mapper().createArrayNode().addAll(events) : events.get(0);
    }
}
