package io.github.recorder.lifecycle;

import io.github.recorder.clients.ClientLibraries;
import io.github.recorder.failure.FileFailure;
import io.github.recorder.ledger.ArtifactFile;
import io.github.recorder.provider.ComparableRequests;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.ModelList;
import io.github.recorder.provider.UpstreamTable;
import io.github.recorder.recording.CorruptRecordingException;
import io.github.recorder.recording.RecordingCodec;
import io.github.recorder.redaction.Redaction;
import io.github.recorder.redaction.SecretScan;
import io.github.recorder.store.ArchiveWriter;
import io.github.recorder.store.RecordingFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Packs recordings into the zip file of an artifact. */
public final class PackageService {

    /** More have a common cause, which these show. */
    private static final int MOST_PROBLEMS = 100;

    private PackageService() {}

    /**
     * The outcome of packing.
     *
     * @param recordings the number of recordings in the file; if it is 0, there is no file
     * @param shadowed the number of recordings of lower layers that are not in it, because they are never served
     * @param problems why recordings must not be packed, a sentence each; if there are any, there is no file
     */
    public record PackagedRecordings(int recordings, int shadowed, List<String> problems) {}

    /**
     * Packs the recordings of a directory and of the artifacts below it.
     *
     * @param artifacts the artifacts, the uppermost first
     * @param target the zip file, which is replaced
     * @throws InvalidConfigurationException if an artifact cannot be read or is refused
     * @throws IOException if the directory cannot be read or the file cannot be written
     */
    public static PackagedRecordings write(InterchangeConfig config, List<ArtifactFile> artifacts, Path target)
            throws InvalidConfigurationException, IOException {
        Files.deleteIfExists(target);
        SecretScan secrets = SecretScan.of(
                config.environment(),
                config.properties(),
                Set.of(ClientLibraries.DUMMY_KEY),
                config.parsing().allowedSecrets());
        try (RecordingFiles files = RecordingFiles.list(config.recordings(), ArtifactLayers.open(artifacts))) {
            List<String> problems = files.paths().parallelStream()
                    .flatMap(path -> problem(path, files, secrets).stream())
                    .sorted()
                    .limit(MOST_PROBLEMS)
                    .toList();
            if (!problems.isEmpty() || files.paths().isEmpty()) {
                return new PackagedRecordings(0, 0, problems);
            }
            Set<String> shadowed = files.archives().isEmpty() ? Set.of() : shadowed(files, config);
            List<String> paths = files.paths().stream()
                    .filter(path -> !shadowed.contains(path))
                    .toList();
            ArchiveWriter.write(files, paths, target);
            return new PackagedRecordings(paths.size(), shadowed.size(), List.of());
        } catch (CorruptRecordingException changed) {
            throw new IOException(changed.getMessage(), changed);
        }
    }

    /** Returns the recordings that the layers never serve, and that one set of all might. */
    private static Set<String> shadowed(RecordingFiles files, InterchangeConfig config)
            throws InvalidConfigurationException, IOException, CorruptRecordingException {
        ComparableRequests requests = new ComparableRequests(UpstreamTable.builtIn(), new Dialects());
        Redaction redaction = RequestParsingConfig.of(config.parsing()).redaction();
        // A list of models is the union of those of all layers.
        return files.shadowed(
                request -> ModelList.of(request).isPresent() ? List.of() : requests.of(redaction.request(request)));
    }

    private static Optional<String> problem(String path, RecordingFiles files, SecretScan secrets) {
        try {
            if (!ArchiveWriter.mayPack(path)) {
                return Optional.of(path + ": an artifact may only have names of letters, digits and . _ $ - in it."
                        + " Rename the file.");
            }
            return secrets.in(RecordingCodec.read(files.content(path)).document())
                    .map(secret -> path + ": " + secret.advice());
        } catch (IOException | CorruptRecordingException problem) {
            return Optional.of(
                    path + ": it cannot be read: " + FileFailure.reason(problem) + ". Fix or remove the file.");
        }
    }
}
