package io.github.recorder.lifecycle;

import io.github.recorder.provider.LiveResponse;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import io.github.recorder.replay.ResponseVariants;
import io.github.recorder.store.RecordingStore;
import io.github.recorder.store.UnreadableRecordingException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The recordings whose response is a failure of the service: a wrong key, too many requests, a server error, a broken
 * connection. They replay like any other, so messages mention them.
 *
 * @param shown the file and the status of each, for instance {@code acme.ChatIT/55e0….json (status 429)}
 */
record RecordedFailures(List<String> shown) {

    /** The maximum number of files in a message. */
    private static final int MOST_SHOWN = 3;

    /**
     * Finds the failures among some recordings. Unreadable files are skipped, because another message names them.
     *
     * @param paths the files, relative to the recordings directory
     */
    static RecordedFailures among(RecordingStore store, Collection<String> paths) {
        return new RecordedFailures(paths.stream()
                .sorted()
                .filter(store::mayFail)
                .flatMap(path -> failure(store, path).stream())
                .toList());
    }

    private static Optional<String> failure(RecordingStore store, String path) {
        try {
            Recording recording = store.read(path);
            return ResponseVariants.all(recording.response()).stream()
                    .filter(LiveResponse::isFailure)
                    .findFirst()
                    .map(response -> path + " (" + status(response) + ")");
        } catch (UnreadableRecordingException unreadable) {
            return Optional.empty();
        }
    }

    private static String status(RecordedResponse response) {
        int status = LiveResponse.statusOf(response);
        return status == 0 ? "broken off" : "status " + status;
    }

    /**
     * Returns a sentence about the failures; none if there are none.
     *
     * @param one what follows the number if there is one failure
     * @param several what follows the number if there are several
     */
    Optional<String> sentence(String one, String several) {
        if (shown.isEmpty()) {
            return Optional.empty();
        }
        int more = shown.size() - MOST_SHOWN;
        return Optional.of((shown.size() == 1 ? "1 " + one : shown.size() + " " + several) + ": "
                + String.join(", ", shown.subList(0, Math.min(MOST_SHOWN, shown.size())))
                + (more > 0 ? " and " + more + " more" : "")
                + ". If that is not meant, delete " + (shown.size() == 1 ? "it" : "them") + " and record again.");
    }
}
