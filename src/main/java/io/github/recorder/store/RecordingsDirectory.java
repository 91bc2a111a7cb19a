package io.github.recorder.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
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
     * Lists the recording files, sorted by path; none if the directory does not exist. Each folder is read once, and
     * each file is examined once, and not at all if its name says that it is of no interest.
     *
     * @param others called for each file or folder that cannot be examined, and for each file of a writer
     * @return paths relative to the directory, with forward slashes
     */
    List<String> walk(OtherFiles others) throws IOException {
        List<String> paths = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            new Walk(paths, others).folder(directory.toRealPath(), "");
            Collections.sort(paths);
        }
        return paths;
    }

    /** A walk through the directory. */
    private record Walk(List<String> paths, OtherFiles others) {

        /** Lists a folder and those below it. */
        void folder(Path folder, String path) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                for (Path entry : entries) {
                    String name = entry.getFileName().toString();
                    if (!name.startsWith(".") || WriterFile.isName(name)) {
                        entry(entry, path.isEmpty() ? name : path + "/" + name, name);
                    }
                }
            } catch (DirectoryIteratorException problem) {
                others.found(path, Objects.requireNonNull(problem.getCause()));
            } catch (IOException problem) {
                others.found(path, problem);
            }
        }

        private void entry(Path file, String path, String name) {
            ListedFile listed;
            try {
                listed = ListedFile.of(file);
            } catch (IOException problem) {
                others.found(path, problem);
                return;
            }
            if (name.startsWith(".")) {
                if (listed.isFile()) {
                    others.ofWriter(path);
                }
            } else if (listed.isFolder()) {
                folder(file, path);
            } else if (name.endsWith(SUFFIX) && !(listed.isLink() && Files.isDirectory(file))) {
                recording(file, path, listed);
            }
        }

        private void recording(Path file, String path, ListedFile listed) {
            if (listed.isFile()) {
                paths.add(path);
                others.recording(path, listed.stamp());
            } else if (Files.isRegularFile(file) || !Files.exists(file)) {
                paths.add(path);
                if (listed.isLink()) {
                    others.link(path);
                }
            } else {
                others.skipped(path, "it is a pipe, a socket or a device, so it is not a recording");
            }
        }
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

    /** Receives the files and folders that are of interest although they are no recordings, and facts of recordings. */
    interface OtherFiles {

        /** A file or folder that cannot be read. */
        void found(String path, IOException problem);

        /** A file that is not a recording, whatever its name is. */
        void skipped(String path, String reason);

        /** A regular file that a process writes, or wrote. */
        void ofWriter(String path);

        /** A recording that is a file itself. */
        default void recording(String path, FileStamp stamp) {}

        /** A recording that is a link to a file. */
        default void link(String path) {}
    }
}
