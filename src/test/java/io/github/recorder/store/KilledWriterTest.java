package io.github.recorder.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingCodec;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed while it writes recordings leaves each as it was or as it was to be, and loses none that it
 * has said to be written.
 *
 * <p>Five kills in a build; {@code -Drecorder.kills=500} for more.
 */
final class KilledWriterTest {

    @TempDir
    Path folder;

    @Test
    void aKillTearsNothingAndLosesNothing() throws Exception {
        int kills = Integer.getInteger("recorder.kills", 5);
        Random random = new Random(20261122);
        Map<Integer, Long> written = new HashMap<>();
        long version = 0;
        int torn = 0;
        int lost = 0;
        for (int kill = 0; kill < kills; kill++) {
            Process writer = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            KilledWriter.class.getName(),
                            folder.toString(),
                            Long.toString(version))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            long said = version - 1;
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
                int lines = 1 + random.nextInt(40);
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    String[] words = line.split(" ", -1);
                    if (words.length == 2) {
                        said = Long.parseLong(words[1]);
                        written.put(Integer.parseInt(words[0]), said);
                    }
                    if (--lines == 0) {
                        TimeUnit.NANOSECONDS.sleep(random.nextInt(4_000_000));
                        writer.toHandle().destroyForcibly(); // What it has said is still in the pipe.
                    }
                }
            }
            writer.waitFor();
            assertThat(said)
                    .as("the writer wrote something before it was killed")
                    .isGreaterThanOrEqualTo(version);
            for (Map.Entry<Integer, Long> file : written.entrySet()) {
                long found = version(folder.resolve("a.B/" + file.getKey() + ".json"));
                torn += found < 0 ? 1 : 0;
                lost += found >= 0 && found < file.getValue() ? 1 : 0;
            }
            version = said + 1;
        }
        System.out.println("Killed " + kills + " times: " + torn + " torn, " + lost + " lost");
        assertThat(List.of(torn, lost)).containsExactly(0, 0);
    }

    /** Returns the version that a file holds; -1 where it holds none. */
    private static long version(Path file) {
        try {
            Recording recording = RecordingCodec.read(Files.readAllBytes(file));
            long version = recording.response().body().path("version").asLong(-1);
            boolean whole = version >= 0
                    && recording
                            .response()
                            .body()
                            .equals(RecordingCodec.read(KilledWriter.content(version))
                                    .response()
                                    .body());
            return whole ? version : -1;
        } catch (Exception broken) {
            return -1;
        }
    }
}
