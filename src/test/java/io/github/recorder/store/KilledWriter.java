package io.github.recorder.store;

import io.github.recorder.recording.RecordingCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The program that {@link KilledWriterTest} kills: writes the same recordings again and again, and reports each. */
final class KilledWriter {

    /** The number of files. */
    static final int FILES = 4;

    private KilledWriter() {}

    /**
     * Writes until it is killed.
     *
     * @param arguments the recordings directory, and the number of the first version
     */
    public static void main(String[] arguments) throws Exception {
        try (RecordingStore store = RecordingStore.open(Path.of(arguments[0]), request -> List.of(), problem -> {})) {
            store.startIndexing();
            for (long version = Long.parseLong(arguments[1]); ; version++) {
                int file = (int) (version % FILES);
                store.write("a.B/" + file + ".json", RecordingCodec.read(content(version)));
                System.out.println(file + " " + version);
            }
        }
    }

    /** Returns a recording that says which version it is, and whose length differs from version to version. */
    static byte[] content(long version) {
        String filler = "x".repeat((int) (version * 7919 % 60_000));
        return ("{\"test_id\": null, \"request\": {\"test_id\": null, \"url\": \"http://x/y\", \"method\": \"POST\", \"payload\": {}},"
                        + " \"response\": {\"status\": 200, \"body\": {\"version\": " + version + ", \"filler\": \""
                        + filler
                        + "\"}, \"is_streaming\": false}}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
