package io.github.recorder.lifecycle;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.ledger.ArtifactFile;
import io.github.recorder.store.IndexFile;
import io.github.recorder.store.RecordingArchive;
import io.github.recorder.store.RecordingLayer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens the artifacts below a recordings directory. */
final class ArtifactLayers {

    private ArtifactLayers() {}

    /**
     * Opens artifacts.
     *
     * @param indexes returns the index file of an archive; null for none
     * @throws InvalidConfigurationException if one cannot be read, or is refused
     */
    static List<RecordingLayer> open(
            List<ArtifactFile> artifacts, Function<RecordingArchive, @Nullable IndexFile> indexes)
            throws InvalidConfigurationException {
        List<RecordingLayer> layers = new ArrayList<>();
        for (RecordingArchive archive : open(artifacts)) {
            layers.add(new RecordingLayer(archive, indexes.apply(archive)));
        }
        return layers;
    }

    /**
     * Opens artifacts without index files.
     *
     * @throws InvalidConfigurationException if one cannot be read, or is refused
     */
    static List<RecordingArchive> open(List<ArtifactFile> artifacts) throws InvalidConfigurationException {
        try {
            return RecordingArchive.open(ArtifactFile.byName(artifacts));
        } catch (IOException problem) {
            throw new InvalidConfigurationException(FileFailure.message(problem), problem);
        }
    }
}
