package io.github.recorder.interchange;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The mappings of one <a href="https://wiremock.org/docs/stateful-behaviour/">scenario</a>. Its states must form a line
 * that begins at {@code Started}; then the responses to one request are those of the states, in order.
 */
final class WireMockScenario {

    private static final String STARTED = "Started";

    private final String name;
    private final List<WireMockMapping> mappings = new ArrayList<>();

    WireMockScenario(String name) {
        this.name = name;
    }

    void add(WireMockMapping mapping) {
        mappings.add(mapping);
    }

    /** Returns the entries in the order of the states. */
    List<SourceEntry> entries() {
        String problem = problem();
        if (problem != null) {
            return mappings.stream()
                    .map(mapping -> SourceEntry.refused(mapping.name(), problem))
                    .toList();
        }
        List<SourceEntry> entries = new ArrayList<>();
        List<String> states = states();
        boolean severalRequests =
                mappings.stream().map(WireMockMapping::request).distinct().count() > 1;
        for (String state : states) {
            Map<JsonNode, String> served = new LinkedHashMap<>();
            for (WireMockMapping mapping : mappings) {
                if (state.equals(mapping.requiredState())) {
                    String first = served.putIfAbsent(mapping.request(), mapping.name());
                    entries.add(
                            first == null
                                    ? entry(mapping, severalRequests)
                                    : SourceEntry.refused(mapping.name(), "WireMock serves " + first + " instead"));
                }
            }
        }
        mappings.stream()
                .filter(mapping -> !states.contains(mapping.requiredState()))
                .forEach(mapping -> entries.add(SourceEntry.refused(
                        mapping.name(), "its scenario " + name + " never has the state " + mapping.requiredState())));
        return entries;
    }

    private SourceEntry entry(WireMockMapping mapping, boolean severalRequests) {
        SourceEntry entry = mapping.entry().in("scenario " + name);
        if (!severalRequests || entry.exchange() == null) {
            return entry;
        }
        List<String> remarks = new ArrayList<>(entry.remarks());
        remarks.add("the responses to each request come in the order of the scenario's states, whatever is requested"
                + " in between");
        return new SourceEntry(entry.name(), entry.sequence(), entry.exchange(), remarks);
    }

    /** Returns why the states are no line; null if they are. */
    private @Nullable String problem() {
        if (mappings.stream().anyMatch(mapping -> mapping.requiredState() == null)) {
            return "a mapping of its scenario " + name + " holds in every state";
        }
        Set<String> seen = new HashSet<>();
        String state = STARTED;
        while (state != null) {
            if (!seen.add(state)) {
                return "its scenario " + name + " returns to the state " + state
                        + ", but a sequence ends with its last response";
            }
            Set<String> next = next(state);
            if (next.size() > 1) {
                return "its scenario " + name + " goes from the state " + state + " to several others";
            }
            state = next.stream().findFirst().orElse(null);
        }
        return null;
    }

    private List<String> states() {
        List<String> states = new ArrayList<>();
        String state = STARTED;
        while (state != null) {
            states.add(state);
            state = next(state).stream().findFirst().orElse(null);
        }
        return states;
    }

    private Set<String> next(String state) {
        return mappings.stream()
                .filter(mapping -> state.equals(mapping.requiredState()))
                .map(WireMockMapping::newState)
                .filter(next -> next != null && !next.equals(state))
                .map(String::valueOf)
                .collect(Collectors.toSet());
    }
}
