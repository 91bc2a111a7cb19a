package io.github.recorder.interchange;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Reads the mappings of <a href="https://wiremock.org/docs/stubbing/">WireMock 3</a>: files with one mapping, or with a
 * list of them under {@code mappings}.
 *
 * <p>The mapping with the lowest priority number is served; among equals, the one that was loaded last. Scenarios
 * become sequences, see {@link WireMockScenario}.
 */
final class WireMockReader implements SourceReader {

    private static final String MAPPINGS = "mappings";

    private final Path source;
    private final List<WireMockMapping> mappings = new ArrayList<>();

    /**
     * Creates a reader.
     *
     * @param source the imported directory, which is WireMock's root if no directory {@code mappings} shows another
     */
    WireMockReader(Path source) {
        this.source = source;
    }

    @Override
    public boolean reads(JsonNode document) {
        return isMapping(document)
                || (document.path(MAPPINGS).isArray()
                        && document.path(MAPPINGS).valueStream().anyMatch(WireMockReader::isMapping));
    }

    private static boolean isMapping(JsonNode document) {
        return document.path("request").isObject() && document.path("response").isObject();
    }

    @Override
    public void add(JsonNode document, String name, Path file) {
        Path files = root(file).resolve("__files");
        if (isMapping(document)) {
            mappings.add(new WireMockMapping(name, document, files));
            return;
        }
        int number = 0;
        for (JsonNode mapping : document.path(MAPPINGS)) {
            number++;
            mappings.add(new WireMockMapping(name + "#" + number, mapping, files));
        }
    }

    /** Returns the folder above the nearest folder {@code mappings}. */
    private Path root(Path file) {
        for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
            if (folder.endsWith(MAPPINGS) && folder.getParent() != null) {
                return folder.getParent();
            }
        }
        return source;
    }

    @Override
    public List<SourceEntry> entries() {
        List<WireMockMapping> served = new ArrayList<>(mappings);
        Collections.reverse(served);
        served.sort(Comparator.comparingInt(WireMockMapping::priority));
        Map<String, WireMockScenario> scenarios = new LinkedHashMap<>();
        for (WireMockMapping mapping : served) {
            String scenario = mapping.scenario();
            if (scenario != null) {
                scenarios.computeIfAbsent(scenario, WireMockScenario::new).add(mapping);
            }
        }
        List<SourceEntry> entries = new ArrayList<>();
        for (WireMockMapping mapping : served) {
            String name = mapping.scenario();
            if (name == null) {
                entries.add(mapping.entry());
            } else {
                // All mappings of a scenario take the place of the first, in the order of its states.
                WireMockScenario scenario = scenarios.remove(name);
                if (scenario != null) {
                    entries.addAll(scenario.entries());
                }
            }
        }
        return entries;
    }
}
