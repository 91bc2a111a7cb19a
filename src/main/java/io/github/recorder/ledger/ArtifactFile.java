package io.github.recorder.ledger;

import java.nio.file.Path;

/**
 * A file with recordings that Maven resolved.
 *
 * @param name the coordinates for messages, for instance {@code com.acme:shop-recordings:1.4}
 * @param file the zip file
 */
public record ArtifactFile(String name, Path file) {}
