package io.github.recorder.store;

import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/** The files that cannot be replayed. Each is reported once, and kept for the end of the run. Thread-safe. */
final class FileProblems {

    private final ConcurrentSkipListMap<String, FileProblem> byPath = new ConcurrentSkipListMap<>();
    private final Consumer<FileProblem> listener;

    FileProblems(Consumer<FileProblem> listener) {
        this.listener = listener;
    }

    void add(FileProblem problem) {
        if (byPath.putIfAbsent(problem.path(), problem) == null) {
            listener.accept(problem);
        }
    }

    /** Returns whether this file has a problem. */
    boolean has(String path) {
        return byPath.containsKey(path);
    }

    /** Returns the problems found so far, sorted by path. */
    List<FileProblem> all() {
        return List.copyOf(byPath.values());
    }
}
