package io.github.recorder.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Converts paths to a form that can be compared. */
public final class RecordingsPath {

    private RecordingsPath() {}

    /** Returns the path of a directory relative to a root, with forward slashes; null if it is outside. */
    public static @Nullable String fromRoot(Path root, Path directory) throws IOException {
        Path top = real(root);
        Path there = real(directory);
        return there.startsWith(top) ? top.relativize(there).toString().replace('\\', '/') : null;
    }

    /** Returns a path with the links in its existing part resolved. */
    public static Path real(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        Path existing = absolute;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing == null ? absolute : existing.toRealPath().resolve(existing.relativize(absolute));
    }
}
