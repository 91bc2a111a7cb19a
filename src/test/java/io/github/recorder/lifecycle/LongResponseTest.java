package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.recorder.ExampleRecording;
import io.github.recorder.matching.Isolation;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedResponse;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Responses that are sent from their file while it is read. */
final class LongResponseTest {

    /** More than all buffers between the server and a client that does not read. */
    private static final int LONG = 40_000_000;

    @TempDir
    private Path directory;

    private final List<String> warnings = new CopyOnWriteArrayList<>();

    @Test
    void isTheSameAsAShortOne() throws Exception {
        ExampleRecording recording = ExampleRecording.of(null, "hello", "\u4e2d \" \n\ud83d\ude00".repeat(600_000));
        recording.writeTo(directory);
        byte[] body = wire(recording);
        try (RecorderRun run = start();
                Client client = new Client(run)) {
            for (int i = 0; i < 2; i++) {
                Map<String, String> head = client.ask("POST", "1.1", recording);
                assertThat(head).containsEntry("content-length", "" + body.length);
                assertThat(client.in.readNBytes(body.length)).isEqualTo(body);
            }
            assertThat(client.ask("POST", "1.0", recording)).containsEntry("content-length", "" + body.length);
            assertThat(client.in.readAllBytes()).isEqualTo(body);
        }
        assertThat(warnings).isEmpty();
    }

    @Test
    void takesLittleMemory() throws Exception {
        ExampleRecording recording = ExampleRecording.of(null, "hello", "x".repeat(LONG));
        recording.writeTo(directory);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (RecorderRun run = start();
                Client client = new Client(run)) {
            client.skip("POST", recording);
            long before = allocatedByOthers(threads);
            client.skip("POST", recording);
            assertThat(allocatedByOthers(threads) - before).isBetween(1L, 2_000_000L);
        }
    }

    private static long allocatedByOthers(ThreadMXBean threads) {
        long[] others = Arrays.stream(threads.getAllThreadIds())
                .filter(id -> id != Thread.currentThread().getId())
                .toArray();
        return Arrays.stream(threads.getThreadAllocatedBytes(others))
                .filter(bytes -> bytes > 0)
                .sum();
    }

    @Test
    void isBrokenOffIfTheFileBecomesShorter() throws Exception {
        assertBrokenOff(file -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(LONG / 4 * 3);
            }
        });
    }

    @Test
    void isBrokenOffIfACharacterChanges() throws Exception {
        assertBrokenOff(file -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(StandardCharsets.US_ASCII.encode("y"), LONG / 4 * 3);
            }
        });
    }

    private void assertBrokenOff(Change change) throws Exception {
        ExampleRecording recording = ExampleRecording.of(null, "hello", "x".repeat(LONG));
        Path file = recording.writeTo(directory);
        try (RecorderRun run = start();
                Client client = new Client(run)) {
            int length = Integer.parseInt(client.ask("POST", "1.1", recording).get("content-length"));
            change.of(file);

            assertThat(client.in.readAllBytes()).hasSizeLessThan(length);
        }
        // It may also be read in the background just then.
        assertThat(warnings).singleElement().asString().contains(recording.hash());
    }

    /** Changes a file. */
    private interface Change {
        void of(Path file) throws IOException;
    }

    @Test
    void isThatOfTheFileAsItIsNow() throws Exception {
        ExampleRecording before = ExampleRecording.of(null, "hello", "x".repeat(LONG));
        ExampleRecording now = ExampleRecording.of(null, "hello", "y".repeat(LONG / 2));
        Path file = before.writeTo(directory);
        try (RecorderRun run = start();
                Client client = new Client(run)) {
            client.skip("POST", before);
            int rest = Integer.parseInt(client.ask("POST", "1.1", before).get("content-length"));
            Path other = now.writeTo(directory, "other.part");
            Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);

            // What had begun is sent from the old file.
            assertThat(new String(client.in.readNBytes(rest), StandardCharsets.US_ASCII))
                    .contains("x\"")
                    .endsWith("}");
            int length = Integer.parseInt(client.ask("POST", "1.1", before).get("content-length"));
            assertThat(client.in.readNBytes(length)).isEqualTo(wire(now));

            Files.delete(file);
            assertThat(client.ask("POST", "1.1", before)).containsEntry("", "HTTP/1.1 404 Not Found");
        }
    }

    private static byte[] wire(ExampleRecording recording) {
        JsonNode body = recording.document().path("response").path("body");
        return Json.compact(RecordedResponse.unwrapped(body));
    }

    private RecorderRun start() throws Exception {
        return RecorderRun.start(
                new RunConfig(directory, "recordings", 0, Isolation.PREFER, 32, null, RecordingOptions.REPLAY),
                warnings::add);
    }

    private static final class Client implements AutoCloseable {

        private final Socket socket;
        private final InputStream in;

        Client(RecorderRun run) throws IOException {
            socket = new Socket(run.url().getHost(), run.url().getPort());
            in = new BufferedInputStream(socket.getInputStream());
        }

        /** Sends a request; returns the headers of the response, in lower case, with the status line under "". */
        Map<String, String> ask(String method, String version, ExampleRecording recording) throws IOException {
            byte[] body = recording.requestBody().getBytes(StandardCharsets.UTF_8);
            String head = method + " /v1/chat/completions HTTP/" + version + "\r\nHost: 127.0.0.1\r\n"
                    + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            Map<String, String> headers = new HashMap<>(Map.of("", HeadReader.line(in)));
            for (String line = HeadReader.line(in); !line.isEmpty(); line = HeadReader.line(in)) {
                String[] header = line.split(": ", 2);
                headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
            }
            return headers;
        }

        void skip(String method, ExampleRecording recording) throws IOException {
            in.skipNBytes(Integer.parseInt(ask(method, "1.1", recording).get("content-length")));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
