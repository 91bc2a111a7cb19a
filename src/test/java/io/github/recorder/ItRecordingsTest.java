package io.github.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compares the recordings of integration tests with those that {@link ItRecordings} makes; {@code
 * -Drecorder.golden=write} writes them again. The plugin itself recorded the files in folders of test classes.
 */
final class ItRecordingsTest {

    @Test
    void filesAreThoseThatAreCommitted() throws IOException {
        Map<Path, byte[]> files = ItRecordings.files();
        if ("write".equals(System.getProperty("recorder.golden"))) {
            write(files);
        }

        assertThat(committed(files.keySet()))
                .as(
                        "After a change of ItRecordings run mvn test -Dtest=ItRecordingsTest -Drecorder.golden=write and commit src/it.")
                .containsExactlyInAnyOrderElementsOf(files.keySet());
        for (Map.Entry<Path, byte[]> file : files.entrySet()) {
            assertThat(file.getKey()).hasBinaryContent(file.getValue());
        }
    }

    private static void write(Map<Path, byte[]> files) throws IOException {
        for (Path old : committed(files.keySet())) {
            Files.delete(old);
        }
        for (Map.Entry<Path, byte[]> file : files.entrySet()) {
            Files.createDirectories(file.getKey().getParent());
            Files.write(file.getKey(), file.getValue());
        }
    }

    private static List<Path> committed(Set<Path> made) throws IOException {
        List<Path> committed = new ArrayList<>();
        for (Path folder : made.stream().map(Path::getParent).distinct().toList()) {
            try (Stream<Path> found = Files.list(folder)) {
                found.filter(file -> file.toString().endsWith(".json")).forEach(committed::add);
            }
        }
        return committed;
    }
}
