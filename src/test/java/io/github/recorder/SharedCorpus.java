package io.github.recorder;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Where the recordings lie that some tests read and that are no part of this project. */
public final class SharedCorpus {

    private SharedCorpus() {}

    /**
     * Returns the directory of the recordings: {@code corpus} in the directory named by the system property {@code
     * recorder.shared}, else in {@code ../shared} of the project. The test that asks is skipped where there is none.
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
}
