package io.github.recorder.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The paths of the recording files, relative to the directory, with forward slashes. Only a run that records looks for
 * names, and does so for each response, so names are indexed when the first one is looked for. Thread-safe.
 */
final class RecordingPaths {

    private final NavigableSet<String> all;
    private @Nullable Map<String, List<String>> byName;

    RecordingPaths(Collection<String> paths) {
        this.all = new ConcurrentSkipListSet<>(paths);
    }

    synchronized void add(String path) {
        if (all.add(path) && byName != null) {
            byName.merge(name(path), List.of(path), RecordingPaths::both);
        }
    }

    synchronized void remove(String path) {
        if (all.remove(path) && byName != null) {
            byName.computeIfPresent(name(path), (name, paths) -> {
                List<String> others =
                        paths.stream().filter(other -> !other.equals(path)).toList();
                return others.isEmpty() ? null : others;
            });
        }
    }

    boolean contains(String path) {
        return all.contains(path);
    }

    int size() {
        return all.size();
    }

    /** Returns all paths, sorted. */
    List<String> list() {
        return List.copyOf(all);
    }

    /** Returns the paths, sorted. */
    Stream<String> stream() {
        return all.stream();
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
