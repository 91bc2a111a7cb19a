package io.github.recorder.ledger;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds ledger files. */
public final class LedgerLocator {

    private static final String WILDCARDS = "*?[{";

    private static final Path LEDGERS = Path.of("recorder", "ledgers");

    /** Folders in which no build writes a ledger. */
    private static final Set<String> NO_OUTPUT = Set.of("src", ".git", "node_modules");

    private LedgerLocator() {}

    /** Returns the ledger directory of a module; its build directory is usually {@code target}. */
    public static Path directory(Path buildDirectory) {
        return buildDirectory.resolve(LEDGERS);
    }

    /** Returns the ledgers in a directory and its subdirectories, sorted by path; none if it does not exist. */
    public static List<Path> in(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(LedgerLocator::isLedger).sorted().toList();
        }
    }

    /**
     * Returns the ledgers of all modules below the root of a build, whichever directory their builds were started in.
     *
     * @param root absolute
     */
    public static List<Path> below(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (NO_OUTPUT.contains(String.valueOf(folder.getFileName()))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                if (folder.endsWith(LEDGERS)) {
                    found.addAll(in(folder));
                    return FileVisitResult.SKIP_SUBTREE;
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException problem) {
                return FileVisitResult.CONTINUE;
            }
        });
        found.sort(null);
        return found;
    }

    /**
     * Returns the ledgers that a user names.
     *
     * @param base the base of a relative path
     * @param place a file, a directory (searched recursively), or a glob such as {@code shards/**}{@code /*.jsonl}
     */
    public static List<Path> named(Path base, String place) throws IOException {
        int wildcard = firstWildcard(place);
        if (wildcard < 0) {
            Path path = base.resolve(place).normalize();
            return Files.isRegularFile(path) ? List.of(path) : in(path);
        }
        int slash = place.lastIndexOf('/', wildcard);
        Path start =
                base.resolve(slash < 0 ? "" : place.substring(0, slash + 1)).normalize();
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + place.substring(slash + 1));
        try (Stream<Path> files = Files.walk(start)) {
            List<Path> matching = files.filter(file -> matcher.matches(start.relativize(file)))
                    .sorted()
                    .toList();
            List<Path> ledgers = new ArrayList<>();
            for (Path found : matching) {
                ledgers.addAll(Files.isDirectory(found) ? in(found) : isLedger(found) ? List.of(found) : List.of());
            }
            return ledgers.stream().distinct().sorted().toList();
        }
    }

    private static int firstWildcard(String place) {
        for (int i = 0; i < place.length(); i++) {
            if (WILDCARDS.indexOf(place.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isLedger(Path file) {
        return file.toString().endsWith(LedgerAppender.SUFFIX) && Files.isRegularFile(file);
    }
}
