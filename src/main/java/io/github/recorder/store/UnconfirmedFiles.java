package io.github.recorder.store;

import io.github.recorder.matching.Digest;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.recording.CorruptRecordingException;
import io.github.recorder.recording.RecordedRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The recordings whose keys come from an index file, and whose content was not read in this run. Each is read and
 * compared before it answers a request, so no request is answered by the keys of a former content. Thread-safe.
 */
final class UnconfirmedFiles {

    /** The number of files whose content is held between their confirmation and their response. */
    private static final int MOST_HELD = 16;

    private final LayeredFiles files;
    private final GuardedFiles guarded;
    private final Function<RecordedRequest, List<WireRequest>> forms;
    private final RecordingIndex index;
    private final Consumer<String> onReplaced;
    private final Map<String, ExaminedFile> unconfirmed;
    private final Map<String, Content> confirmed = new ConcurrentHashMap<>();

    /**
     * Creates an empty set.
     *
     * @param forms returns the forms of the HTTP request that a recording matches
     * @param index the index, in which the keys of a changed file are replaced
     * @param recordings the number of recordings to expect
     * @param onReplaced called with the path of a changed file, after its keys were replaced
     */
    UnconfirmedFiles(
            LayeredFiles files,
            GuardedFiles guarded,
            Function<RecordedRequest, List<WireRequest>> forms,
            RecordingIndex index,
            int recordings,
            Consumer<String> onReplaced) {
        this.files = files;
        this.guarded = guarded;
        this.forms = forms;
        this.index = index;
        this.unconfirmed = new ConcurrentHashMap<>(recordings);
        this.onReplaced = onReplaced;
    }

    /** Adds a recording, with what the index file says of it. */
    void add(String path, ExaminedFile file) {
        unconfirmed.put(path, file);
    }

    /** Removes a recording that this run wrote or deleted. */
    void remove(String path) {
        unconfirmed.remove(path);
    }

    int size() {
        return unconfirmed.size();
    }

    /**
     * Reads a recording, unless that is done, and compares its digest. If the digests differ, the keys are made again.
     */
    void confirm(String path) {
        ExaminedFile file = unconfirmed.get(path);
        if (file == null) {
            return;
        }
        try {
            String sha256 = guarded.reading(path, () -> digest(path, file.stamp()));
            if (!sha256.equals(file.sha256())) {
                replaceKeys(path, guarded.reading(path, () -> RecordingKeys.of(path, files.head(path), forms)));
            }
            unconfirmed.remove(path);
        } catch (UnreadableRecordingException problem) {
            return; // It is reported, and meets whoever reads the recording to serve it.
        }
    }

    /** Returns the SHA-256 of a file in hexadecimal, and keeps its content if it is short: it is served next. */
    private String digest(String path, FileStamp stamp) throws IOException, CorruptRecordingException {
        if (stamp.size() > BackgroundReading.MOST_HELD_FILE) {
            return files.sha256(path);
        }
        FileStamp before = files.stamp(path);
        byte[] content = files.content(path);
        if (confirmed.size() >= MOST_HELD) {
            confirmed.clear();
        }
        confirmed.put(path, new Content(before, ByteBuffer.wrap(content)));
        return HexFormat.of().formatHex(Digest.sha256().digest(content));
    }

    private void replaceKeys(String path, Optional<RecordingKeys> made) {
        synchronized (unconfirmed) {
            if (unconfirmed.containsKey(path)) {
                index.remove(path);
                made.ifPresent(found -> index.replace(path, found, files.layer(path)));
                onReplaced.accept(path);
                // At last, because from here on other requests take the index as it is.
                unconfirmed.remove(path);
            }
        }
    }

    /** Drops the content of a recording that has another one now. */
    void drop(String path) {
        confirmed.remove(path);
    }

    /** Returns whether the content of a recording was just read, and is held. */
    boolean isHeld(String path) {
        return confirmed.containsKey(path);
    }

    /** Returns the content of a recording, once; empty if it was not just read, or if the file has changed since. */
    Optional<byte[]> take(String path) {
        return Optional.ofNullable(confirmed.remove(path))
                .filter(held -> files.hasStamp(path, held.stamp()))
                .map(held -> held.bytes().array());
    }

    /**
     * The content of a file whose digest was compared.
     *
     * @param stamp the stamp before it was read
     */
    private record Content(FileStamp stamp, ByteBuffer bytes) {}
}
