package io.github.recorder.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The git repository of a directory, read through the {@code git} program. Read-only. */
public final class GitRepository {

    private static final long LIMIT_SECONDS = 20;
    private static final long LOOKUP_LIMIT_SECONDS = 3;
    /** Files outside of sources that people read and no test does. */
    private static final Pattern PROSE = Pattern.compile(
            "(?!.*\\bsrc/)(.*/)?(README|CHANGELOG|CONTRIBUTING|SECURITY|LICENSE|NOTICE)(\\.\\w+)?|\\.github/.*");

    private static final String UTF_8_PATHS = "core.quotePath=false";

    /** The prefix of git's modes for regular files, executable or not. */
    private static final String PLAIN_FILE = "100";

    private final Path root;

    private GitRepository(Path root) {
        this.root = root;
    }

    /**
     * Returns the repository of a directory; empty if there is none, if it ignores the directory, or if git cannot be
     * run.
     *
     * @param directory absolute
     */
    public static Optional<GitRepository> of(Path directory) {
        Path existing = directory;
        while (existing != null && !Files.isDirectory(existing)) {
            existing = existing.getParent();
        }
        if (existing == null) {
            return Optional.empty();
        }
        try {
            String root =
                    run(existing, LIMIT_SECONDS, "rev-parse", "--show-toplevel").strip();
            Path top = Path.of(root).toRealPath();
            Path inside = top.relativize(existing.toRealPath());
            boolean ignored = !inside.toString().isEmpty() && isIgnored(top, inside);
            return ignored ? Optional.empty() : Optional.of(new GitRepository(top));
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private static boolean isIgnored(Path root, Path directory) {
        try {
            run(root, LIMIT_SECONDS, "check-ignore", "-q", "--", directory.toString());
            return true;
        } catch (IOException notIgnored) {
            return false;
        }
    }

    /** Returns the top directory of the working tree, without links. */
    public Path root() {
        return root;
    }

    /**
     * Returns the files of the working tree that git does not ignore, with the digests of their content. Committing a
     * file does not change its digest. The files of submodules and of other repositories in the tree are included.
     *
     * @param wanted whether a file, absolute, is included; any other is not read
     * @return digests by path, relative to the root with forward slashes
     */
    public Map<String, String> files(Predicate<Path> wanted) throws IOException {
        Map<String, String> files = new TreeMap<>();
        Set<String> unsure = new HashSet<>();
        for (String entry : entries(run(root, LIMIT_SECONDS, "ls-files", "-s", "-v", "-z"))) {
            int tab = entry.indexOf('\t');
            String[] fields = entry.substring(0, tab).split(" ", -1);
            String path = entry.substring(tab + 1);
            if (!wanted.test(root.resolve(path))) {
                continue;
            }
            files.put(path, fields[2]);
            // Git does not check files that are assumed to be unchanged, and does not look through links or into
            // submodules.
            if (!fields[0].equals("H") || !fields[1].startsWith(PLAIN_FILE)) {
                unsure.add(path);
            }
        }
        entries(run(root, LIMIT_SECONDS, "ls-files", "-m", "-o", "--exclude-standard", "-z")).stream()
                .filter(path -> wanted.test(root.resolve(path)))
                .forEach(unsure::add);
        for (String path : unsure) {
            Path file = root.resolve(path);
            if (Files.isRegularFile(file)) {
                files.put(path, blob(Files.readAllBytes(file)));
            } else {
                files.remove(path);
                addNested(file, wanted, files);
            }
        }
        return files;
    }

    /** Returns the hash of the commit that is checked out; empty if there is none. */
    public Optional<String> commit() {
        try {
            return Optional.of(
                    run(root, LIMIT_SECONDS, "rev-parse", "--verify", "HEAD").strip());
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /**
     * Returns the files that differ from the commit that is checked out, or that git neither has nor ignores.
     *
     * @param wanted whether a file, absolute, is included
     * @return paths relative to the root with forward slashes
     */
    public List<String> uncommitted(Predicate<Path> wanted) throws IOException {
        List<String> changed = new ArrayList<>(entries(run(root, LIMIT_SECONDS, "diff", "--name-only", "-z", "HEAD")));
        changed.addAll(entries(run(root, LIMIT_SECONDS, "ls-files", "-o", "--exclude-standard", "-z")));
        return changed.stream()
                .filter(path -> wanted.test(root.resolve(path)))
                .distinct()
                .sorted()
                .toList();
    }

    private void addNested(Path directory, Predicate<Path> wanted, Map<String, String> files) throws IOException {
        Optional<GitRepository> nested =
                Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS) ? of(directory) : Optional.empty();
        if (nested.isPresent() && !nested.get().root.equals(root)) {
            String prefix = root.relativize(nested.get().root).toString().replace('\\', '/');
            nested.get().files(wanted).forEach((path, digest) -> files.put(prefix + "/" + path, digest));
        }
    }

    /** Returns git's id of a content. */
    private static String blob(byte[] content) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-1");
            sha.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(sha.digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JVM has SHA-1", impossible);
        }
    }

    /**
     * Returns the files of a directory that git can restore, because their current content is committed.
     *
     * @param directory absolute, without links, in the working tree
     * @param paths relative to the directory, with forward slashes
     * @return some of the paths; none if git cannot tell
     */
    public Set<String> restorable(Path directory, Collection<String> paths) {
        try {
            Map<String, String> committed = new HashMap<>();
            for (String entry : entries(run(directory, LIMIT_SECONDS, "ls-tree", "-r", "-z", "HEAD"))) {
                int tab = entry.indexOf('\t');
                committed.put(entry.substring(tab + 1), entry.substring(0, tab).split(" ", -1)[2]);
            }
            Set<String> restorable = new HashSet<>();
            for (String path : paths) {
                if (committed.containsKey(path)
                        && blob(Files.readAllBytes(directory.resolve(path))).equals(committed.get(path))) {
                    restorable.add(path);
                }
            }
            return restorable;
        } catch (IOException unknown) {
            return Set.of();
        }
    }

    /**
     * A deleted file that git can restore.
     *
     * @param path relative to the root
     * @param when the time of the commit that deleted it, as ISO 8601; empty if the deletion is not committed yet
     * @param command the command that restores the file, to be run in the root
     */
    public record DeletedFile(String path, String when, String command) {}

    /**
     * Looks for a deleted file, for a few seconds at most.
     *
     * @param directory absolute, without links, in the working tree
     * @param name the file's name
     */
    public Optional<DeletedFile> deleted(Path directory, String name) {
        try {
            String below = root.relativize(directory).toString().replace('\\', '/');
            String pattern = ":(top,glob)" + (below.isEmpty() ? "" : below + "/") + "**/" + name;
            List<String> uncommitted = entries(run(root, LOOKUP_LIMIT_SECONDS, "ls-files", "-d", "-z", "--", pattern));
            if (!uncommitted.isEmpty()) {
                String path = uncommitted.get(0);
                return Optional.of(new DeletedFile(path, "", "git checkout HEAD -- '" + path + "'"));
            }
            String log = run(
                    root,
                    LOOKUP_LIMIT_SECONDS,
                    "log",
                    "-1",
                    "--diff-filter=D",
                    "--no-renames",
                    "--format=%h %cI",
                    "--name-only",
                    "--",
                    pattern);
            List<String> lines = log.lines().filter(line -> !line.isBlank()).toList();
            if (lines.size() < 2 || Files.exists(root.resolve(lines.get(1)), LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty();
            }
            String[] commit = lines.get(0).split(" ", -1);
            String path = lines.get(1);
            return Optional.of(new DeletedFile(path, commit[1], "git checkout " + commit[0] + "^ -- '" + path + "'"));
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    /**
     * Returns whether a source file declared some methods in a commit.
     *
     * @param commit the hash
     * @param fileName the name of the source file, in any directory
     */
    public boolean declaredTogether(String commit, String fileName, List<String> methods) {
        try {
            List<String> command = new ArrayList<>(List.of("grep", "-lE", "--all-match"));
            for (String method : methods) {
                String name = method.replaceAll("[^\\w ]", "\\\\$0");
                command.addAll(List.of("-e", TestDeclaration.posix(name)));
            }
            command.addAll(List.of(commit, "--", ":(top,glob)**/" + fileName));
            return !run(root, LOOKUP_LIMIT_SECONDS, command.toArray(String[]::new))
                    .isBlank();
        } catch (IOException unknown) {
            return false;
        }
    }

    /**
     * Returns the history of the files of a directory; empty if git does not return it in time.
     *
     * @param inside absolute, in the working tree
     */
    public Optional<FileHistory> history(Path inside) {
        try {
            Path below = root.relativize(inside.toRealPath());
            Set<String> places = new TreeSet<>(Set.of(below.toString().replace('\\', '/')));
            List<String> log = log(places);
            while (places.addAll(FileHistory.origins(log, places))) {
                log = log(places);
            }
            return Optional.of(
                    new FileHistory(below, log, oldestKnown(), (from, to) -> isChangedOutside(below, from, to)));
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    /**
     * Returns the log of directories. Only files that were moved and not changed are moved, because a recording whose
     * content changed is not as old as before, and because git finds these without comparing contents.
     */
    private List<String> log(Set<String> places) throws IOException {
        List<String> command = new ArrayList<>(List.of("log", "-c")); // What a merge itself changed.
        command.addAll(List.of("--diff-filter=AMR", "-M100%", "--full-diff", "--format=%H %at", "--name-status", "--"));
        places.forEach(place -> command.add(place.isEmpty() ? "." : place));
        return run(root, LIMIT_SECONDS, command.toArray(String[]::new)).lines().toList();
    }

    /** Returns the commits of a shallow clone whose parents it lacks; none in a whole clone. */
    private Set<String> oldestKnown() throws IOException {
        Path list = root.resolve(
                run(root, LIMIT_SECONDS, "rev-parse", "--git-path", "shallow").strip());
        return Files.isRegularFile(list) ? Set.copyOf(Files.readAllLines(list)) : Set.of();
    }

    /**
     * Returns whether any file outside a directory, README and the like left out, differs between two commits.
     *
     * @param below relative to the root
     * @param to empty for the working tree
     */
    private boolean isChangedOutside(Path below, String from, String to) throws IOException {
        String outside = ":(top,exclude)" + pathspec(below);
        List<String> command = new ArrayList<>(List.of("diff", "--name-only", from));
        if (!to.isEmpty()) {
            command.add(to);
        }
        command.addAll(List.of("--", ":(top)", outside));
        return isAnyRead(run(root, LIMIT_SECONDS, command.toArray(String[]::new)))
                || (to.isEmpty()
                        && isAnyRead(run(
                                root, LIMIT_SECONDS, "ls-files", "-o", "--exclude-standard", "--", ":(top)", outside)));
    }

    /** Returns whether a build may read any of some files, given a line for each. */
    private static boolean isAnyRead(String paths) {
        return paths.lines().anyMatch(path -> !PROSE.matcher(path).matches());
    }

    private static String pathspec(Path below) {
        String path = below.toString().replace('\\', '/');
        return path.isEmpty() ? "." : path;
    }

    private static List<String> entries(String output) {
        return Arrays.stream(output.split("\0", -1))
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    /** Returns the output of git. Throws if git cannot be run, takes too long, or fails. */
    private static String run(Path directory, long limitSeconds, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git", "-c", UTF_8_PATHS));
        // The user's configuration may hide the files of the first commit, or print signatures.
        command.addAll(List.of("-c", "log.showRoot=true", "-c", "log.showSignature=false"));
        command.addAll(List.of("-C", directory.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
        builder.environment().put("LC_ALL", "C");
        // In a hook, these variables name another repository or index.
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_") && !name.equals("GIT_OPTIONAL_LOCKS"));
        Process git = builder.start();
        try {
            git.getOutputStream().close();
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            Thread reader = new Thread(
                    () -> {
                        try {
                            git.getInputStream().transferTo(said);
                        } catch (IOException ended) {
                            // The process was destroyed.
                        }
                    },
                    "recorder-git");
            reader.setDaemon(true);
            reader.start();
            if (!git.waitFor(limitSeconds, TimeUnit.SECONDS)) {
                throw new IOException("git took more than " + limitSeconds + " s");
            }
            reader.join();
            if (git.exitValue() != 0) {
                throw new IOException("git failed");
            }
            return said.toString(StandardCharsets.UTF_8);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } finally {
            git.destroyForcibly();
        }
    }
}
