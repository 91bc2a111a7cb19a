package io.github.recorder.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * The layout of the recordings directory: every {@code *.json} file at any depth. Hidden files and folders (a name with
 * a leading dot) are skipped, and links to folders are not followed, so a walk ends and stays inside.
 */
final class RecordingsDirectory {

    private static final String SUFFIX = ".json";

    private final Path directory;

    RecordingsDirectory(Path directory) {
        this.directory = directory;
    }

    /** Returns the folders that hold recordings or a writer's files; none if the directory does not exist. */
    List<Path> folders() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) {
            return List.of();
        }
    }

    /** Returns the file of a path that {@link #walk} returned. */
    Path file(String path) {
        return directory.resolve(path);
    }

    /**
     * Lists the recording files in the order of their paths; none if the directory does not exist.
     *
     * @param unreadable called for each file or folder that cannot be examined
     * @return paths relative to the directory, with forward slashes
     */
    List<String> walk(Unreadable unreadable) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        List<String> paths = new ArrayList<>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean hidden = !folder.equals(directory) && name(folder).startsWith(".");
                return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = name(file);
                boolean linkToFolder = attributes.isSymbolicLink() && Files.isDirectory(file);
                if (name.endsWith(SUFFIX) && !name.startsWith(".") && !linkToFolder) {
                    paths.add(relative(file));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException problem) {
                unreadable.found(relative(file), problem);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path folder, @org.jspecify.annotations.Nullable IOException problem) {
                if (problem != null) {
                    unreadable.found(relative(folder), problem);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(paths);
        return paths;
    }

    private String relative(Path file) {
        return directory.relativize(file).toString().replace('\\', '/');
    }

    private static String name(Path file) {
        Path name = file.getFileName();
        return name == null ? "" : name.toString();
    }

    /** Receives the files and folders that cannot be examined. */
    interface Unreadable {
        void found(String path, IOException problem);
    }
}
