package io.github.recorder.prune;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.ledger.ProjectModule;
import io.github.recorder.ledger.RecordingFingerprint;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Restores pruned recordings. Never overwrites a file. */
public final class Restorer {

    /** The folder of a quarantine that contains the recordings. */
    static final String FILES = "files";

    private final List<Path> places;

    /** Creates a restorer of a module's recordings. */
    public Restorer(ProjectModule module) {
        this(List.of(module.quarantines(), module.lastingQuarantines()));
    }

    /**
     * Creates a restorer.
     *
     * @param places directories in which each quarantine is a directory, named by its time; may be missing
     */
    public Restorer(List<Path> places) {
        this.places = places;
    }

    /** Returns the names of the quarantines that contain recordings, the latest last. */
    public List<String> names() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path place : places) {
            names.addAll(names(place));
        }
        return List.copyOf(names);
    }

    private static Set<String> names(Path place) throws IOException {
        Set<String> names = new TreeSet<>();
        if (Files.isDirectory(place)) {
            try (DirectoryStream<Path> directories = Files.newDirectoryStream(place)) {
                for (Path directory : directories) {
                    if (isQuarantine(directory)) {
                        names.add(String.valueOf(directory.getFileName()));
                    }
                }
            }
        }
        return names;
    }

    private static boolean isQuarantine(Path directory) {
        return Files.isRegularFile(directory.resolve(QuarantineManifest.FILE_NAME))
                && Files.isDirectory(directory.resolve(FILES));
    }

    /**
     * A quarantine that contains recordings.
     *
     * @param name its name for {@code recorder:restore}
     * @param prunedAt the time of the prune
     * @param recordings their original directory
     * @param files their current directory
     */
    public record Quarantine(String name, Instant prunedAt, Path recordings, Path files) {}

    /** Returns the quarantines of a recordings directory, the latest first; unreadable ones are skipped. */
    public List<Quarantine> of(Path recordings) {
        List<Quarantine> found = new ArrayList<>();
        for (Path place : places) {
            for (String name : readableNames(place)) {
                Path directory = place.resolve(name);
                try {
                    QuarantineManifest manifest = QuarantineManifest.read(directory);
                    if (manifest.recordings().equals(recordings)) {
                        found.add(new Quarantine(name, manifest.prunedAt(), recordings, directory.resolve(FILES)));
                    }
                } catch (IOException unreadable) {
                    // It hides no other quarantine.
                }
            }
        }
        found.sort(Comparator.comparing(Quarantine::name).reversed());
        return List.copyOf(found);
    }

    private static Set<String> readableNames(Path place) {
        try {
            return names(place);
        } catch (IOException unreadable) {
            return Set.of();
        }
    }

    /**
     * Moves the recordings of a quarantine back to their original paths, and removes the quarantine if it is then
     * empty.
     *
     * @throws IOException if it cannot be read
     */
    public RestoreOutcome restore(String name) throws IOException {
        Set<String> restored = new TreeSet<>();
        List<String> failed = new ArrayList<>();
        Path recordings = null;
        for (Path place : places) {
            Path quarantine = place.resolve(name);
            if (isQuarantine(quarantine)) {
                QuarantineManifest manifest = QuarantineManifest.read(quarantine);
                Files.createDirectories(manifest.recordings());
                recordings = manifest.recordings().toRealPath();
                restore(quarantine, manifest, recordings, restored, failed);
            }
        }
        if (recordings == null) {
            throw new IOException("there is no quarantine " + name);
        }
        return new RestoreOutcome(name, recordings, List.copyOf(restored), failed);
    }

    private static void restore(
            Path quarantine, QuarantineManifest manifest, Path recordings, Set<String> restored, List<String> failed)
            throws IOException {
        Path files = quarantine.toRealPath().resolve(FILES);
        boolean all = true;
        for (QuarantineManifest.Entry entry : manifest.entries()) {
            try {
                Path source = ContainedPath.of(files, entry.path());
                if (Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS)) {
                    if (restore(source, ContainedPath.of(recordings, entry.path()), entry)) {
                        restored.add(entry.path());
                    }
                    ContainedPath.removeEmptyFoldersAbove(files, source);
                }
            } catch (IOException problem) {
                all = false;
                failed.add(entry.path() + " was not restored: " + FileFailure.reason(problem));
            }
        }
        if (all) {
            removeEmptied(quarantine);
        }
    }

    /**
     * Restores a file. Returns false if it exists already with the same content, because another quarantine has
     * restored it.
     */
    private static boolean restore(Path source, Path target, QuarantineManifest.Entry entry) throws IOException {
        if (!RecordingFingerprint.of(source).equals(entry.fingerprint())) {
            throw new IOException("it was changed in the quarantine");
        }
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
                    && RecordingFingerprint.of(target).equals(entry.fingerprint())) {
                Files.delete(source);
                return false;
            }
            throw new IOException("there is such a file, and it is not overwritten");
        }
        Path folder = target.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.move(source, target);
        return true;
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
