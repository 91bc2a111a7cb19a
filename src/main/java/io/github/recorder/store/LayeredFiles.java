package io.github.recorder.store;

import io.github.recorder.matching.Digest;
import io.github.recorder.recording.CorruptRecordingException;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingHead;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of a recordings directory and of the archives below it, which are only read. If several have a file at one
 * path, that of the uppermost is the recording, and the others are as if they were not there. Thread-safe.
 */
final class LayeredFiles {

    private final RecordingsDirectory directory;
    private final List<RecordingArchive> archives;
    private final Map<String, Integer> layers = new ConcurrentHashMap<>();

    /**
     * Puts a directory on top of archives.
     *
     * @param paths the files of the directory
     * @param archives the archives, the uppermost first
     */
    LayeredFiles(RecordingsDirectory directory, Collection<String> paths, List<RecordingArchive> archives) {
        this.directory = directory;
        this.archives = List.copyOf(archives);
        if (!archives.isEmpty()) {
            for (int i = archives.size(); i > 0; i--) {
                int layer = i;
                archives.get(i - 1).paths().forEach(path -> layers.put(path, layer));
            }
            layers.keySet().removeAll(List.copyOf(paths));
        }
    }

    /** Returns the paths of all recordings, given those of the directory. */
    List<String> with(Collection<String> paths) {
        List<String> all = new ArrayList<>(paths);
        all.addAll(layers.keySet());
        return all;
    }

    /** Returns the paths of the recordings that are read from archives, with the number of the archive. */
    Map<String, Integer> layers() {
        return Map.copyOf(layers);
    }

    /** Returns the number of the layer that holds a recording: 0 is the directory, 1 the uppermost archive. */
    int layer(String path) {
        return layers.getOrDefault(path, 0);
    }

    /** Returns the archive that holds a recording; null if it is in the directory. */
    @Nullable
    RecordingArchive archive(String path) {
        int layer = layer(path);
        return layer == 0 ? null : archives.get(layer - 1);
    }

    /** Notes that the directory now has a file at this path. */
    void onWritten(String path) {
        layers.remove(path);
    }

    /** Returns the file of the directory with this path. */
    Path file(String path) {
        return directory.file(path);
    }

    FileStamp stamp(String path) throws IOException {
        RecordingArchive archive = archive(path);
        return archive == null ? FileStamp.of(file(path)) : archive.stamp(path);
    }

    /** Returns whether a file has the size and the modification time of a stamp. */
    boolean hasSizeAndTime(String path, FileStamp stamp) throws IOException {
        RecordingArchive archive = archive(path);
        return archive == null
                ? stamp.hasSizeAndTimeOf(file(path))
                : archive.stamp(path).isSame(stamp);
    }

    /** Returns whether a file has a stamp now. */
    boolean hasStamp(String path, FileStamp stamp) {
        try {
            return stamp(path).isSame(stamp);
        } catch (IOException gone) {
            return false;
        }
    }

    byte[] content(String path) throws IOException, CorruptRecordingException {
        RecordingArchive archive = archive(path);
        return archive == null ? RecordingReader.content(file(path)) : archive.content(path);
    }

    /** Returns the SHA-256 of the content of a recording, in hexadecimal. */
    String sha256(String path) throws IOException, CorruptRecordingException {
        MessageDigest sha256 = Digest.sha256();
        RecordingArchive archive = archive(path);
        if (archive == null) {
            RecordingReader.digest(file(path), sha256);
        } else {
            sha256.update(archive.content(path));
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** Reads everything of a recording except its response. */
    RecordingHead head(String path) throws IOException, CorruptRecordingException {
        RecordingArchive archive = archive(path);
        return archive == null
                ? RecordingReader.head(file(path))
                : RecordingReader.head(file(path), archive.content(path));
    }

    /** Reads a whole recording. */
    Recording whole(String path) throws IOException, CorruptRecordingException {
        RecordingArchive archive = archive(path);
        return archive == null
                ? RecordingReader.whole(file(path))
                : RecordingReader.whole(file(path), archive.content(path));
    }

    /**
     * Reads a recording without building a tree.
     *
     * @return whether its response may be a failure of the service
     */
    boolean check(String path) throws IOException, CorruptRecordingException {
        RecordingArchive archive = archive(path);
        return archive == null
                ? RecordingReader.check(file(path))
                : RecordingReader.check(file(path), archive.content(path));
    }

    /** The same as {@link #check(String)}, and adds the content to a digest, even if it has faults. */
    boolean check(String path, MessageDigest digest) throws IOException, CorruptRecordingException {
        RecordingArchive archive = archive(path);
        if (archive == null) {
            return RecordingReader.check(file(path), digest);
        }
        byte[] content = archive.content(path);
        digest.update(content);
        return RecordingReader.check(file(path), content);
    }
}
