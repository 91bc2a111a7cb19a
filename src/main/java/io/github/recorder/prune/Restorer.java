package io.github.recorder.prune;

import io.github.recorder.ledger.RecordingFingerprint;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings back what was pruned. A file that is there is never overwritten. */
public final class Restorer {

    /** The folder of a quarantine in which the recordings lie. */
    static final String FILES = "files";

    private Restorer() {}

    /** Returns the latest quarantine that has something in it; empty where there is none. */
    public static Optional<Path> latest(Path quarantines) throws IOException {
        List<Path> all = all(quarantines);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** Returns the quarantines that have something in them, the latest last. */
    public static List<Path> all(Path quarantines) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(quarantines)) {
            try (DirectoryStream<Path> directories = Files.newDirectoryStream(quarantines)) {
                for (Path directory : directories) {
                    if (Files.isRegularFile(directory.resolve(QuarantineManifest.FILE_NAME))
                            && Files.isDirectory(directory.resolve(FILES))) {
                        found.add(directory);
                    }
                }
            }
        }
        return found.stream().sorted().toList();
    }

    /**
     * Moves the recordings of a quarantine back to where they were. A quarantine that is empty then is removed.
     *
     * @throws IOException where it is no quarantine
     */
    public static RestoreOutcome restore(Path quarantine) throws IOException {
        QuarantineManifest manifest = QuarantineManifest.read(quarantine);
        Files.createDirectories(manifest.recordings());
        Path recordings = manifest.recordings().toRealPath();
        Path files = quarantine.toRealPath().resolve(FILES);
        List<String> restored = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (QuarantineManifest.Entry entry : manifest.entries()) {
            try {
                Path source = ContainedPath.of(files, entry.path());
                if (Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS)) {
                    bringBack(source, ContainedPath.of(recordings, entry.path()), entry);
                    ContainedPath.removeEmptyFoldersAbove(files, source);
                    restored.add(entry.path());
                }
            } catch (IOException problem) {
                failed.add(entry.path() + " was not restored: " + ContainedPath.reason(problem));
            }
        }
        if (failed.isEmpty()) {
            removeEmptied(quarantine);
        }
        return new RestoreOutcome(quarantine, recordings, restored, failed);
    }

    private static void bringBack(Path source, Path target, QuarantineManifest.Entry entry) throws IOException {
        if (!RecordingFingerprint.of(source).equals(entry.fingerprint())) {
            throw new IOException("it was changed in the quarantine");
        }
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("there is such a file, and it is not overwritten");
        }
        Path folder = target.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.move(source, target);
    }

    private static void removeEmptied(Path quarantine) throws IOException {
        Files.deleteIfExists(quarantine.resolve(FILES));
        Files.deleteIfExists(quarantine.resolve(QuarantineManifest.FILE_NAME));
        try (DirectoryStream<Path> left = Files.newDirectoryStream(quarantine)) {
            if (!left.iterator().hasNext()) {
                Files.delete(quarantine);
            }
        }
    }
}
