package io.github.recorder.provider;

import io.github.recorder.matching.JsonDifferences;
import io.github.recorder.provider.ResponseDifference.Part;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.VisibleText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The differences between two recordings of one request. The content that the dialect understands is described in its
 * words; everything else is compared as JSON, and the phrase says so. A stream is compared as its joined content.
 * Values that a service creates for each response and that no client sends back, such as times, are ignored; ids are
 * not.
 */
public final class ResponseDifferences {

    /** Members of responses that differ from one response to the next, for every service. */
    private static final Set<String> CHANGING = Set.of(
            "createTime",
            "created",
            "created_at",
            "obfuscation",
            "request_id",
            "responseId",
            "service_tier",
            "system_fingerprint");

    private static final int LONGEST_SHOWN = 60;
    private static final int MOST_SHOWN_AS_JSON = 3;

    private final Dialect dialect;
    private final List<ResponseDifference> found = new ArrayList<>();

    private ResponseDifferences(Dialect dialect) {
        this.dialect = dialect;
    }

    /**
     * Returns a phrase for each difference; none if the contents are equal.
     *
     * @param dialect the dialect of both requests
     */
    public static List<String> between(Dialect dialect, Recording before, Recording now) {
        ResponseDifferences all = new ResponseDifferences(dialect);
        all.shown(Part.TEST, String.valueOf(before.testId()), String.valueOf(now.testId()));
        all.json(Part.REQUEST, asked(before), asked(now));
        return Stream.concat(all.phrases(), ofResponses(dialect, before.response(), now.response()).stream())
                .toList();
    }

    /**
     * Returns a phrase for each difference of two responses, or sequences of responses; none if the contents are equal.
     */
    public static List<String> ofResponses(Dialect dialect, RecordedResponse before, RecordedResponse now) {
        ResponseDifferences all = new ResponseDifferences(dialect);
        List<RecordedResponse> old = all(before);
        List<RecordedResponse> fresh = all(now);
        all.shown(Part.COUNT, String.valueOf(old.size()), String.valueOf(fresh.size()));
        List<String> phrases = new ArrayList<>(all.phrases().toList());
        for (int i = 0; i < Math.min(old.size(), fresh.size()); i++) {
            String which = old.size() == 1 && fresh.size() == 1 ? "" : "response " + (i + 1) + ": ";
            ofOneResponse(dialect, old.get(i), fresh.get(i))
                    .forEach(difference -> phrases.add(which + difference.phrase()));
        }
        return List.copyOf(phrases);
    }

    /** Returns the differences of two single responses; none if the contents are equal. */
    public static List<ResponseDifference> ofOneResponse(
            Dialect dialect, RecordedResponse before, RecordedResponse now) {
        ResponseDifferences one = new ResponseDifferences(dialect);
        one.responses(before, now);
        return List.copyOf(one.found);
    }

    /** Returns whether a member of a response differs from one response to the next. */
    public static boolean isChanging(Dialect dialect, String name, JsonNode value) {
        return CHANGING.contains(name) || dialect.isChanging(name, value);
    }

    private Stream<String> phrases() {
        return found.stream().map(ResponseDifference::phrase);
    }

    private void add(Part part, String phrase) {
        found.add(new ResponseDifference(part, phrase));
    }

    private static JsonNode asked(Recording recording) {
        JsonNode request = recording.document().path("request");
        return request.has("body") ? request.path("body") : request.path("payload");
    }

    /** Returns the responses of a sequence, and those of each variant. */
    private static List<RecordedResponse> all(RecordedResponse first) {
        return Stream.concat(
                        Stream.concat(Stream.of(first), further(first, RecordedResponse.NEXT)),
                        further(first, RecordedResponse.VARIANTS).flatMap(variant -> all(variant).stream()))
                .toList();
    }

    private static Stream<RecordedResponse> further(RecordedResponse first, String key) {
        return first.document()
                .path(key)
                .valueStream()
                .filter(ObjectNode.class::isInstance)
                .map(step -> new RecordedResponse((ObjectNode) step));
    }

    private void responses(RecordedResponse before, RecordedResponse now) {
        shown(Part.OUTCOME, outcome(before), outcome(now));
        contents(ResponseReader.read(dialect, before), ResponseReader.read(dialect, now));
        if (found.isEmpty()) {
            json(Part.JSON, overlaid(ResponseReader.events(before)), overlaid(ResponseReader.events(now)));
        }
        json(
                Part.REQUEST_HEADERS,
                before.document().path("request_headers"),
                now.document().path("request_headers"));
        json(Part.HEADERS, RecordedHeaders.telling(before), RecordedHeaders.telling(now));
        boolean timed = before.document().has(ResponseTiming.KEY);
        if (timed != now.document().has(ResponseTiming.KEY)) {
            add(Part.TIMING, timed ? "timing is no longer recorded" : "timing is recorded now");
        }
    }

    private static String outcome(RecordedResponse response) {
        ObjectNode data = response.exceptionData();
        int status = data == null ? response.status() : data.path("status_code").asInt(0);
        JsonNode error = data == null ? Json.nodes().missingNode() : data.path("body");
        return status
                + (error.isMissingNode() ? "" : " " + error)
                + (response.exception() ? " failed" : "")
                + (response.streaming() ? " streamed" : "");
    }

    private void contents(ResponseContent before, ResponseContent now) {
        shown(Part.TEXT, before.text(), now.text());
        shown(Part.REASONING, before.reasoning(), now.reasoning());
        shown(Part.REFUSAL, before.refusal(), now.refusal());
        shown(Part.TOOL_CALLS, calls(before), calls(now));
        shown(Part.FINISH_REASON, orEmpty(before.finish()), orEmpty(now.finish()));
        usage(orMissing(before.usage()), orMissing(now.usage()));
        embeddings(before, now);
        shown(Part.CITATIONS, String.join(", ", before.citations()), String.join(", ", now.citations()));
        shown(Part.ITEMS, String.join(", ", before.items()), String.join(", ", now.items()));
    }

    private static String orEmpty(@Nullable String word) {
        return Objects.requireNonNullElse(word, "");
    }

    private static JsonNode orMissing(@Nullable JsonNode value) {
        return value == null ? Json.nodes().missingNode() : value;
    }

    private static String calls(ResponseContent content) {
        return content.toolCalls().stream()
                .map(call -> call.name() + " " + call.arguments())
                .collect(Collectors.joining(", "));
    }

    private void usage(JsonNode before, JsonNode now) {
        Set<String> names = new LinkedHashSet<>(before.propertyNames());
        names.addAll(now.propertyNames());
        for (String name : names) {
            JsonNode old = before.path(name);
            JsonNode fresh = now.path(name);
            if (old.isContainer() || fresh.isContainer()) {
                usage(old, fresh);
            } else if (!JsonDifferences.asIs(old, fresh).none()) {
                add(Part.USAGE, name + " was " + old.asString("none") + ", is " + fresh.asString("none"));
            }
        }
    }

    private void embeddings(ResponseContent before, ResponseContent now) {
        if (before.vectors().size() != now.vectors().size() || before.dimensions() != now.dimensions()) {
            add(Part.EMBEDDINGS, "embeddings were " + size(before) + ", are " + size(now));
        } else if (!before.hasSameSizes(now)) {
            add(Part.EMBEDDINGS, "the lengths of the embeddings differ");
        } else if (!before.vectors().equals(now.vectors()) && before.dimensions() > 0) {
            add(
                    Part.EMBEDDINGS,
                    "embeddings differ by a cosine distance of up to "
                            + String.format(Locale.ROOT, "%.6f", distance(before, now)));
        }
    }

    /**
     * Returns the maximum cosine distance of the embeddings of two responses: 0 for the same directions, 2 for opposite
     * ones.
     */
    public static double distance(ResponseContent before, ResponseContent now) {
        double farthest = 0;
        for (int i = 0; i < Math.min(before.vectors().size(), now.vectors().size()); i++) {
            farthest = Math.max(
                    farthest, distance(before.vectors().get(i), now.vectors().get(i)));
        }
        return farthest;
    }

    private static String size(ResponseContent content) {
        return content.vectors().size() + (content.dimensions() == 0 ? "" : " of " + content.dimensions() + " numbers");
    }

    /** Returns the cosine distance: 0 for the same direction, 2 for the opposite one. */
    private static double distance(JsonNode one, JsonNode other) {
        double product = 0;
        double square = 0;
        double otherSquare = 0;
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            double x = one.path(i).asDouble(0);
            double y = other.path(i).asDouble(0);
            product += x * y;
            square += x * x;
            otherSquare += y * y;
        }
        return square == 0 || otherSquare == 0 ? 1 : Math.max(0, 1 - product / Math.sqrt(square * otherSquare));
    }

    private void json(Part part, JsonNode before, JsonNode now) {
        asJson(part, before, now).ifPresent(found::add);
    }

    /** Returns the difference of two values, with its first places; empty if they are equal. */
    private static Optional<ResponseDifference> asJson(Part part, JsonNode before, JsonNode now) {
        JsonDifferences differences = JsonDifferences.asIs(before, now);
        if (differences.none()) {
            return Optional.empty();
        }
        String places = differences.listed().stream()
                .limit(MOST_SHOWN_AS_JSON)
                .map(difference -> (difference.pointer().isEmpty() ? "" : "at " + difference.pointer() + " ")
                        + wasAndIs(text(difference.request()), text(difference.recording())))
                .collect(Collectors.joining("; "));
        int more = differences.count() - Math.min(differences.listed().size(), MOST_SHOWN_AS_JSON);
        String phrase = part.words() + ", compared as JSON, " + places + (more > 0 ? "; and " + more + " more" : "");
        return Optional.of(new ResponseDifference(part, phrase));
    }

    private static String text(@Nullable JsonNode value) {
        return value == null || value.isMissingNode() ? "" : value.isString() ? value.stringValue() : value.toString();
    }

    private void shown(Part part, String before, String now) {
        if (!before.equals(now)) {
            add(part, part.words() + " " + wasAndIs(before, now));
        }
    }

    private static String wasAndIs(String before, String now) {
        int same = 0;
        while (same < Math.min(before.length(), now.length()) && before.charAt(same) == now.charAt(same)) {
            same++;
        }
        int from = Math.max(0, same - LONGEST_SHOWN / 3);
        return "was " + cut(before, from) + ", is " + cut(now, from);
    }

    private static String cut(String text, int from) {
        if (text.isEmpty()) {
            return "none";
        }
        String start = from == 0 ? "" : "\u2026";
        String rest = text.substring(Math.min(from, text.length()));
        String shown = rest.length() > LONGEST_SHOWN ? rest.substring(0, LONGEST_SHOWN) + "\u2026" : rest;
        return "\"" + start + VisibleText.of(shown) + "\"";
    }

    /** Merges values, for instance the chunks of a stream, and drops the values that always change. */
    private JsonNode overlaid(List<JsonNode> values) {
        List<JsonNode> present = values.stream()
                .filter(value -> !value.isNull() && !value.isMissingNode())
                .toList();
        if (present.isEmpty()) {
            return Json.nodes().nullNode();
        }
        if (present.stream().allMatch(JsonNode::isObject)) {
            ObjectNode all = Json.nodes().objectNode();
            present.stream()
                    .flatMap(value -> value.propertyNames().stream())
                    .distinct()
                    .filter(name -> present.stream().noneMatch(value -> isChanging(dialect, name, value.path(name))))
                    .forEach(name -> all.set(
                            name,
                            overlaid(present.stream()
                                    .map(value -> value.path(name))
                                    .toList())));
            return all;
        }
        if (present.stream().allMatch(JsonNode::isArray)) {
            ArrayNode all = Json.nodes().arrayNode();
            int size = present.stream().mapToInt(JsonNode::size).max().orElse(0);
            for (int i = 0; i < size; i++) {
                int index = i;
                all.add(overlaid(
                        present.stream().map(value -> value.path(index)).toList()));
            }
            return all;
        }
        if (present.stream().distinct().count() == 1) {
            return present.get(0);
        }
        return Json.nodes()
                .stringNode(present.stream().map(ResponseDifferences::text).collect(Collectors.joining()));
    }
}
