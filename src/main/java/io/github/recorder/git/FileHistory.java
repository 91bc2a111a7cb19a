package io.github.recorder.git;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

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

    /** As {@link #changed}, but moving a file is no change. */
    private final Map<String, Commit> written = new HashMap<>();

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
     * @param log lines of a hash, a space and the author's date in seconds, or of a letter (of a merge, one for each
     *     parent), a tab and a path relative to the root: A for added, M for modified, or R and a number for moved,
     *     then with the old path, a tab and the new one; newest first
     * @param oldestKnown the hashes of the commits whose parents a shallow clone lacks
     */
    FileHistory(Path directory, Iterable<String> log, Set<String> oldestKnown, ChangeLookup lookup) {
        this.lookup = lookup;
        this.oldestKnown = Set.copyOf(oldestKnown);
        Map<String, Set<String>> laterNames = new HashMap<>();
        List<FileChange> changes = new ArrayList<>();
        Commit commit = WORKING_TREE;
        for (String line : log) {
            if (line.indexOf('\t') > 0) {
                changes.add(FileChange.parse(line, directory));
            } else if (!line.isBlank()) {
                add(commit, changes, laterNames);
                changes.clear();
                String[] fields = line.split(" ", -1);
                commit = new Commit(fields[0], Instant.ofEpochSecond(Long.parseLong(fields[1])), commit.age() + 1);
            }
        }
        add(commit, changes, laterNames);
    }

    /** Adds the changes of a commit, and changes the later names of files to those after its parent. */
    private void add(Commit commit, List<FileChange> changes, Map<String, Set<String>> laterNames) {
        Map<String, Set<String>> moved = new HashMap<>();
        for (FileChange change : changes) {
            String path = change.path();
            changed.putIfAbsent(path, commit);
            if (change.isAddition()) {
                added.putIfAbsent(path, commit);
            }
            Set<String> later = laterNames.getOrDefault(path, Set.of(path));
            String before = change.movedFrom();
            if (before == null) {
                later.forEach(name -> written.putIfAbsent(name, commit));
            } else {
                moved.put(path, moved.getOrDefault(path, Set.of())); // What had this name before is another file.
                moved.put(before, later);
            }
        }
        laterNames.putAll(moved);
    }

    /**
     * A line of the log.
     *
     * @param path relative to the directory, with forward slashes
     * @param movedFrom the path in the commit before; null if the file was not moved
     * @param isAddition whether no parent of the commit has a file of this path
     */
    private record FileChange(String path, @Nullable String movedFrom, boolean isAddition) {

        static FileChange parse(String line, Path directory) {
            String[] fields = line.split("\t", -1);
            String path = relative(directory, fields[fields.length - 1]);
            boolean moved = fields.length > 2;
            return new FileChange(
                    path,
                    moved ? relative(directory, fields[1]) : null,
                    moved || fields[0].chars().allMatch(letter -> letter == 'A'));
        }

        private static String relative(Path directory, String path) {
            return directory.relativize(Path.of(path)).toString().replace('\\', '/');
        }
    }

    /**
     * Returns the directories outside of some directories from which files were moved into them.
     *
     * @param log as for the constructor
     * @param directories relative to the root, with forward slashes; empty for the root
     */
    static Set<String> origins(Iterable<String> log, Set<String> directories) {
        Set<String> origins = new HashSet<>();
        for (String line : log) {
            String[] fields = line.split("\t", -1);
            if (fields.length > 2 && !isIn(directories, Path.of(fields[1]))) {
                Path to = Path.of(fields[2]);
                directories.stream()
                        .filter(directory -> isIn(Set.of(directory), to))
                        .forEach(directory -> origins.add(origin(fields[1], to, Path.of(directory))));
            }
        }
        return origins;
    }

    private static boolean isIn(Set<String> directories, Path file) {
        return directories.stream().anyMatch(directory -> directory.isEmpty() || file.startsWith(directory));
    }

    /** Returns a moved file's old path without the folders and the name that it kept. */
    private static String origin(String from, Path to, Path directory) {
        Path old = Path.of(from);
        Path kept = directory.relativize(to);
        while (old != null && kept != null && old.getFileName().equals(kept.getFileName())) {
            old = old.getParent();
            kept = kept.getParent();
        }
        return old == null ? "" : old.toString().replace('\\', '/');
    }

    /** Returns the history of files that git does not know. */
    public static FileHistory unknown() {
        return new FileHistory(Path.of(""), List.of(), Set.of(), (from, to) -> true);
    }

    /**
     * Returns the author's date of the commit that last changed the content of a file, under whatever name; empty if it
     * is not committed.
     *
     * @param path relative to the directory, with forward slashes
     */
    public Optional<Instant> changedAt(String path) {
        return Optional.ofNullable(written.get(path)).map(Commit::written);
    }

    /**
     * Returns whether a shallow clone may lack the commit that changed a file last. Then {@link #changedAt} returns the
     * date of a commit that merely has the file, which says nothing of its age.
     *
     * @param path relative to the directory, with forward slashes
     */
    public boolean isCutOff(String path) {
        Commit commit = written.get(path);
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
        return to.age() >= from.age() || isSameCode(from, to);
    }

    /**
     * Returns whether nothing outside the directory changed since the last commit of a file. False if git cannot tell.
     *
     * @param path relative to the directory, with forward slashes
     */
    public boolean isOfCurrentCode(String path) {
        Commit from = changed.get(path);
        return from != null && isSameCode(from, WORKING_TREE);
    }

    private boolean isSameCode(Commit from, Commit to) {
        return !codeChanges.computeIfAbsent(from.id() + " " + to.id(), pair -> codeChanged(from, to));
    }

    private boolean codeChanged(Commit from, Commit to) {
        try {
            return lookup.isChanged(from.id(), to.id());
        } catch (IOException unknown) {
            return true;
        }
    }
}
