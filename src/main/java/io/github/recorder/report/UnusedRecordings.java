package io.github.recorder.report;

import io.github.recorder.recording.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The recordings that no request of a run used, in groups that share a test and an endpoint. A run that uses few of
 * many recordings would otherwise have mostly rows that say the same. For one use.
 */
final class UnusedRecordings {

    /** The member of a run's data with the groups, which no other member lists. */
    private static final String MEMBER = "unused";

    private static final String PATHS = "paths";

    /** The state of a recording that no request used. */
    static final String STATE = "unused";

    private final Map<String, ArrayNode> pathsOf = new LinkedHashMap<>();
    private final ArrayNode groups = Json.nodes().arrayNode();
    private int size;

    /** Adds a recording. */
    void add(String path, String test, String method, String endpoint) {
        pathsOf.computeIfAbsent(test + "\n" + method + "\n" + endpoint, key -> {
                    ObjectNode group = groups.addObject();
                    group.put("test", test).put("method", method).put("endpoint", endpoint);
                    return group.putArray(PATHS);
                })
                .add(path);
        size++;
    }

    /** Returns the number of recordings. */
    int size() {
        return size;
    }

    /** Puts the groups into the data of a run. */
    void putInto(ObjectNode run) {
        run.set(MEMBER, groups);
    }

    /** Returns the paths of all unused recordings of a run as an array. */
    static ArrayNode paths(JsonNode run) {
        ArrayNode paths = Json.nodes().arrayNode();
        for (JsonNode row : run.path("recordings")) {
            if (row.path("state").asString("").equals(STATE)) {
                paths.add(row.path("path"));
            }
        }
        for (JsonNode group : run.path(MEMBER)) {
            group.path(PATHS).forEach(paths::add);
        }
        return paths;
    }

    /** Replaces the groups of a run with a row for each recording. */
    static void ungroup(ObjectNode run) {
        ArrayNode rows = run.withArray("recordings");
        for (JsonNode group : run.path(MEMBER)) {
            for (JsonNode path : group.path(PATHS)) {
                ObjectNode row = rows.addObject().put("path", path.asString(""));
                row.set("test", group.path("test"));
                row.set("method", group.path("method"));
                row.set("endpoint", group.path("endpoint"));
                row.put("served", 0).put("state", STATE);
            }
        }
        run.remove(MEMBER);
    }
}
