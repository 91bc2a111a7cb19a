package io.github.recorder.ledger;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/** Finds ledger files. */
public final class LedgerLocator {

    private static final String WILDCARDS = "*?[{";

    private LedgerLocator() {}

    /** Returns where the ledgers of a module lie, whose build directory is mostly {@code target}. */
    public static Path directory(Path buildDirectory) {
        return buildDirectory.resolve("recorder").resolve("ledgers");
    }

    /** Returns the ledgers in a directory and below, in the order of their paths; none where it does not exist. */
    public static List<Path> in(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(LedgerLocator::isLedger).sorted().toList();
        }
    }

    /**
     * Returns the ledgers that a user names.
     *
     * @param base what a relative path is relative to
     * @param place a file, a directory (looked through to the bottom), or a glob such as {@code shards/**}{@code /*.jsonl}
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
            List<Path> ledgers = new java.util.ArrayList<>();
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
