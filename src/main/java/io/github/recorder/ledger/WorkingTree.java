package io.github.recorder.ledger;

import io.github.recorder.git.GitRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All files that could affect the requests of tests: with git, those of the repository that git does not ignore;
 * without, those below the root of the build. Build outputs and recordings are left out. Immutable.
 */
public final class WorkingTree {

    private static final int MOST_NAMED = 20;
    private static final String JSON = ".json";
    private static final String OF_WRITERS = ".recorder-";

    /** The name that a recording has by default, which no folder of code has. */
    private static final Pattern RECORDING = Pattern.compile("[0-9a-f]{64}\\.json");

    /** Folders of tools and caches, for projects without version control that ignores them. */
    private static final Set<String> NO_SOURCES =
            Set.of(".git", ".svn", ".hg", ".idea", ".vscode", ".settings", ".gradle", ".recorder", "node_modules");

    /** Files that common Maven plugins and test engines write beside the pom. */
    private static final Set<String> WRITTEN_BY_TOOLS =
            Set.of(".flattened-pom.xml", "dependency-reduced-pom.xml", ".jqwik-database", ".DS_Store");

    private final Path base;
    private final Map<String, String> files;
    private final Optional<GitRepository> git;
    private final Predicate<Path> isCode;

    private WorkingTree(Path base, Map<String, String> files, Optional<GitRepository> git, Predicate<Path> isCode) {
        this.base = base;
        this.files = files;
        this.git = git;
        this.isCode = isCode;
    }

    /**
     * Reads the tree.
     *
     * @param root the root of the whole build, absolute and without links
     * @param made directories that builds write to
     * @param recordings recordings directories, absolute and without links, whose JSON files are not read
     */
    public static WorkingTree of(Path root, Collection<Path> made, Collection<Path> recordings) throws IOException {
        Optional<GitRepository> git = GitRepository.of(root);
        Path base = git.isPresent() ? git.get().root() : root;
        Predicate<Path> isCode = file -> {
            if (isRecording(file, recordings)) {
                return false;
            }
            String path = slashes(base.relativize(file));
            // A build log that is written beside the pom changes all the time.
            boolean log = path.endsWith(".log") && !path.startsWith("src/") && !path.contains("/src/");
            return !log && made.stream().noneMatch(file::startsWith);
        };
        Map<String, String> files = git.isPresent() ? git.get().files(isCode) : walk(root, made, recordings, isCode);
        return new WorkingTree(base, files, git, isCode);
    }

    /** Returns whether a file is a recording, or one that a writer of recordings keeps for a time. */
    private static boolean isRecording(Path file, Collection<Path> recordings) {
        String name = String.valueOf(file.getFileName());
        return (name.endsWith(JSON) || name.startsWith(OF_WRITERS))
                && recordings.stream().anyMatch(file::startsWith);
    }

    private static String slashes(Path relative) {
        return relative.toString().replace('\\', '/');
    }

    /**
     * Returns the tree without more recordings, which are not code.
     *
     * @param directories recordings directories, absolute and without links, whose JSON files are left out
     */
    public WorkingTree without(Collection<Path> directories) {
        Map<String, String> left = new TreeMap<>(files);
        left.keySet().removeIf(path -> isRecording(base.resolve(path), directories));
        return new WorkingTree(base, left, git, isCode);
    }

    /**
     * Returns the tree without some files, which are not code.
     *
     * @param others absolute and without links
     */
    public WorkingTree withoutFiles(Collection<Path> others) {
        Map<String, String> left = new TreeMap<>(files);
        others.stream()
                .filter(file -> file.startsWith(base))
                .forEach(file -> left.remove(slashes(base.relativize(file))));
        return new WorkingTree(base, left, git, isCode);
    }

    /** Returns the commit that is checked out; null without git. */
    public @Nullable String commit() {
        return git.flatMap(GitRepository::commit).orElse(null);
    }

    /** Returns some of the files that differ from the commit, as paths relative to the top of the tree. */
    public List<String> uncommitted() throws IOException {
        return git.isPresent() && git.get().commit().isPresent()
                ? git.get().uncommitted(isCode).stream().limit(MOST_NAMED).toList()
                : List.of();
    }

    private static Map<String, String> walk(
            Path root, Collection<Path> made, Collection<Path> recordings, Predicate<Path> isCode) throws IOException {
        Map<String, String> files = new TreeMap<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                String name = String.valueOf(folder.getFileName());
                boolean output = name.equals("target") && Files.exists(folder.resolveSibling("pom.xml"));
                if (!folder.equals(root) && (output || NO_SOURCES.contains(name) || made.contains(folder))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                if (recordings.stream().noneMatch(folder::startsWith)) {
                    return FileVisitResult.CONTINUE;
                }
                walkRecordings(folder);
                return FileVisitResult.SKIP_SUBTREE;
            }

            /** Walks through a folder without a look at each recording, because there may be very many. */
            private void walkRecordings(Path folder) throws IOException {
                try (DirectoryStream<Path> others = Files.newDirectoryStream(
                        folder,
                        file -> !RECORDING
                                .matcher(file.getFileName().toString())
                                .matches())) {
                    for (Path file : others) {
                        Files.walkFileTree(file, this);
                    }
                } catch (DirectoryIteratorException problem) {
                    throw problem.getCause();
                } catch (NoSuchFileException deleted) {
                    visitFileFailed(folder, deleted);
                }
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()
                        && !WRITTEN_BY_TOOLS.contains(String.valueOf(file.getFileName()))
                        && isCode.test(file)) {
                    files.put(
                            slashes(root.relativize(file)),
                            RecordingFingerprint.of(file).sha256());
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
                if (problem instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE; // A temporary file of another program.
                }
                throw problem;
            }
        });
        return files;
    }

    /** Returns the digest of the paths and contents of all files. */
    public String digest() {
        MessageDigest sha = Sha256.start();
        files.forEach((path, digest) -> Sha256.add(sha, path, digest.getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(sha.digest());
    }

    /** Returns some of the files that were written at a time or later, as paths relative to the top of the tree. */
    public List<String> writtenSince(Instant time) throws IOException {
        List<String> written = new ArrayList<>();
        for (String path : files.keySet()) {
            Path file = base.resolve(path);
            if (written.size() < MOST_NAMED
                    && Files.isRegularFile(file)
                    && !Files.getLastModifiedTime(file).toInstant().isBefore(time)) {
                written.add(path);
            }
        }
        return written;
    }

    /** Returns some of the files that were added, removed or changed between two snapshots of the same tree. */
    public List<String> differences(WorkingTree earlier) {
        Map<String, String> changed = new TreeMap<>(files);
        earlier.files.forEach((path, digest) -> {
            if (!changed.remove(path, digest)) {
                changed.put(path, digest);
            }
        });
        return changed.keySet().stream().limit(MOST_NAMED).toList();
    }

    /**
     * Returns the absolute paths of some files.
     *
     * @param wanted whether a file is returned, given its path relative to the top of the tree, with forward slashes
     */
    public List<Path> files(Predicate<String> wanted) {
        return files.keySet().stream().filter(wanted).map(base::resolve).toList();
    }
}
