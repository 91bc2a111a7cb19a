package io.github.recorder.git;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When the files of a directory came into its repository, and whether anything else changed meanwhile. Thread-safe. */
public final class FileHistory {

    /** A file that is not committed. */
    private static final Commit WORKING_TREE = new Commit("", -1);

    private final ChangeLookup lookup;
    private final Map<String, Commit> added = new HashMap<>();
    private final Map<String, Commit> changed = new HashMap<>();
    private final Map<String, Boolean> codeChanges = new ConcurrentHashMap<>();

    /**
     * A commit.
     *
     * @param id the hash
     * @param age how many commits of the directory are newer
     */
    private record Commit(String id, int age) {}

    /** Returns whether anything outside of the directory differs between two commits; empty for the working tree. */
    interface ChangeLookup {
        boolean isChanged(String from, String to) throws IOException;
    }

    /**
     * Reads the history.
     *
     * @param directory relative to the root of the repository
     * @param log lines of a hash, or of the letter A or M, a tab and a path relative to the root; newest first
     */
    FileHistory(Path directory, Iterable<String> log, ChangeLookup lookup) {
        this.lookup = lookup;
        Commit commit = WORKING_TREE;
        for (String line : log) {
            int tab = line.indexOf('\t');
            if (tab > 0) {
                String path = directory
                        .relativize(Path.of(line.substring(tab + 1)))
                        .toString()
                        .replace('\\', '/');
                changed.putIfAbsent(path, commit);
                if (line.startsWith("A")) {
                    added.putIfAbsent(path, commit);
                }
            } else if (!line.isBlank()) {
                commit = new Commit(line, commit.age() + 1);
            }
        }
    }

    /** Returns the history of files of which git knows nothing. */
    public static FileHistory unknown() {
        return new FileHistory(Path.of(""), List.of(), (from, to) -> true);
    }

    /**
     * Whether two files belong to the same code as far as git knows: the second was there when the first was committed
     * last, or nothing outside of the directory changed until it came. False if git cannot tell, because the first is
     * not committed.
     *
     * @param first relative to the directory, with forward slashes
     * @param second likewise
     */
    public boolean areOfSameCode(String first, String second) {
        Commit from = changed.get(first);
        if (from == null) {
            return false;
        }
        Commit to = added.getOrDefault(second, WORKING_TREE);
        return to.age() >= from.age()
                || !codeChanges.computeIfAbsent(from.id() + " " + to.id(), pair -> codeChanged(from, to));
    }

    private boolean codeChanged(Commit from, Commit to) {
        try {
            return lookup.isChanged(from.id(), to.id());
        } catch (IOException unknown) {
            return true;
        }
    }
}
