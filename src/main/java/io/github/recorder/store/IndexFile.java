package io.github.recorder.store;

import io.github.recorder.matching.Digest;
import io.github.recorder.matching.MatchKey;
import io.github.recorder.matching.MinHashSketch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The file that keeps the index of a recordings directory from one run to the next, so that files that have not changed
 * are not read again.
 *
 * <p>It is a cache: if it is missing, damaged or made by other code or for another configuration, it counts as empty,
 * and if it cannot be written, nothing happens. It has one entry for each recording whose {@link FileStamp} shows every
 * later change; all other recordings are read at each start. It contains paths, test ids, endpoints, digests and
 * sketches, but no body. An entry with a test id or an endpoint that looks like a secret is left out.
 *
 * <p>The file has a magic number, the digest of everything else that the keys depend on, the number of entries, the
 * entries, and a CRC-32 of all that. It is replaced in one step, so of two builds that write it one wins.
 */
public final class IndexFile {

    private static final String SUFFIX = ".index";

    /** Changes with the format of the file. */
    private static final long MAGIC = 0x5265_6349_6478_0001L;

    private static final int SHA_256_BYTES = 32;

    /** A longer name is unusual, and its recording is read at each start. */
    private static final int LONGEST_TEXT = 4096;

    private static final Duration UNUSED_AFTER = Duration.ofDays(30);
    private static final Duration FRESH = Duration.ofDays(1);

    private final Path folder;
    private final Path file;
    private final Digest code;
    private final Predicate<String> isSecret;

    /** Endpoints and tests repeat, and a search for secrets takes longer than a lookup. */
    private final Map<String, Boolean> mayKeep = new ConcurrentHashMap<>();

    /**
     * Names the index file of a directory.
     *
     * @param folder the folder of the index files of all directories; need not exist
     * @param directory the recordings directory
     * @param code everything besides the recordings that their keys depend on: the version of this plugin and of Java,
     *     and the configuration
     * @param isSecret whether a text must not be written
     */
    public IndexFile(Path folder, Path directory, String code, Predicate<String> isSecret) {
        this(folder, digest(directory.toAbsolutePath().normalize().toString()), digest(code), isSecret);
    }

    private IndexFile(Path folder, Digest name, Digest code, Predicate<String> isSecret) {
        this.folder = folder;
        this.file = folder.resolve(name + SUFFIX);
        this.code = code;
        this.isSecret = isSecret;
    }

    /**
     * Names the index file of an archive. It does not depend on the place of the archive, so that all modules with the
     * same configuration share it, wherever Maven found the archive.
     */
    public static IndexFile of(Path folder, RecordingArchive archive, String code, Predicate<String> isSecret) {
        return new IndexFile(folder, digest(archive.digest() + "\n" + code), digest(code), isSecret);
    }

    private static Digest digest(String text) {
        return Digest.ofSha256(Digest.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns the entries by path; none if the file cannot be used. */
    Map<String, IndexedFile> read() {
        try {
            if (Files.size(file) > RecordingReader.LONGEST_FILE) {
                return Map.of();
            }
            byte[] content = Files.readAllBytes(file);
            int end = content.length - Long.BYTES;
            if (end < 0 || ByteBuffer.wrap(content).getLong(end) != checksum(content, end)) {
                return Map.of();
            }
            try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content, 0, end))) {
                return entries(in);
            } finally {
                keepInUse();
            }
        } catch (IOException | RuntimeException | OutOfMemoryError unusable) {
            return Map.of(); // It does not exist, is not an index, or is too large. All recordings are read instead.
        }
    }

    private Map<String, IndexedFile> entries(DataInputStream in) throws IOException {
        if (in.readLong() != MAGIC || !digest(in).equals(code)) {
            return Map.of();
        }
        int count = in.readInt();
        Map<String, IndexedFile> entries = new HashMap<>();
        for (int i = 0; i < count; i++) {
            entries.put(in.readUTF(), entry(in));
        }
        return entries;
    }

    /** Sets the time of the file, because files that are old are deleted. */
    private void keepInUse() throws IOException {
        Instant now = Instant.now();
        if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(FRESH))) {
            Files.setLastModifiedTime(file, FileTime.from(now));
        }
    }

    /**
     * Returns whether a recording may have an entry: its stamp shows every later change, and its names contain no
     * secret.
     */
    boolean mayKeep(String path, IndexedFile entry) {
        RecordingKeys keys = entry.keys();
        return entry.file().lasting()
                && path.length() <= LONGEST_TEXT
                && mayKeep(keys.testId())
                && mayKeep(keys.method())
                && mayKeep(keys.endpoint());
    }

    private boolean mayKeep(@Nullable String text) {
        return text == null
                || (text.length() <= LONGEST_TEXT && mayKeep.computeIfAbsent(text, each -> !isSecret.test(each)));
    }

    /** Writes entries that {@link #mayKeep} allows. Does nothing if that is impossible. */
    void write(Map<String, IndexedFile> entries) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DataOutputStream out = new DataOutputStream(bytes)) {
                out.writeLong(MAGIC);
                write(out, code);
                out.writeInt(entries.size());
                for (Map.Entry<String, IndexedFile> entry : entries.entrySet()) {
                    out.writeUTF(entry.getKey());
                    write(out, entry.getValue());
                }
                byte[] content = bytes.toByteArray();
                out.writeLong(checksum(content, content.length));
            }
            AtomicWriter.writeForOwner(file, bytes.toByteArray());
            sweep();
        } catch (IOException | OutOfMemoryError unwritable) {
            return; // The next start reads all recordings again.
        }
    }

    /** Deletes the index files that no run has used for a month, and those of killed writers. */
    private void sweep() throws IOException {
        AtomicWriter.sweep(folder);
        FileTime unused = FileTime.from(Instant.now().minus(UNUSED_AFTER));
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path other : all) {
                if (Files.getLastModifiedTime(other).compareTo(unused) < 0) {
                    Files.deleteIfExists(other);
                }
            }
        } catch (DirectoryIteratorException unreadable) {
            throw unreadable.getCause();
        }
    }

    private static long checksum(byte[] content, int length) {
        CRC32 checksum = new CRC32();
        checksum.update(content, 0, length);
        return checksum.getValue();
    }

    private static void write(DataOutputStream out, IndexedFile entry) throws IOException {
        ExaminedFile file = entry.file();
        FileStamp stamp = file.stamp();
        out.writeLong(stamp.size());
        out.writeLong(stamp.modifiedNanos());
        out.writeLong(stamp.changedNanos());
        out.writeLong(stamp.device());
        out.writeLong(stamp.inode());
        out.write(HexFormat.of().parseHex(file.sha256()));
        out.writeBoolean(file.mayFail());
        RecordingKeys keys = entry.keys();
        out.writeBoolean(keys.testId() != null);
        out.writeUTF(keys.testId() == null ? "" : keys.testId());
        out.writeBoolean(keys.bearsHash());
        out.writeBoolean(keys.extraBody());
        out.writeUTF(keys.method());
        out.writeUTF(keys.endpoint());
        MinHashSketch sketch = keys.sketch();
        out.writeLong(sketch.words());
        out.writeInt(sketch.longest());
        out.writeInt(sketch.second());
        out.writeInt(sketch.model());
        out.writeInt(keys.forms().size());
        for (MatchKey form : keys.forms()) {
            write(out, form.normalized());
            write(out, form.raw());
        }
    }

    private static void write(DataOutputStream out, Digest digest) throws IOException {
        out.writeLong(digest.high());
        out.writeLong(digest.low());
    }

    private static IndexedFile entry(DataInputStream in) throws IOException {
        FileStamp stamp = new FileStamp(in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
        String sha256 = HexFormat.of().formatHex(in.readNBytes(SHA_256_BYTES));
        boolean mayFail = in.readBoolean();
        boolean hasTest = in.readBoolean();
        String testId = in.readUTF();
        return new IndexedFile(
                new ExaminedFile(stamp, true, sha256, mayFail),
                new RecordingKeys(
                        hasTest ? testId : null,
                        in.readBoolean(),
                        in.readBoolean(),
                        in.readUTF(),
                        in.readUTF(),
                        new MinHashSketch(in.readLong(), in.readInt(), in.readInt(), in.readInt()),
                        forms(in)));
    }

    private static List<MatchKey> forms(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<MatchKey> forms = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            forms.add(new MatchKey(digest(in), digest(in)));
        }
        return List.copyOf(forms);
    }

    private static Digest digest(DataInputStream in) throws IOException {
        return new Digest(in.readLong(), in.readLong());
    }
}
