package io.github.recorder.lifecycle;

import io.github.recorder.provider.LiveResponse;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import io.github.recorder.replay.ResponseVariants;
import io.github.recorder.store.RecordingStore;
import io.github.recorder.store.UnreadableRecordingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The recordings whose response is a failure of the service: a wrong key, too many requests, a server error, a broken
 * connection. They replay like any other, so users are told of them.
 *
 * @param shown the file and the status of each, for instance {@code acme.ChatIT/55e0….json (status 429)}
 */
record RecordedFailures(List<String> shown) {

    /** A message names this many files. */
    private static final int MOST_SHOWN = 3;

    private static final long MOST_BYTES = 4L << 20;

    /** What the file of a failure has; most files have neither and need not be parsed. */
    private static final Pattern SIGN = Pattern.compile("\"is_exception\": ?true|\"status\": ?[45]");

    /**
     * Finds the failures among some recordings. A file that cannot be read is passed over, because that is told
     * elsewhere.
     *
     * @param directory the recordings directory
     * @param paths the files, relative to the directory
     */
    static RecordedFailures among(RecordingStore store, Path directory, Collection<String> paths) {
        return new RecordedFailures(paths.stream()
                .sorted()
                .flatMap(path -> failure(store, directory, path).stream())
                .toList());
    }

    private static Optional<String> failure(RecordingStore store, Path directory, String path) {
        try {
            Path file = directory.resolve(path);
            // A pipe would never end, and failures are short.
            if (!Files.isRegularFile(file)
                    || Files.size(file) > MOST_BYTES
                    || !SIGN.matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .find()) {
                return Optional.empty();
            }
            Recording recording = store.read(path);
            return ResponseVariants.all(recording.response()).stream()
                    .filter(LiveResponse::isFailure)
                    .findFirst()
                    .map(response -> path + " (" + status(response) + ")");
        } catch (IOException | UnreadableRecordingException unreadable) {
            return Optional.empty();
        }
    }

    private static String status(RecordedResponse response) {
        int status = LiveResponse.statusOf(response);
        return status == 0 ? "broken off" : "status " + status;
    }

    /**
     * Returns a sentence on them; none if there are none.
     *
     * @param one what one of them is or did, after its number
     * @param several the same of several
     */
    Optional<String> sentence(String one, String several) {
        if (shown.isEmpty()) {
            return Optional.empty();
        }
        int more = shown.size() - MOST_SHOWN;
        return Optional.of((shown.size() == 1 ? "1 " + one : shown.size() + " " + several) + ": "
                + String.join(", ", shown.subList(0, Math.min(MOST_SHOWN, shown.size())))
                + (more > 0 ? " and " + more + " more" : "")
                + ". If that is not meant, delete them and record again.");
    }
}
