package io.github.recorder;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The real recordings of another project that lie beside this one on some machines. Tests that need them skip elsewhere. */
public final class SharedCorpus {

    private SharedCorpus() {}

    /** Returns the corpus' directory, or skips the test. The property {@code recorder.shared} names its parent. */
    public static Path corpus() {
        String basedir = System.getProperty("basedir", System.getProperty("user.dir"));
        String shared = System.getProperty("recorder.shared", basedir + "/../shared");
        Path corpus = Path.of(shared, "corpus").toAbsolutePath().normalize();
        assumeTrue(Files.isDirectory(corpus), "no corpus of recordings at " + corpus);
        return corpus;
    }

    /** Returns the recordings' files in the order of their paths below the corpus, or skips the test. */
    public static List<Path> files() {
        Path corpus = corpus();
        try (Stream<Path> paths = Files.walk(corpus)) {
            return paths.filter(path -> path.toString().endsWith(".json"))
                    .sorted((a, b) -> relative(corpus, a).compareTo(relative(corpus, b)))
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
