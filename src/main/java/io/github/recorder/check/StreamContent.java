package io.github.recorder.check;

import io.github.recorder.recording.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The joined content of a model's stream: one value for each member of each choice, candidate, item or tool call. The
 * pieces of a text are joined; of other values, each that differs from the one before is kept. So neither the cuts
 * between pieces nor the order of choices counts. Not thread-safe.
 */
final class StreamContent {

    /** The members whose pieces are joined wherever they are. */
    private static final Set<String> TEXTS = Set.of(
            "arguments",
            "content",
            "delta",
            "partial_json",
            "reasoning",
            "reasoning_content",
            "refusal",
            "response",
            "text",
            "thinking",
            "transcript");

    /** The members of a delta that services repeat. All others are texts. */
    private static final Set<String> REPEATED = Set.of("id", "name", "object", "role", "status", "type");

    /** The lists to which each event adds items. */
    private static final Set<String> GROWING = Set.of("annotations", "content", "logprobs", "parts", "refusal");

    private static final String DELTA = "delta";
    private static final String TOOL_CALLS = "tool_calls";
    private static final String TEXT = "text";

    /** The members that tell events of one type apart. */
    private static final List<String> PLACES =
            List.of(ComparableResponse.INDEX, "output_index", "content_index", "summary_index");

    private final Place root = new Place();

    /** Adds an event. Events that name a type are joined with those of their type and place. */
    void add(JsonNode event) {
        String type = event.path("type").asString(event.path("event_type").asString(""));
        if (type.equals("ping")) {
            return;
        }
        if (type.isEmpty()) {
            root.add("", event, false);
            return;
        }
        String places = PLACES.stream()
                .map(event::path)
                .filter(JsonNode::isInt)
                .map(JsonNode::asString)
                .collect(Collectors.joining(" "));
        root.member((type + " " + places).strip()).add("", event, false);
    }

    /** Adds the name of an event. */
    void addName(String name) {
        root.member("event " + name).add("", Json.nodes().booleanNode(true), false);
    }

    /** Returns the joined content. */
    JsonNode value() {
        return root.value();
    }

    /** A value that arrives in pieces. The items of a list are members that are named by their numbers. */
    private static final class Place {

        private final Map<String, Place> members = new TreeMap<>();
        private final List<JsonNode> values = new ArrayList<>();
        private boolean text;
        private int items;

        Place member(String name) {
            return members.computeIfAbsent(name, first -> new Place());
        }

        void add(String name, JsonNode piece, boolean inDelta) {
            if (piece.isObject()) {
                boolean inner = inDelta || name.equals(DELTA);
                piece.properties()
                        .forEach(field -> member(field.getKey()).add(field.getKey(), field.getValue(), inner));
                // An empty object is a value, too.
                if (piece.isEmpty() && values.isEmpty() && members.isEmpty() && !name.equals(DELTA)) {
                    values.add(piece);
                }
            } else if (piece.isArray() && name.equals(TOOL_CALLS)) {
                piece.forEach(call -> toolCall(call, inDelta));
            } else if (piece.isArray() && isIndexed(piece)) {
                piece.forEach(item ->
                        member(item.path(ComparableResponse.INDEX).asString()).add("", item, inDelta));
            } else if (piece.isArray() && (name.equals("choices") || name.equals("candidates"))) {
                // The only choice often has no index.
                for (int i = 0; i < piece.size(); i++) {
                    member(piece.path(i).path(ComparableResponse.INDEX).asString(String.valueOf(i)))
                            .add("", piece.path(i), inDelta);
                }
            } else if (piece.isArray() && GROWING.contains(name)) {
                piece.forEach(item -> append(item, inDelta));
            } else if (piece.isString() && (TEXTS.contains(name) || (inDelta && !REPEATED.contains(name)))) {
                text = true;
                values.add(piece);
            } else if (name.equals("done")) {
                values.clear();
                values.add(piece);
            } else if (values.isEmpty() || !values.get(values.size() - 1).equals(piece)) {
                values.add(piece);
            }
        }

        private static boolean isIndexed(JsonNode list) {
            return !list.isEmpty()
                    && list.valueStream()
                            .allMatch(
                                    item -> item.path(ComparableResponse.INDEX).isInt());
        }

        /** Some services send each call complete, all with the same index or without one. */
        private void toolCall(JsonNode call, boolean inDelta) {
            String index = call.path(ComparableResponse.INDEX).asString("");
            Place known = members.get(index);
            boolean named = Stream.of("function", "custom")
                    .anyMatch(kind -> !call.path(kind).path("name").asString("").isEmpty());
            if (index.isEmpty() || (named && known != null && known.isNamed())) {
                member("whole " + items++).add("", call, inDelta);
            } else {
                member(index).add("", call, inDelta);
            }
        }

        private boolean isNamed() {
            return Stream.of("function", "custom")
                    .map(members::get)
                    .filter(Objects::nonNull)
                    .map(kind -> kind.members.get("name"))
                    .anyMatch(name -> name != null && !name.value().asString("").isEmpty());
        }

        /** Adds an item, or its text to the last item if they differ in nothing else. */
        private void append(JsonNode item, boolean inDelta) {
            boolean piece = item.path(TEXT).isString() && !item.has("bytes") && !item.has("token");
            if (piece && item.size() == 1 && item.path(TEXT).stringValue().isEmpty()) {
                return;
            }
            Place last = members.get(key(items - 1));
            if (piece && last != null && last.differsOnlyInText(item)) {
                last.add("", item, inDelta);
            } else {
                member(key(items++)).add("", item, inDelta);
            }
        }

        private static String key(int item) {
            return String.valueOf(item);
        }

        private boolean differsOnlyInText(JsonNode item) {
            return members.keySet().equals(Set.copyOf(item.propertyNames()))
                    && item.properties().stream()
                            .filter(field -> !field.getKey().equals(TEXT))
                            .allMatch(field -> hasOnly(members.get(field.getKey()), field.getValue()));
        }

        private static boolean hasOnly(@Nullable Place place, JsonNode value) {
            return place != null && place.members.isEmpty() && place.values.equals(List.of(value));
        }

        JsonNode value() {
            if (!members.isEmpty()) {
                ObjectNode all = Json.nodes().objectNode();
                members.forEach((name, place) -> all.set(name, place.value()));
                if (!values.isEmpty()) {
                    all.set("", scalar());
                }
                return all;
            }
            return scalar();
        }

        private JsonNode scalar() {
            if (text && values.stream().allMatch(JsonNode::isString)) {
                return Json.nodes()
                        .stringNode(values.stream().map(JsonNode::stringValue).collect(Collectors.joining()));
            }
            if (values.isEmpty()) {
                return Json.nodes().objectNode();
            }
            ArrayNode list = Json.nodes().arrayNode().addAll(values);
            return list.size() == 1 ? list.get(0) : list;
        }
    }
}
