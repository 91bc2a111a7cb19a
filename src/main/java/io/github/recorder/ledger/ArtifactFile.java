package io.github.recorder.ledger;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file with recordings that Maven resolved.
 *
 * @param name the coordinates for messages, for instance {@code com.acme:shop-recordings:1.4}
 * @param file the zip file
 */
public record ArtifactFile(String name, Path file) {

    /** Returns files by their names, in their order. */
    public static Map<String, Path> byName(List<ArtifactFile> artifacts) {
        Map<String, Path> files = new LinkedHashMap<>();
        artifacts.forEach(artifact -> files.put(artifact.name(), artifact.file()));
        return files;
    }
}
