package io.github.recorder.diagnosis;

import io.github.recorder.matching.WireRequest;
import java.util.List;
import java.util.Optional;

/** Recordings that were once in the directory. Thread-safe. */
public interface RemovedRecordings {

    /** No removed recordings. */
    RemovedRecordings NONE = new RemovedRecordings() {
        @Override
        public Optional<String> pruned(List<WireRequest> forms) {
            return Optional.empty();
        }

        @Override
        public Optional<String> deleted(String hash) {
            return Optional.empty();
        }
    };

    /**
     * Returns a sentence that names the pruned recording of a request, when it was pruned, and the command that
     * restores it.
     *
     * @param forms the request in all forms in which recordings may match it
     */
    Optional<String> pruned(List<WireRequest> forms);

    /**
     * Returns the same sentence about a file that was deleted by other means. May take a few seconds.
     *
     * @param hash the hash that names the file
     */
    Optional<String> deleted(String hash);
}
