package io.github.recorder.store;

import io.github.recorder.matching.Digest;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The central directory of a zip file, read without its entries. A file that does not look like what the goal {@code
 * package} writes is refused as a whole: the file comes from elsewhere, and what it could do is not worth a guess.
 *
 * @param entries the entries by name, without those of folders
 * @param digest the SHA-256 of the directory, which has the name, the length and the checksum of each entry, in hex
 */
record ZipDirectory(Map<String, Entry> entries, String digest) {

    static final int MOST_ENTRIES = 500_000;
    static final long MOST_UNPACKED_BYTES = 4L << 30;

    /** Recordings shrink to a fifth or a tenth. Zeros shrink to a thousandth. */
    static final int HIGHEST_RATIO = 200;

    /** An entry up to this length may shrink to any part of it. */
    static final int ANY_RATIO_BYTES = 16 << 10;

    private static final int LONGEST_NAME = 1000;
    private static final long LONGEST_DIRECTORY = 256L << 20;
    private static final String SUFFIX = ".json";

    private static final int END_BYTES = 22;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int LOCATOR_BYTES = 20;
    private static final int LOCATOR_SIGNATURE = 0x07064b50;
    private static final int LARGE_END_BYTES = 56;
    private static final int LARGE_END_SIGNATURE = 0x06064b50;
    private static final int ENTRY_BYTES = 46;
    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int LOCAL_BYTES = 30;

    private static final int ENCRYPTED = 1;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int UNIX_TYPE = 0xF000;
    private static final int UNIX_FILE = 0x8000;
    private static final int UNIX_FOLDER = 0x4000;
    private static final int UNIX_LINK = 0xA000;

    /**
     * An entry.
     *
     * @param size the length of its content, in bytes
     * @param crc the CRC-32 of its content
     */
    record Entry(long size, long crc) {}

    /**
     * Reads the directory of a file.
     *
     * @throws RefusedArchiveException if it breaks a rule
     * @throws IOException if the file cannot be read
     */
    static ZipDirectory read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return read(channel);
        }
    }

    private static ZipDirectory read(FileChannel channel) throws IOException {
        long endAt = channel.size() - END_BYTES;
        ByteBuffer end = endAt < 0 ? ByteBuffer.allocate(END_BYTES) : bytes(channel, endAt, END_BYTES);
        if (end.getInt(0) != END_SIGNATURE || number(end, 20) != 0) {
            throw new RefusedArchiveException("it is not a zip file, is cut off, or has a comment at its end");
        }
        long count = number(end, 10);
        long size = end.getInt(12) & 0xFFFF_FFFFL;
        long start = end.getInt(16) & 0xFFFF_FFFFL;
        if (count == 0xFFFF) {
            long locatorAt = endAt - LOCATOR_BYTES;
            endAt = locatorAt - LARGE_END_BYTES;
            ByteBuffer large = endAt < 0
                    ? ByteBuffer.allocate(LARGE_END_BYTES)
                    : bytes(channel, endAt, LARGE_END_BYTES + LOCATOR_BYTES);
            if (large.getInt(0) != LARGE_END_SIGNATURE || large.getInt(LARGE_END_BYTES) != LOCATOR_SIGNATURE) {
                throw new RefusedArchiveException("its directory is damaged");
            }
            count = large.getLong(32);
            size = large.getLong(40);
            start = large.getLong(48);
        }
        if (count < 0 || count > MOST_ENTRIES) {
            throw new RefusedArchiveException(
                    "it has " + count + " entries, and at most " + MOST_ENTRIES + " are read");
        }
        if (size < 0 || size > LONGEST_DIRECTORY || start < 0 || start + size != endAt) {
            throw new RefusedArchiveException("its directory is damaged");
        }
        byte[] directory = new byte[(int) size];
        bytes(channel, start, (int) size).get(directory);
        return read(directory, (int) count, start);
    }

    private static ByteBuffer bytes(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new EOFException("the file became shorter");
            }
        }
        return bytes.flip();
    }

    private static int number(ByteBuffer bytes, int at) {
        return bytes.getShort(at) & 0xFFFF;
    }

    /** Reads the entries, whose content is in the bytes of the file before the directory. */
    private static ZipDirectory read(byte[] directory, int count, long bytesBefore) throws RefusedArchiveException {
        ByteBuffer bytes = ByteBuffer.wrap(directory).order(ByteOrder.LITTLE_ENDIAN);
        Map<String, Entry> entries = new HashMap<>();
        List<Extent> extents = new ArrayList<>(count);
        Set<String> names = new HashSet<>();
        long packed = 0;
        long unpacked = 0;
        int at = 0;
        for (int i = 0; i < count; i++) {
            int nameLength = at + ENTRY_BYTES > bytes.limit() ? Integer.MAX_VALUE >> 1 : number(bytes, at + 28);
            int nameEnd = at + ENTRY_BYTES + nameLength;
            if (nameEnd > bytes.limit() || bytes.getInt(at) != ENTRY_SIGNATURE) {
                throw new RefusedArchiveException("its directory is damaged");
            }
            String name = new String(directory, at + ENTRY_BYTES, nameLength, StandardCharsets.UTF_8);
            String reason = refusal(name, bytes, at);
            if (reason != null) {
                throw new RefusedArchiveException("the entry " + shown(name) + " " + reason);
            }
            if (!names.add(name.toLowerCase(Locale.ROOT))) {
                throw new RefusedArchiveException(
                        "it has two entries " + shown(name) + ", if upper and lower case are the same");
            }
            long entryPacked = bytes.getInt(at + 20) & 0xFFFF_FFFFL;
            Entry entry = new Entry(bytes.getInt(at + 24) & 0xFFFF_FFFFL, bytes.getInt(at + 16) & 0xFFFF_FFFFL);
            long start = bytes.getInt(at + 42) & 0xFFFF_FFFFL;
            Extent extent = new Extent(name, start, start + LOCAL_BYTES + nameLength + entryPacked);
            extents.add(extent);
            packed += extent.end() - start;
            unpacked += entry.size();
            if (unpacked > MOST_UNPACKED_BYTES) {
                throw new RefusedArchiveException(
                        "its entries have more than " + (MOST_UNPACKED_BYTES >> 30) + " GiB when they are unpacked");
            }
            if (entry.size() > ANY_RATIO_BYTES && isSuspicious(entry.size(), entryPacked)) {
                throw new RefusedArchiveException("the entry " + shown(name) + " unpacks to " + entry.size()
                        + " bytes, more than " + HIGHEST_RATIO + " times what it takes in the file");
            }
            if (!name.endsWith("/")) {
                entries.put(name, entry);
            }
            at = nameEnd + number(bytes, at + 30) + number(bytes, at + 32);
        }
        if (at != bytes.limit()) {
            throw new RefusedArchiveException("its directory is damaged");
        }
        refuseOverlaps(extents, bytesBefore);
        if (isSuspicious(unpacked, packed)) {
            throw new RefusedArchiveException("its entries unpack to " + unpacked + " bytes together, more than "
                    + HIGHEST_RATIO + " times what they take in the file");
        }
        return new ZipDirectory(
                Map.copyOf(entries), HexFormat.of().formatHex(Digest.sha256().digest(directory)));
    }

    /**
     * Where an entry lies in the file: its local header, the name in it and its content. Extra fields of the local
     * header make it longer, so these bytes are at least its own.
     *
     * @param end the position after its last byte
     */
    private record Extent(String name, long start, long end) {}

    /** Refuses entries that share bytes, as those of a small file that unpacks to a large one do. */
    private static void refuseOverlaps(List<Extent> extents, long bytesBefore) throws RefusedArchiveException {
        extents.sort(Comparator.comparingLong(Extent::start));
        for (int i = 0; i < extents.size(); i++) {
            Extent extent = extents.get(i);
            if (i + 1 < extents.size() && extent.end() > extents.get(i + 1).start()) {
                throw new RefusedArchiveException("the entries " + shown(extent.name()) + " and "
                        + shown(extents.get(i + 1).name()) + " overlap");
            }
            if (extent.end() > bytesBefore) {
                throw new RefusedArchiveException("the entry " + shown(extent.name()) + " overlaps the directory");
            }
        }
    }

    /** Returns whether a content is longer than {@value #HIGHEST_RATIO} times its packed length. */
    static boolean isSuspicious(long length, long packed) {
        return length / HIGHEST_RATIO > packed;
    }

    /** Returns why an entry is refused, as the end of a sentence; null if it is not. */
    private static @Nullable String refusal(String name, ByteBuffer bytes, int at) {
        boolean folder = name.endsWith("/");
        if (!isPlain(folder ? name.substring(0, name.length() - 1) : name)) {
            return "has a name that no recording has: a path of letters, digits and . _ $ - separated by /, of which"
                    + " no part begins or ends with a dot";
        }
        int type = bytes.getShort(at + 40) & UNIX_TYPE;
        if (type == UNIX_LINK) {
            return "is a link";
        }
        if (type != 0 && type != (folder ? UNIX_FOLDER : UNIX_FILE)) {
            return "is not a plain file";
        }
        if (folder) {
            return bytes.getInt(at + 24) == 0 ? null : "is a folder with content";
        }
        if (!name.endsWith(SUFFIX)) {
            return "is not a recording, whose name ends with " + SUFFIX;
        }
        if ((number(bytes, at + 8) & ENCRYPTED) != 0) {
            return "is encrypted";
        }
        int method = number(bytes, at + 10);
        return method == STORED || method == DEFLATED ? null : "is compressed by a method other than deflate";
    }

    /** Returns whether a name is one that recordings have. */
    static boolean isPlain(String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            return false;
        }
        char before = '/';
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '_'
                    || c == '$'
                    || c == '-'
                    || (c == '.' && before != '/')
                    || (c == '/' && before != '/' && before != '.');
            if (!plain) {
                return false;
            }
            before = c;
        }
        return before != '/' && before != '.';
    }

    /** Returns a name for a message, without characters that a console obeys. */
    private static String shown(String name) {
        String plain = name.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() <= 200 ? plain : plain.substring(0, 200) + "...";
    }
}
