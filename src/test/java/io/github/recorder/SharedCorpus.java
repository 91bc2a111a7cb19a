package io.github.recorder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Where the recordings lie that some tests read and that are no part of this project. */
public final class SharedCorpus {

    private SharedCorpus() {}

    /**
     * Returns the directory of the recordings: {@code corpus} in the directory named by the system property {@code
     * recorder.shared}, else in {@code ../shared} of the project. The calling test is skipped if neither exists.
     */
    public static Path corpus() {
        String shared = System.getProperty("recorder.shared");
        Path project = Path.of(System.getProperty("basedir", System.getProperty("user.dir")));
        Path corpus = (shared == null ? project.resolve("../shared") : Path.of(shared)).resolve("corpus");
        Assumptions.assumeTrue(
                Files.isDirectory(corpus),
                "skipped, for there are no recordings in " + corpus.normalize()
                        + "; -Drecorder.shared=DIR says where else they are");
        return corpus.normalize();
    }

    /** Returns the recordings' files in the order of their paths below the corpus, or skips the test. */
    public static List<Path> files() {
        Path corpus = corpus();
        try (Stream<Path> paths = Files.walk(corpus)) {
            return paths.filter(path -> path.toString().endsWith(".json"))
                    .sorted(Comparator.comparing(path -> relative(corpus, path)))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns the path below the corpus, with slashes. */
    public static String relative(Path corpus, Path file) {
        return corpus.relativize(file).toString().replace('\\', '/');
    }
}
