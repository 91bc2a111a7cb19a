package io.github.recorder.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The paths of the recording files, relative to the directory, with forward slashes. Only a run that records looks for
 * names, and does so for each response, so names are indexed when the first one is looked for. Thread-safe.
 */
final class RecordingPaths {

    private final Set<String> all;
    /** All paths, until one is added or removed. */
    private @Nullable List<String> sorted;

    private @Nullable Map<String, List<String>> byName;

    RecordingPaths(Collection<String> paths) {
        this.all = ConcurrentHashMap.newKeySet(paths.size());
        this.all.addAll(paths);
        // The paths of a directory come sorted, and sorting them again costs least then.
        this.sorted = paths.stream().sorted().toList();
    }

    synchronized void add(String path) {
        if (all.add(path)) {
            sorted = null;
            if (byName != null) {
                byName.merge(name(path), List.of(path), RecordingPaths::both);
            }
        }
    }

    synchronized void remove(String path) {
        if (all.remove(path)) {
            sorted = null;
            if (byName != null) {
                byName.computeIfPresent(name(path), (name, paths) -> {
                    List<String> others =
                            paths.stream().filter(other -> !other.equals(path)).toList();
                    return others.isEmpty() ? null : others;
                });
            }
        }
    }

    boolean contains(String path) {
        return all.contains(path);
    }

    int size() {
        return all.size();
    }

    /** Returns all paths, sorted. */
    synchronized List<String> list() {
        List<String> paths = sorted;
        if (paths == null) {
            paths = all.stream().sorted().toList();
            sorted = paths;
        }
        return paths;
    }

    /** Returns the paths with a name, in any folder, sorted. */
    synchronized List<String> named(String name) {
        Map<String, List<String>> index = byName;
        if (index == null) {
            Map<String, List<String>> made = new HashMap<>();
            all.forEach(path -> made.merge(name(path), List.of(path), RecordingPaths::both));
            byName = made;
            index = made;
        }
        return index.getOrDefault(name, List.of());
    }

    private static List<String> both(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).sorted().toList();
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
