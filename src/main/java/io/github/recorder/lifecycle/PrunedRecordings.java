package io.github.recorder.lifecycle;

import io.github.recorder.diagnosis.RemovedRecordings;
import io.github.recorder.git.GitRepository;
import io.github.recorder.ledger.ProjectModule;
import io.github.recorder.matching.Digest;
import io.github.recorder.matching.MatchKey;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.provider.ComparableRequests;
import io.github.recorder.prune.Restorer;
import io.github.recorder.recording.CorruptRecordingException;
import io.github.recorder.store.RecordingFiles;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The recordings in a module's quarantines, which are read at the first miss, and the deleted files that git knows. */
final class PrunedRecordings implements RemovedRecordings {

    /** The maximum number of searches in the history. */
    private static final int MOST_LOOKUPS = 10;

    private final ProjectModule module;
    private final ComparableRequests requests;
    private @Nullable Map<Digest, String> sentences;
    private final Map<String, Optional<String>> deleted = new HashMap<>();

    PrunedRecordings(ProjectModule module, ComparableRequests requests) {
        this.module = module;
        this.requests = requests;
    }

    @Override
    public synchronized Optional<String> pruned(List<WireRequest> forms) {
        Map<Digest, String> known = sentences;
        if (known == null) {
            known = new HashMap<>();
            for (Restorer.Quarantine quarantine : new Restorer(module).of(module.recordings())) {
                read(quarantine, known);
            }
            sentences = known;
        }
        Map<Digest, String> found = known;
        return forms.stream()
                .flatMap(form -> Optional.ofNullable(found.get(MatchKey.of(form).normalized())).stream())
                .findFirst();
    }

    private void read(Restorer.Quarantine quarantine, Map<Digest, String> known) {
        try {
            RecordingFiles files = RecordingFiles.list(quarantine.files());
            files.paths().forEach(path -> read(path, files, quarantine, known));
        } catch (IOException unreadable) {
            // Nothing is said about this quarantine.
        }
    }

    private void read(String path, RecordingFiles files, Restorer.Quarantine quarantine, Map<Digest, String> known) {
        try {
            for (WireRequest form : requests.of(files.head(path).request())) {
                known.putIfAbsent(MatchKey.of(form).normalized(), sentence(path, quarantine));
            }
        } catch (IOException | CorruptRecordingException damaged) {
            // Nothing is said about this file.
        }
    }

    private static String sentence(String path, Restorer.Quarantine quarantine) {
        return "Its recording " + path + " was pruned at "
                + quarantine.prunedAt().truncatedTo(ChronoUnit.SECONDS)
                + ": `mvn recorder:restore -Drecorder.quarantine=" + quarantine.name() + "` restores it.";
    }

    @Override
    public synchronized Optional<String> deleted(String hash) {
        Optional<String> known = deleted.get(hash);
        if (known == null) {
            known = deleted.size() < MOST_LOOKUPS ? lookUp(hash) : Optional.empty();
            deleted.put(hash, known);
        }
        return known;
    }

    private Optional<String> lookUp(String hash) {
        return GitRepository.of(module.recordings())
                .flatMap(git -> git.deleted(module.recordings(), hash + ".json")
                        .map(file -> "Its recording " + file.path() + " was deleted"
                                + (file.when().isEmpty() ? "" : " at " + file.when()) + ": `" + file.command()
                                + "` in " + git.root() + " restores it."));
    }
}
