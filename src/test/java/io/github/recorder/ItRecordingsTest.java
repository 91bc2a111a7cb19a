package io.github.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the recordings of src/it/clients to what {@link ItRecordings} makes; {@code -Drecorder.golden=write} writes them anew. */
final class ItRecordingsTest {

    @Test
    void filesAreThoseThatAreCommitted() throws IOException {
        Map<Path, byte[]> files = ItRecordings.files();
        if ("write".equals(System.getProperty("recorder.golden"))) {
            write(files);
        }

        assertThat(committed())
                .as(
                        "After a change of ItRecordings run mvn test -Dtest=ItRecordingsTest -Drecorder.golden=write and commit src/it.")
                .containsExactlyInAnyOrderElementsOf(files.keySet());
        for (Map.Entry<Path, byte[]> file : files.entrySet()) {
            assertThat(file.getKey()).hasBinaryContent(file.getValue());
        }
    }

    private static void write(Map<Path, byte[]> files) throws IOException {
        for (Path old : committed()) {
            Files.delete(old);
        }
        for (Map.Entry<Path, byte[]> file : files.entrySet()) {
            Files.createDirectories(file.getKey().getParent());
            Files.write(file.getKey(), file.getValue());
        }
    }

    private static List<Path> committed() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String project : List.of("src/it/clients", "src/it/intercept")) {
            try (Stream<Path> found = Files.walk(Path.of(project))) {
                found.filter(file -> file.toString().endsWith(".json")).forEach(files::add);
            }
        }
        return files;
    }
}
