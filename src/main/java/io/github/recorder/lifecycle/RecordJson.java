package io.github.recorder.lifecycle;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON of records, which the mapper reads back. The mapper would write the same, but starting it takes longer than
 * everything else for which a build needs JSON.
 */
final class RecordJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RecordJson() {}

    /**
     * Returns a value as JSON. A record is an object with its components in the order of their declaration.
     *
     * @param value a record, collection, map with strings as keys, string, number, boolean, enum, path, time, JSON or
     *     null, and so on for its parts
     * @throws IllegalArgumentException if it is anything else
     */
    static JsonNode of(@Nullable Object value) {
        if (value == null) {
            return NODES.nullNode();
        }
        if (value instanceof JsonNode json) {
            return json;
        }
        if (value instanceof String || value instanceof Enum || value instanceof Instant) {
            return NODES.stringNode(value instanceof Enum<?> constant ? constant.name() : value.toString());
        }
        if (value instanceof Path path) {
            return NODES.stringNode(path.toUri().toString());
        }
        if (value instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        }
        if (value instanceof Integer number) {
            return NODES.numberNode(number);
        }
        if (value instanceof Collection<?> items) {
            ArrayNode array = NODES.arrayNode();
            items.forEach(item -> array.add(of(item)));
            return array;
        }
        if (value instanceof Map<?, ?> entries) {
            ObjectNode object = NODES.objectNode();
            entries.forEach((key, item) -> object.set((String) key, of(item)));
            return object;
        }
        if (value instanceof Record object) {
            return components(object);
        }
        throw new IllegalArgumentException("a value of " + value.getClass() + " has no JSON");
    }

    private static ObjectNode components(Record value) {
        ObjectNode object = NODES.objectNode();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            object.set(component.getName(), of(component(value, component)));
        }
        return object;
    }

    private static @Nullable Object component(Record value, RecordComponent component) {
        try {
            return component.getAccessor().invoke(value);
        } catch (IllegalAccessException | InvocationTargetException impossible) {
            throw new IllegalArgumentException(value.getClass() + " is not public", impossible);
        }
    }
}
