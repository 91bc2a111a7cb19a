package io.github.recorder.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recorder.recording.CorruptRecordingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Zip files that come from elsewhere. */
final class RecordingArchiveTest {

    private static final int ENTRY_SIGNATURE = 0x02014b50;

    @TempDir
    private Path directory;

    @Test
    void readsEntriesInPlace() throws Exception {
        RecordingArchive closed;
        try (RecordingArchive archive = open(zip("acme.AIT/a.json", "one", "b.json", "two"))) {
            assertThat(archive.paths()).containsExactlyInAnyOrder("acme.AIT/a.json", "b.json");
            assertThat(archive.content("acme.AIT/a.json")).asString().isEqualTo("one");
            closed = archive;
        }
        assertThat(closed.content("b.json")).asString().isEqualTo("two");
        closed.close();
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve("artifact.zip"));
        }
    }

    @Test
    void anArchiveMayBeEmptyAndMayHaveFolders() throws Exception {
        assertThat(open(zip()).paths()).isEmpty();
        assertThat(open(zip("acme.AIT/", "", "acme.AIT/a.json", "one")).paths()).containsExactly("acme.AIT/a.json");
    }

    @Test
    void hasMoreEntriesThanTheOldFormatCounts() throws Exception {
        String[] entries = new String[2 * 70_000];
        for (int i = 0; i < entries.length; i += 2) {
            entries[i] = i + ".json";
            entries[i + 1] = "";
        }
        assertThat(open(zip(entries)).paths()).hasSize(70_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../a.json",
                "x/../a.json",
                "/a.json",
                "C:/a.json",
                "x\\a.json",
                "./a.json",
                "x//a.json",
                ".git/a.json",
                "x./a.json",
                "a b.json",
                "\u001b[2Ja.json",
                "\u00e4.json",
                "nul\u0000.json"
            })
    void refusesNamesThatNoRecordingHas(String name) throws Exception {
        assertThatThrownBy(() -> open(zip(name, "")))
                .hasCauseInstanceOf(RefusedArchiveException.class)
                .hasMessageContaining("has a name that no recording has")
                .message()
                .matches("[\\x20-\\x7e]*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"META-INF/MANIFEST.MF", "acme.class", "a.json.sh", "a.JSON"})
    void refusesWhatIsNoRecording(String name) throws Exception {
        assertRefused(zip("a1.json", "", name, ""), "the entry " + name + " is not a recording, whose name ends");
    }

    @Test
    void refusesNamesThatAreTheSameWithoutTheirCase() throws Exception {
        assertRefused(zip("x/a.json", "1", "X/A.json", "2"), "it has two entries X/A.json");
    }

    @Test
    void refusesTwoEntriesOfOneName() throws Exception {
        byte[] twice = zip("a.json", "1", "b.json", "2");
        twice[directoryEntry(twice, 1) + 46] = 'a';
        assertRefused(twice, "it has two entries a.json");
    }

    @Test
    void refusesLinksAndDevices() throws Exception {
        byte[] link = zip("a.json", "../../secret");
        ByteBuffer.wrap(link).order(ByteOrder.LITTLE_ENDIAN).putInt(directoryEntry(link, 0) + 38, 0xA1FF << 16);
        assertRefused(link, "the entry a.json is a link");
        ByteBuffer.wrap(link).order(ByteOrder.LITTLE_ENDIAN).putInt(directoryEntry(link, 0) + 38, 0x61FF << 16);
        assertRefused(link, "the entry a.json is not a plain file");
    }

    @Test
    void refusesEncryptedEntriesAndOtherMethods() throws Exception {
        byte[] encrypted = zip("a.json", "1");
        encrypted[directoryEntry(encrypted, 0) + 8] |= 1;
        assertRefused(encrypted, "the entry a.json is encrypted");
        byte[] packed = zip("a.json", "1");
        packed[directoryEntry(packed, 0) + 10] = 12;
        assertRefused(packed, "the entry a.json is compressed by a method other than deflate");
    }

    @Test
    void refusesEntriesThatUnpackToTooMuch() throws Exception {
        assertRefused(zip("a.json", " ".repeat(3 << 20)), "the entry a.json unpacks to 3145728 bytes, more than 200");
        assertRefused(zip("a.json", "[" + "1,".repeat(400_000) + "1]"), "the entry a.json unpacks to 800003 bytes");
        assertRefused(zip("a.json", " ".repeat(17 << 10)), "the entry a.json unpacks to 17408 bytes");
        String[] small = new String[20];
        for (int i = 0; i < small.length; i += 2) {
            small[i] = i + ".json";
            small[i + 1] = " ".repeat(16 << 10);
        }
        assertRefused(zip(small), "its entries unpack to 163840 bytes together, more than 200 times");
        byte[] long1 = zip("a.json", "1", "b.json", "2");
        for (int i = 0; i < 2; i++) {
            // What an entry says of itself; 0xFFFFFFFF is 4 GiB.
            ByteBuffer bytes = ByteBuffer.wrap(long1).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putInt(directoryEntry(long1, i) + 24, -1);
        }
        assertThatThrownBy(() -> open(long1)).hasCauseInstanceOf(RefusedArchiveException.class);
    }

    @Test
    void refusesEntriesThatOverlap() throws Exception {
        byte[] overlapping = zip("a.json", "1", "b.json", "2");
        ByteBuffer bytes = ByteBuffer.wrap(overlapping).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(directoryEntry(overlapping, 1) + 20, 4000);
        assertRefused(overlapping, "the entry b.json overlaps the directory");
        bytes.putInt(directoryEntry(overlapping, 0) + 20, 4000);
        assertRefused(overlapping, "the entries a.json and b.json overlap");
    }

    @Test
    void refusesEntriesOfTheSameBytes() throws Exception {
        byte[] shared = zip("a.json", "1", "b.json", "22", "c.json", "x".repeat(5000));
        ByteBuffer bytes = ByteBuffer.wrap(shared).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(directoryEntry(shared, 2) + 42, bytes.getInt(directoryEntry(shared, 0) + 42));
        assertRefused(shared, "the entries a.json and c.json overlap");
        bytes.putInt(directoryEntry(shared, 2) + 42, 1);
        assertRefused(shared, "the entries a.json and c.json overlap");
    }

    @Test
    void readsNoMoreThanAnEntrySaysItHas() throws Exception {
        byte[] bomb = zip("a.json", "x".repeat(5000));
        ByteBuffer.wrap(bomb).order(ByteOrder.LITTLE_ENDIAN).putInt(directoryEntry(bomb, 0) + 24, 10);
        RecordingArchive archive = open(bomb);
        assertThatThrownBy(() -> archive.content("a.json"))
                .isInstanceOfAny(CorruptRecordingException.class, IOException.class);
    }

    @Test
    void noticesDamagedContent() throws Exception {
        byte[] damaged = stored("a.json", "{\"answer\": 1}");
        int at = new String(damaged, StandardCharsets.ISO_8859_1).indexOf(": 1}");
        damaged[at + 2] = '2';
        RecordingArchive archive = open(damaged);
        assertThatThrownBy(() -> archive.content("a.json"))
                .isInstanceOf(CorruptRecordingException.class)
                .hasMessageContaining("are damaged");
    }

    @Test
    void everyCutAndEveryDamagedByteIsAnErrorOrHarmless() throws Exception {
        byte[] whole = zip("acme.AIT/a.json", "one", "b.json", "two");
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> open(cut)).isInstanceOf(IOException.class);
        }
        Random random = new Random(17);
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(whole.length)] = (byte) random.nextInt();
            readAll(damaged);
        }
    }

    private void readAll(byte[] content) throws IOException {
        try (RecordingArchive archive = open(content)) {
            for (String path : archive.paths()) {
                byte[] read = archive.content(path);
                assertThat(new String(read, StandardCharsets.UTF_8)).isIn("one", "two");
            }
        } catch (IOException | CorruptRecordingException refused) {
            assertThat(refused).hasMessageMatching("[^\\x00-\\x1f]*");
        }
    }

    private void assertRefused(byte[] content, String reason) {
        assertThatThrownBy(() -> open(content))
                .hasCauseInstanceOf(RefusedArchiveException.class)
                .hasMessageContaining(reason);
    }

    private RecordingArchive open(byte[] content) throws IOException {
        return RecordingArchive.open("com.acme:shop:1", Files.write(directory.resolve("artifact.zip"), content));
    }

    /** Returns a zip file of names and contents in turn. */
    private static byte[] zip(String... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < entries.length; i += 2) {
                zip.putNextEntry(new ZipEntry(entries[i]));
                zip.write(entries[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] stored(String name, String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(0);
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** Returns where an entry of the central directory begins. */
    private static int directoryEntry(byte[] zip, int number) {
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int found = -1;
        for (int at = 0; at < zip.length - 4; at++) {
            if (bytes.getInt(at) == ENTRY_SIGNATURE && ++found == number) {
                return at;
            }
        }
        throw new IllegalArgumentException("no such entry");
    }
}
