package io.github.recorder.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The layout of a recordings directory: every {@code *.json} file at any depth below the directory, which may itself be
 * a link. Hidden files and folders (a name with a leading dot) are ignored. Links to folders are not followed, so that
 * a walk ends and stays inside, and nothing is written behind one. A link to a file is read like the file.
 */
final class RecordingsDirectory {

    private static final String SUFFIX = ".json";

    private final Path directory;

    RecordingsDirectory(Path directory) {
        this.directory = directory;
    }

    /** Returns the file of a path that {@link #walk} returned. */
    Path file(String path) {
        return directory.resolve(path);
    }

    /**
     * Lists the recording files, sorted by path; none if the directory does not exist.
     *
     * @param others called for each file or folder that cannot be examined, and for each file of a writer
     * @return paths relative to the directory, with forward slashes
     */
    List<String> walk(OtherFiles others) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        Path root = directory.toRealPath();
        int depth = root.getNameCount();
        List<String> paths = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean hidden = !folder.equals(root) && name(folder).startsWith(".");
                return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = name(file);
                if (WriterFile.isName(name) && attributes.isRegularFile()) {
                    others.ofWriter(relative(root, file));
                }
                boolean linkToFolder = attributes.isSymbolicLink() && Files.isDirectory(file);
                if (name.endsWith(SUFFIX) && !name.startsWith(".") && !linkToFolder) {
                    if (attributes.isRegularFile() || Files.isRegularFile(file) || !Files.exists(file)) {
                        // Takes less than relativize, which compares each name above.
                        String path = slashed(file.subpath(depth, file.getNameCount()));
                        paths.add(path);
                        if (attributes.isSymbolicLink()) {
                            others.link(path);
                        }
                    } else {
                        others.skipped(
                                relative(root, file), "it is a pipe, a socket or a device, so it is not a recording");
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException problem) {
                others.found(relative(root, file), problem);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException problem) {
                if (problem != null) {
                    others.found(relative(root, folder), problem);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(paths);
        return paths;
    }

    /**
     * Returns the first link to a folder on the path of a file; null if there is none, so that a walk finds the file.
     */
    @Nullable
    Path linkAbove(String path) {
        Path folder = directory;
        for (Path segment : Path.of(path)) {
            folder = folder.resolve(segment);
            if (Files.isSymbolicLink(folder) && Files.isDirectory(folder)) {
                return folder;
            }
        }
        return null;
    }

    /** Returns the folders above a file, from its own to the one that holds the directory. */
    List<Path> foldersAbove(String path) {
        List<Path> folders = new ArrayList<>();
        Path last = directory.toAbsolutePath().getParent();
        Path folder = file(path).toAbsolutePath().getParent();
        while (folder != null && !folder.equals(last)) {
            folders.add(folder);
            folder = folder.getParent();
        }
        if (last != null) {
            folders.add(last);
        }
        return folders;
    }

    private static String relative(Path root, Path file) {
        return slashed(root.relativize(file));
    }

    private static String slashed(Path relative) {
        return relative.toString().replace('\\', '/');
    }

    private static String name(Path file) {
        Path name = file.getFileName();
        return name == null ? "" : name.toString();
    }

    /** Receives the files and folders that are no recordings, or no ordinary ones, although they are of interest. */
    interface OtherFiles {

        /** A file or folder that cannot be read. */
        void found(String path, IOException problem);

        /** A file that is not a recording, whatever its name is. */
        void skipped(String path, String reason);

        /** A regular file that a process writes, or wrote. */
        void ofWriter(String path);

        /** A recording that is a link to a file. */
        default void link(String path) {}
    }
}
