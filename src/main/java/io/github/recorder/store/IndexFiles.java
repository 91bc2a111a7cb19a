package io.github.recorder.store;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The index files of a recordings directory and of the archives below it, as they were when the store was opened. The
 * entry of a recording is in the file of the layer that holds it. Thread-safe.
 */
final class IndexFiles {

    private final @Nullable IndexFile ofDirectory;
    private final List<RecordingLayer> archives;

    /** The layer of each recording that is not in the directory, before the store wrote any. */
    private final Map<String, Integer> layers;

    private volatile Map<String, IndexedFile> known = Map.of();

    /**
     * Creates the index files of a directory.
     *
     * @param ofDirectory the file of the directory itself; null for none
     * @param archives the archives below it, the uppermost first
     * @param layers the layer of each recording that is not in the directory
     */
    IndexFiles(@Nullable IndexFile ofDirectory, List<RecordingLayer> archives, Map<String, Integer> layers) {
        this.ofDirectory = ofDirectory;
        this.archives = archives;
        this.layers = layers;
    }

    /** Reads all index files. */
    void read() {
        Map<String, IndexedFile> all = new HashMap<>();
        forEach((file, layer) -> file.read().forEach((path, entry) -> {
            if (layer(path) == layer) {
                all.put(path, entry);
            }
        }));
        known = all;
    }

    /** Returns the entry that {@link #read} found; null if there is none. */
    @Nullable
    IndexedFile known(String path) {
        return known.get(path);
    }

    /** Returns the number of entries that {@link #read} found. */
    int known() {
        return known.size();
    }

    /** Forgets what {@link #read} found. */
    void forget() {
        known = Map.of();
    }

    /** Returns whether a recording may have an entry. */
    boolean isKept(String path) {
        return file(layer(path)) != null;
    }

    /**
     * Writes the index files that would differ.
     *
     * @param entries the entries of all recordings, sorted by path
     */
    void write(Map<String, IndexedFile> entries) {
        forEach((file, layer) -> {
            Map<String, IndexedFile> now = new LinkedHashMap<>();
            entries.forEach((path, entry) -> {
                if (layer(path) == layer && (entry.equals(known.get(path)) || file.mayKeep(path, entry))) {
                    now.put(path, entry);
                }
            });
            Map<String, IndexedFile> before = new HashMap<>();
            known.forEach((path, entry) -> {
                if (layer(path) == layer) {
                    before.put(path, entry);
                }
            });
            if (!now.equals(before)) {
                file.write(now);
            }
        });
    }

    private void forEach(BiConsumer<IndexFile, Integer> action) {
        for (int layer = 0; layer <= archives.size(); layer++) {
            IndexFile file = file(layer);
            if (file != null) {
                action.accept(file, layer);
            }
        }
    }

    private @Nullable IndexFile file(int layer) {
        return layer == 0 ? ofDirectory : archives.get(layer - 1).saved();
    }

    private int layer(String path) {
        return layers.getOrDefault(path, 0);
    }
}
