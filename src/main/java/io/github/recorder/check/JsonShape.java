package io.github.recorder.check;

import io.github.recorder.matching.Difference;
import io.github.recorder.matching.JsonDifferences;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.JsonTypeNames;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The names and types of a JSON value, without its values. The items of a list count as one, or, if they name a type,
 * as one for each type, because how many there are is content. Null fits any type and an absent field, and a list
 * without an item of a type fits one that has such items.
 */
final class JsonShape {

    private static final String TYPE = "type";

    /** The name of a list's items; with the type after a colon if the items name one. */
    private static final String ITEMS = "*";

    private JsonShape() {}

    /** Returns a phrase for each field that is gone, was added, or has another type, the nearest to the root first. */
    static List<String> differences(JsonNode before, JsonNode now) {
        JsonNode old = shape(before);
        JsonNode fresh = shape(now);
        return JsonDifferences.asIs(fitted(old, fresh), fitted(fresh, old)).listed().stream()
                .map(JsonShape::phrase)
                .toList();
    }

    private static String phrase(Difference difference) {
        JsonNode before = difference.request();
        JsonNode now = difference.recording();
        String place = difference.pointer().isEmpty() ? "the whole value" : difference.pointer();
        if (now == null) {
            return place + " is gone";
        }
        if (before == null) {
            return place + " was added";
        }
        return place + " was " + type(before) + ", is " + type(now);
    }

    private static String type(JsonNode shape) {
        return shape.isString() ? shape.stringValue() : isList(shape) ? "a list" : "an object";
    }

    private static JsonNode shape(JsonNode value) {
        ObjectNode shape = Json.mapper().createObjectNode();
        if (value.isObject()) {
            value.properties().forEach(field -> shape.set(field.getKey(), shape(field.getValue())));
            return shape;
        }
        if (value.isArray()) {
            // An empty list has this name, too, so that it differs from an empty object.
            shape.putNull(ITEMS);
            for (JsonNode item : value) {
                String type = item.path(TYPE).asString("");
                String name = type.isEmpty() ? ITEMS : ITEMS + ":" + type;
                shape.set(name, merged(shape.get(name), shape(item)));
            }
            return shape;
        }
        if (value.isNull() || value.isMissingNode()) {
            return Json.mapper().nullNode();
        }
        String type = value.isBoolean() ? "a boolean" : JsonTypeNames.of(value.asToken());
        return Json.mapper().getNodeFactory().stringNode(type);
    }

    private static boolean isList(JsonNode shape) {
        return shape.has(ITEMS);
    }

    /** Returns the shape of two items. An item of another type than those before it does not count. */
    private static JsonNode merged(@Nullable JsonNode one, JsonNode other) {
        if (one == null || one.isNull()) {
            return other;
        }
        if (!(one instanceof ObjectNode all) || !other.isObject()) {
            return one;
        }
        other.properties().forEach(field -> all.set(field.getKey(), merged(all.get(field.getKey()), field.getValue())));
        return all;
    }

    /**
     * Returns a shape with the parts of another in the places that any type fits, and without a null or the items of a
     * list that the other does not have.
     */
    private static JsonNode fitted(JsonNode shape, JsonNode other) {
        if (shape.isNull()) {
            return other;
        }
        if (!shape.isObject() || !other.isObject()) {
            return shape;
        }
        if (isList(shape) != isList(other)) {
            return Json.mapper().getNodeFactory().stringNode(type(shape));
        }
        ObjectNode fitted = Json.mapper().createObjectNode();
        shape.properties().forEach(field -> {
            JsonNode others = other.get(field.getKey());
            if (others != null) {
                fitted.set(field.getKey(), fitted(field.getValue(), others));
            } else if (!field.getValue().isNull() && !isList(shape)) {
                fitted.set(field.getKey(), field.getValue());
            }
        });
        return fitted;
    }
}
