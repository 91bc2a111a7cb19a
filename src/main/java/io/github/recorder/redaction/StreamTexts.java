package io.github.recorder.redaction;

import io.github.recorder.recording.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The texts of a stream, each joined from its parts. A stream may split its texts anywhere, and may mix those of
 * several choices. So a part belongs to a text by its place, by the numbers of choices and items, and by the kind of
 * event. For one thread.
 */
final class StreamTexts {

    private static final List<String> POSITIONS =
            List.of("index", "output_index", "content_index", "item_id", "summary_index");

    private final Place root = new Place();
    private final List<Text> all = new ArrayList<>();

    /** The names and numbers on the way to the current value. */
    private final List<String> way = new ArrayList<>();

    /** A text that arrives in parts. */
    static final class Text {

        private final String pointer;
        private final String first;
        private int alike = 1;
        private @Nullable StringBuilder joined;

        private Text(String pointer, String first) {
            this.pointer = pointer;
            this.first = first;
        }

        private void add(String part) {
            if (joined == null && part.equals(first)) {
                alike++;
                return;
            }
            if (joined == null) {
                joined = new StringBuilder(first.repeat(alike));
            }
            joined.append(part);
        }

        /** Returns the place of the first part in its chunk. */
        String pointer() {
            return pointer;
        }

        /**
         * Returns the parts in one text. Of parts that are all alike, such as an id, it has two, since more of them
         * join to nothing but repetitions.
         */
        String joined() {
            return joined == null ? first.repeat(Math.min(alike, 2)) : joined.toString();
        }
    }

    /** A place in chunks where a text may be. */
    private static final class Place {

        private final Map<String, Place> members = new HashMap<>();
        private final Map<String, Place> positions = new HashMap<>();
        private @Nullable Text text;

        Place member(String name) {
            return members.computeIfAbsent(name, first -> new Place());
        }

        Place position(String name) {
            return positions.computeIfAbsent(name, first -> new Place());
        }
    }

    /** Adds the next chunk: a JSON value, or a line of the stream. */
    void add(JsonNode chunk) {
        collect(event(chunk), root);
    }

    /** Returns the texts in the order of their first parts. */
    List<Text> all() {
        return all;
    }

    private static JsonNode event(JsonNode chunk) {
        if (!chunk.isString()) {
            return chunk;
        }
        String line = chunk.stringValue();
        String data = line.substring(NamedCredentials.dataStart(line));
        JsonNode text = Json.nodes().stringNode(data);
        try {
            JsonNode value = Json.read(data);
            return value.isContainer() ? value : text;
        } catch (JacksonException notJson) {
            return text;
        }
    }

    private void collect(JsonNode value, Place place) {
        if (value instanceof ObjectNode object) {
            Place own = positioned(object, place);
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                way.add(field.getKey());
                collect(field.getValue(), own.member(field.getKey()));
                way.remove(way.size() - 1);
            }
        } else if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                String number = Integer.toString(i);
                boolean numbered = array.path(i).path("index").isNumber();
                way.add(number);
                collect(array.path(i), place.member(numbered ? "*" : number));
                way.remove(way.size() - 1);
            }
        } else if (value.isString()) {
            add(value.stringValue(), place);
        }
    }

    private Place positioned(ObjectNode object, Place place) {
        Place own = place;
        if (way.isEmpty() && object.path("type").isString()) {
            own = own.position(object.path("type").stringValue());
        }
        for (String name : POSITIONS) {
            JsonNode position = object.path(name);
            if (position.isValueNode()) {
                own = own.position(name).position(position.asString(""));
            }
        }
        return own;
    }

    private void add(String part, Place place) {
        if (place.text == null) {
            place.text = new Text(pointer(), part);
            all.add(place.text);
        } else {
            place.text.add(part);
        }
    }

    private String pointer() {
        StringBuilder pointer = new StringBuilder();
        way.forEach(step -> pointer.append('/').append(TextEncodings.pointerStep(step)));
        return pointer.toString();
    }
}
