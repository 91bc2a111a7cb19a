package io.github.recorder.lifecycle;

import io.github.recorder.git.FileHistory;
import io.github.recorder.git.GitRepository;
import io.github.recorder.lifecycle.RecordingAge.Certainty;
import io.github.recorder.store.RecordedDates;
import io.github.recorder.store.RecordingFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * When recordings were made: by the list of dates in their directory, else by git, else by the time of the file if git
 * says that it changed since its last commit.
 */
public final class RecordingAges {

    private RecordingAges() {}

    /**
     * Returns the age of each recording of a directory, in the order of their paths.
     *
     * @throws IOException if the directory or its list of dates cannot be read
     */
    public static List<RecordingAge> of(Path recordings) throws IOException {
        return of(RecordingFiles.list(recordings));
    }

    /** The same, of files that are listed already. */
    static List<RecordingAge> of(RecordingFiles files) throws IOException {
        Map<String, LocalDate> days = RecordedDates.read(files.directory());
        Path directory = files.directory().toAbsolutePath();
        Optional<GitRepository> repository = GitRepository.of(directory);
        Optional<FileHistory> known = repository.flatMap(git -> git.history(directory));
        FileHistory history = known.orElseGet(FileHistory::unknown);
        Set<Path> changed = repository.isPresent() ? changed(repository.get(), directory.toRealPath()) : Set.of();
        return files.paths().stream()
                .map(path -> of(path, files.file(path), days, history, changed, known.isPresent()))
                .toList();
    }

    private static RecordingAge of(
            String path,
            Path file,
            Map<String, LocalDate> days,
            FileHistory history,
            Set<Path> changed,
            boolean underGit) {
        LocalDate day = days.get(path);
        if (day != null) {
            return new RecordingAge(path, day.atStartOfDay(ZoneOffset.UTC).toInstant(), Certainty.EXACT);
        }
        Optional<Instant> committed = history.changedAt(path);
        if (underGit && isAmong(changed, file)) {
            return new RecordingAge(path, changedAt(file), Certainty.EXACT);
        }
        return committed
                .map(when -> new RecordingAge(path, when, history.isCutOff(path) ? Certainty.CUT_OFF : Certainty.EXACT))
                .orElseGet(() -> new RecordingAge(path, changedAt(file), Certainty.UNKNOWN));
    }

    private static boolean isAmong(Set<Path> changed, Path file) {
        try {
            return changed.contains(file.toRealPath());
        } catch (IOException gone) {
            return false;
        }
    }

    /** Returns the files, without links, that differ from the last commit; none if git does not know. */
    private static Set<Path> changed(GitRepository repository, Path directory) {
        Set<Path> changed = new HashSet<>();
        try {
            repository
                    .uncommitted(file -> file.startsWith(directory))
                    .forEach(path -> changed.add(repository.root().resolve(path)));
        } catch (IOException unknown) {
            return Set.of();
        }
        return changed;
    }

    private static Instant changedAt(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException unknown) {
            return Instant.EPOCH;
        }
    }
}
