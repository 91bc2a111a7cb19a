package io.github.recorder.git;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The commits that last changed each file of a directory, and whether anything else changed in between. Thread-safe.
 */
public final class FileHistory {

    /** A file that is not committed. */
    private static final Commit WORKING_TREE = new Commit("", Instant.MAX, -1);

    private final ChangeLookup lookup;
    private final Set<String> oldestKnown;
    private final Map<String, Commit> added = new HashMap<>();
    private final Map<String, Commit> changed = new HashMap<>();
    private final Map<String, Boolean> codeChanges = new ConcurrentHashMap<>();

    /**
     * A commit.
     *
     * @param id the hash
     * @param written the author's date
     * @param age the number of newer commits that touch the directory
     */
    private record Commit(String id, Instant written, int age) {}

    /**
     * Returns whether a file outside the directory differs between two commits; the second is empty for the working
     * tree.
     */
    interface ChangeLookup {
        boolean isChanged(String from, String to) throws IOException;
    }

    /**
     * Parses the history.
     *
     * @param directory relative to the root of the repository
     * @param log lines of a hash, a space and the author's date in seconds, or of the letter A or M (of a merge, one
     *     for each parent), a tab and a path relative to the root; newest first
     * @param oldestKnown the hashes of the commits whose parents a shallow clone lacks
     */
    FileHistory(Path directory, Iterable<String> log, Set<String> oldestKnown, ChangeLookup lookup) {
        this.lookup = lookup;
        this.oldestKnown = Set.copyOf(oldestKnown);
        Commit commit = WORKING_TREE;
        for (String line : log) {
            int tab = line.indexOf('\t');
            if (tab > 0) {
                String path = directory
                        .relativize(Path.of(line.substring(tab + 1)))
                        .toString()
                        .replace('\\', '/');
                changed.putIfAbsent(path, commit);
                if (line.substring(0, tab).chars().allMatch(letter -> letter == 'A')) {
                    added.putIfAbsent(path, commit);
                }
            } else if (!line.isBlank()) {
                String[] fields = line.split(" ", -1);
                commit = new Commit(fields[0], Instant.ofEpochSecond(Long.parseLong(fields[1])), commit.age() + 1);
            }
        }
    }

    /** Returns the history of files that git does not know. */
    public static FileHistory unknown() {
        return new FileHistory(Path.of(""), List.of(), Set.of(), (from, to) -> true);
    }

    /**
     * Returns the author's date of the commit that last changed a file; empty if it is not committed.
     *
     * @param path relative to the directory, with forward slashes
     */
    public Optional<Instant> changedAt(String path) {
        return Optional.ofNullable(changed.get(path)).map(Commit::written);
    }

    /**
     * Returns whether a shallow clone may lack the commit that changed a file last. Then {@link #changedAt} returns the
     * date of a commit that merely has the file, which says nothing of its age.
     *
     * @param path relative to the directory, with forward slashes
     */
    public boolean isCutOff(String path) {
        Commit commit = changed.get(path);
        return commit != null && oldestKnown.contains(commit.id());
    }

    /**
     * Returns the hash of the commit that added a file; empty if it is not committed.
     *
     * @param path relative to the directory, with forward slashes
     */
    public Optional<String> addedBy(String path) {
        return Optional.ofNullable(added.get(path)).map(Commit::id);
    }

    /**
     * Whether two files belong to the same code as far as git knows: the second existed at the last commit of the
     * first, or nothing outside the directory changed between the two. False if git cannot tell, because the first is
     * not committed.
     *
     * @param first relative to the directory, with forward slashes
     * @param second relative to the directory, with forward slashes
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
