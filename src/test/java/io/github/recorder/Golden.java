package io.github.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts for people, as files: what a user is shown is reviewed as it is shown. */
public final class Golden {

    private Golden() {}

    /**
     * Compares a text with {@code src/test/resources/golden/<name>}. The two must be equal except for a newline at the
     * end. With {@code -Drecorder.golden=write} the file is written instead; read it before you commit it.
     */
    public static void check(String name, String text) throws IOException {
        Path project = Path.of(System.getProperty("basedir", System.getProperty("user.dir")));
        Path file = project.resolve("src/test/resources/golden").resolve(name);
        String line = text.endsWith("\n") ? text : text + "\n";
        if ("write".equals(System.getProperty("recorder.golden"))) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, line);
        }
        assertThat(file).as("run with -Drecorder.golden=write to make it").exists();
        assertThat(line).as(name).isEqualTo(Files.readString(file).replace("\r\n", "\n"));
    }
}
