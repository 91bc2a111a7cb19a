package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.recorder.ExampleRecording;
import io.github.recorder.matching.Isolation;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much work a start and a response are, counted and not timed, so that more of it is noticed on any machine. */
final class WorkOfReplayTest {

    /** What a response with 1,000 characters of text may allocate; 6,758 bytes were measured. */
    private static final int MOST_BYTES_OF_A_HIT = 14_000;

    private static final int HITS = 2_000;

    private static final List<String> LATE = List.of(
            "tools.jackson.databind.ObjectMapper",
            "tools.jackson.databind.deser.",
            "tools.jackson.databind.ser.",
            "java.net.http.",
            "sun.security.ssl.",
            "javax.management.",
            "java.lang.runtime.ObjectMethods",
            "io.github.recorder.report.ReportPage",
            "io.github.recorder.upstream.HttpUpstream");

    @TempDir
    private Path directory;

    @Test
    void aHitAllocatesLittle() throws Exception {
        ExampleRecording recording = ExampleRecording.of(null, "hello", "hi " + "x".repeat(1000));
        recording.writeTo(directory);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (RecorderRun run = start(directory);
                Client client = new Client(run.url())) {
            for (int i = 0; i < HITS; i++) {
                client.ask(recording);
            }
            long before = allocatedByOthers(threads);
            for (int i = 0; i < HITS; i++) {
                client.ask(recording);
            }
            assertThat((allocatedByOthers(threads) - before) / HITS).isBetween(1L, (long) MOST_BYTES_OF_A_HIT);
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

    /** Databind, TLS, the client for real services and the report start with the first use, not with each build. */
    @Test
    void aStartLoadsNoClassThatItDoesNotNeed() throws Exception {
        ExampleRecording.of(null, "hello", "hi").writeTo(directory.resolve("recordings"));
        Path log = directory.resolve("classes.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xlog:class+load:file=" + log.toAbsolutePath(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        WorkOfReplayTest.class.getName(),
                        directory.resolve("recordings").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();

        List<String> loaded;
        try (Stream<String> lines = Files.lines(log)) {
            Pattern name = Pattern.compile("\\] ([\\w.$/]+) source: ");
            loaded = lines.map(name::matcher)
                    .filter(Matcher::find)
                    .map(found -> found.group(1))
                    .toList();
        }
        assertThat(loaded).contains(RecorderRun.class.getName());
        assertThat(loaded)
                .filteredOn(type -> LATE.stream().anyMatch(type::startsWith))
                .isEmpty();
    }

    /** Starts a run, asks it once and stops it. Argument: the recordings directory. */
    public static void main(String[] arguments) throws Exception {
        try (RecorderRun run = start(Path.of(arguments[0]));
                Client client = new Client(run.url())) {
            client.send("{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}");
            run.stop();
        }
    }

    private static RecorderRun start(Path recordings) throws Exception {
        return RecorderRun.start(
                new RunConfig(recordings, "recordings", 0, Isolation.PREFER, 8, null, RecordingOptions.REPLAY),
                warning -> {});
    }

    /** A client that loads and allocates little. */
    private static final class Client implements AutoCloseable {

        private static final String LENGTH = "content-length:";

        private final Socket socket;
        private final InputStream in;

        Client(URI server) throws IOException {
            socket = new Socket(server.getHost(), server.getPort());
            in = new BufferedInputStream(socket.getInputStream());
        }

        void ask(ExampleRecording recording) throws IOException {
            send(recording.requestBody());
        }

        void send(String body) throws IOException {
            String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: "
                    + socket.getInetAddress().getHostAddress() + ":"
                    + socket.getPort() + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                    + "\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.ISO_8859_1));
            String status = HeadReader.line(in);
            int length = 0;
            for (String line = HeadReader.line(in); !line.isEmpty(); line = HeadReader.line(in)) {
                if (line.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                    length = Integer.parseInt(line.substring(LENGTH.length()).strip());
                }
            }
            in.skipNBytes(length);
            if (!status.startsWith("HTTP/1.1 200") || length == 0) {
                throw new IOException(status);
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
