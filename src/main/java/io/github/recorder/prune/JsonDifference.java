package io.github.recorder.prune;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Finds where two JSON values differ. */
final class JsonDifference {

    private JsonDifference() {}

    /**
     * Returns JSON pointers (RFC 6901) to the innermost values that differ or that only one side has; empty where the values are equal.
     *
     * @param most no more pointers than this
     */
    static List<String> pointers(JsonNode one, JsonNode other, int most) {
        List<String> pointers = new ArrayList<>();
        collect("", one, other, most, pointers);
        return pointers;
    }

    private static void collect(
            String at, @Nullable JsonNode one, @Nullable JsonNode other, int most, List<String> pointers) {
        if (pointers.size() >= most) {
            return;
        }
        if (one != null && other != null && one.isObject() && other.isObject()) {
            Set<String> keys = new LinkedHashSet<>(one.propertyNames());
            keys.addAll(other.propertyNames());
            for (String key : keys) {
                String escaped = key.replace("~", "~0").replace("/", "~1");
                collect(at + "/" + escaped, one.get(key), other.get(key), most, pointers);
            }
        } else if (one != null && other != null && one.isArray() && other.isArray()) {
            for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
                collect(at + "/" + i, one.get(i), other.get(i), most, pointers);
            }
        } else if (one == null || !one.equals(other)) {
            pointers.add(at);
        }
    }
}
