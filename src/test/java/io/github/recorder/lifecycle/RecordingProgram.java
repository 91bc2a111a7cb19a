package io.github.recorder.lifecycle;

import io.github.recorder.matching.Isolation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A recording run in a process of its own, which a test can kill or take the disk away from. The process prints its
 * URL; when it is told to end it prints a sentence for each recording that was not written.
 */
final class RecordingProgram implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;
    private final URI url;

    private RecordingProgram(Process process, BufferedReader out, URI url) {
        this.process = process;
        this.out = out;
        this.url = url;
    }

    /** Arguments: the recordings directory, and the URL of the service. */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        RecordingOptions recording = new RecordingOptions(
                "record",
                new RequestParsingOptions(List.of(), arguments[1], null, List.of()),
                true,
                "missing",
                false,
                "none",
                300,
                300,
                Map.of(),
                Map.of());
        RunConfig request = new RunConfig(Path.of(arguments[0]), "recordings", 0, Isolation.PREFER, 8, null, recording);
        try (RecorderRun run = RecorderRun.start(request, warning -> {})) {
            out.println(run.url());
            while (System.in.read() != '\n') {
                // Until it is told to end, or killed.
            }
            run.stop().recording().stopped().forEach(out::println);
        }
    }

    /**
     * Starts the process and waits until it answers.
     *
     * @param biggestFileKilobytes the size at which the system refuses to let a file grow; 0 for none
     */
    static RecordingProgram start(Path recordings, URI service, int biggestFileKilobytes) throws IOException {
        List<String> command = new ArrayList<>();
        if (biggestFileKilobytes > 0) {
            // In blocks of 512 bytes, says POSIX. Java's own file in /tmp would be too big as well.
            command.addAll(List.of("sh", "-c", "ulimit -f " + biggestFileKilobytes * 2 + " && exec \"$@\"", "sh"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                RecordingProgram.class.getName(),
                recordings.toString(),
                service.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String url = out.readLine();
        if (url == null) {
            throw new IOException(
                    "the process ended with " + process.onExit().join().exitValue());
        }
        return new RecordingProgram(process, out, URI.create(url));
    }

    /** Returns the base URL of the server. */
    URI url() {
        return url;
    }

    /** Ends the run and returns what it says: a sentence for each recording that was not written. */
    List<String> end() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        return out.lines().toList();
    }

    /** Kills the process, as a power cut or {@code kill -9} would, and waits until it has gone. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
