package io.github.recorder.store;

import io.github.recorder.matching.Digest;
import io.github.recorder.recording.CorruptRecordingException;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Journals of recordings that get many responses. A journal is a hidden file beside a recording. It holds all responses
 * of the recording, a line each, so that a further response takes the same time however many there are, while the
 * recording is written whole only from time to time.
 *
 * <p>Each line is a JSON object and ends with a newline. A killed process may leave a part of the last line, which is
 * ignored: its response was not yet passed on. Before the recording is written, a line with the SHA-256 of its new
 * content is appended. So a journal shows how many of its responses the recording holds, and whether anybody else has
 * changed the recording since. Thread-safe.
 */
final class RecordingJournals {

    private static final String SUFFIX = ".journal.jsonl";

    /** The key of the lines that have no response. */
    private static final String SHA256 = "sha256";

    private final RecordingsDirectory layout;
    private final List<String> ofWriters;
    private final Map<String, Journal> own = new ConcurrentHashMap<>();
    private final Map<String, List<WriterFile>> left = new HashMap<>();

    /**
     * Creates the journals of a directory.
     *
     * @param ofWriters the files of writers in it, relative to it with forward slashes
     */
    RecordingJournals(RecordingsDirectory layout, List<String> ofWriters) {
        this.layout = layout;
        this.ofWriters = ofWriters.stream().sorted().toList();
    }

    /**
     * Appends a line to the journal of a file.
     *
     * @param path the file, relative to the directory with forward slashes
     * @param before the lines that make the file as it is, with which a new journal begins
     * @param forced whether the line is on disk when this returns, and not only written
     * @return whether it is written; if not, the journal takes no more lines
     */
    boolean append(String path, Supplier<List<ObjectNode>> before, ObjectNode line, boolean forced) {
        Journal journal = own.get(path);
        try {
            if (journal == null) {
                begin(path, before.get(), line, forced);
            } else {
                journal.append(bytes(List.of(line)), forced);
            }
            return true;
        } catch (IOException full) {
            return false; // The recording cannot be written either, which is reported then.
        }
    }

    private void begin(String path, List<ObjectNode> before, ObjectNode line, boolean forced) throws IOException {
        Path file = layout.file(path);
        List<ObjectNode> lines = new ArrayList<>(before);
        lines.add(mark(sha256(Files.readAllBytes(file))));
        lines.add(line);
        WriterFile hidden = WriterFile.ofRecording(file, SUFFIX);
        try {
            if (forced) {
                AtomicWriter.write(hidden.file(), bytes(lines));
            } else {
                AtomicWriter.writeUnforced(hidden.file(), bytes(lines));
            }
            own.put(path, new Journal(hidden));
        } catch (IOException problem) {
            hidden.close();
            throw problem;
        }
    }

    /** Returns whether a file has a journal of this process. */
    boolean has(String path) {
        return own.containsKey(path);
    }

    /** Notes the content that a file is about to have. */
    void onWriting(String path, AtomicWriter.Content content) {
        Journal journal = own.get(path);
        if (journal != null) {
            try {
                DigestOutputStream digested = new DigestOutputStream(OutputStream.nullOutputStream(), Digest.sha256());
                content.writeTo(digested);
                String sha256 =
                        HexFormat.of().formatHex(digested.getMessageDigest().digest());
                journal.append(bytes(List.of(mark(sha256))), false);
            } catch (IOException full) {
                return; // The journal takes no more lines, so it ends when the file is written.
            }
        }
    }

    /** Deletes the journal of a file that has all responses, or whose responses are not wanted. */
    void end(String path) {
        Journal journal = own.remove(path);
        if (journal != null) {
            journal.hidden().delete();
        }
    }

    /** Deletes the journals of a recording that ended processes left. */
    synchronized void deleteLeft(String path) {
        left.getOrDefault(path, List.of()).forEach(WriterFile::delete);
        left.remove(path);
    }

    /**
     * Writes the responses in the journals of ended processes into their recordings, unless somebody has changed those.
     *
     * @param merger joins a recording with all lines of its journal that {@link #append} wrote
     * @return the journals that stay, relative to the directory with forward slashes
     */
    synchronized List<String> merge(BiFunction<Recording, List<ObjectNode>, Recording> merger) {
        left.clear();
        List<String> staying = new ArrayList<>();
        for (String path : ofWriters) {
            WriterFile file = new WriterFile(layout.file(path));
            try {
                if (path.endsWith(SUFFIX) && file.isAbandoned()) {
                    String recording = file.recording(path, SUFFIX);
                    WriterFile taken = take(file);
                    if (!settle(taken, layout.file(recording), merger)) {
                        left.computeIfAbsent(recording, first -> new ArrayList<>())
                                .add(taken);
                        staying.add(taken.pathBeside(path));
                    }
                }
            } catch (IOException goneOrUnreadable) {
                // Another process merges it, or this one has no right to.
            }
        }
        return staying;
    }

    /** Makes a journal one of this process, so that no other that starts now merges it as well. */
    private static WriterFile take(WriterFile abandoned) throws IOException {
        WriterFile taken = WriterFile.open(abandoned.file(), abandoned.givenName());
        try {
            Files.setLastModifiedTime(abandoned.file(), FileTime.from(Instant.now()));
            Files.move(abandoned.file(), taken.file());
            return taken;
        } catch (IOException problem) {
            taken.close();
            throw problem;
        }
    }

    /** Deletes a journal if the recording has all of its responses now, or if somebody has deleted the recording. */
    private static boolean settle(
            WriterFile journal, Path recording, BiFunction<Recording, List<ObjectNode>, Recording> merger) {
        try {
            boolean merged = !Files.exists(recording) || merge(journal.file(), recording, merger);
            return merged && Files.deleteIfExists(journal.file());
        } catch (IOException | CorruptRecordingException | RuntimeException problem) {
            return false; // It stays, and is named.
        } finally {
            journal.close();
        }
    }

    private static boolean merge(Path journal, Path file, BiFunction<Recording, List<ObjectNode>, Recording> merger)
            throws IOException, CorruptRecordingException {
        byte[] content = RecordingReader.content(file);
        String sha256 = sha256(content);
        List<ObjectNode> lines = lines(RecordingReader.content(journal));
        List<ObjectNode> given = new ArrayList<>();
        int there = -1;
        for (ObjectNode line : lines) {
            if (!line.has(SHA256)) {
                given.add(line);
            } else if (line.path(SHA256).asString("").equals(sha256)) {
                there = given.size();
            }
        }
        if (there >= 0 && there < given.size()) {
            Recording merged = merger.apply(RecordingReader.whole(file, content), given);
            RecordingCodec.check(merged.document());
            byte[] whole = RecordingCodec.write(merged);
            if (whole.length > RecordingReader.LONGEST_FILE) {
                return false;
            }
            lines.add(mark(sha256(whole)));
            AtomicWriter.write(journal, bytes(lines));
            AtomicWriter.write(file, whole);
        }
        return there >= 0;
    }

    /** Returns the lines up to the first that is not complete. */
    private static List<ObjectNode> lines(byte[] content) {
        List<ObjectNode> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < content.length; i++) {
            if (content[i] == '\n') {
                ObjectNode line = object(Arrays.copyOfRange(content, start, i));
                if (line == null) {
                    return lines;
                }
                lines.add(line);
                start = i + 1;
            }
        }
        return lines;
    }

    private static @Nullable ObjectNode object(byte[] line) {
        try {
            JsonNode value = Json.parse(line);
            return value instanceof ObjectNode object ? object : null;
        } catch (JacksonException torn) {
            return null;
        }
    }

    private static ObjectNode mark(String sha256) {
        return Json.nodes().objectNode().put(SHA256, sha256);
    }

    private static String sha256(byte[] content) {
        return HexFormat.of().formatHex(Digest.sha256().digest(content));
    }

    private static byte[] bytes(List<ObjectNode> lines) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ObjectNode line : lines) {
            bytes.writeBytes(Json.compact(line));
            bytes.write('\n');
        }
        return bytes.toByteArray();
    }

    /** Notes that this process no longer writes any. */
    void close() {
        own.values().forEach(journal -> journal.hidden().close());
    }

    /** A journal that this process writes. */
    private static final class Journal {

        private final WriterFile hidden;

        /** Whether its end may be a part of a line. */
        private boolean torn;

        Journal(WriterFile hidden) {
            this.hidden = hidden;
        }

        WriterFile hidden() {
            return hidden;
        }

        synchronized void append(byte[] lines, boolean forced) throws IOException {
            if (torn) {
                throw new IOException("a line is missing");
            }
            torn = true;
            try (FileChannel file = FileChannel.open(hidden.file(), StandardOpenOption.APPEND)) {
                ByteBuffer rest = ByteBuffer.wrap(lines);
                while (rest.hasRemaining()) {
                    file.write(rest);
                }
                if (forced) {
                    file.force(false);
                }
            }
            torn = false;
        }
    }
}
