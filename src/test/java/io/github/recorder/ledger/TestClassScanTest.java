package io.github.recorder.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at classes of this very project, whose forms are those that users' tests have. */
final class TestClassScanTest {

    @TempDir
    private Path directory;

    /** An annotation of the user's own that stands for {@code @Test}. */
    @Test
    @Retention(RetentionPolicy.RUNTIME)
    @interface OwnTest {}

    private static Path classFile(Class<?> type) throws URISyntaxException {
        String name = type.getName().replace('.', '/') + ".class";
        return Path.of(type.getResource("/" + name).toURI());
    }

    private static List<String> scan(Class<?>... types) throws Exception {
        List<Path> files = new java.util.ArrayList<>();
        for (Class<?> type : types) {
            files.add(classFile(type));
        }
        return TestClassScan.classesWithTests(files);
    }

    @Test
    void findsAClassWithATestAndPassesOverOneWithout() throws Exception {
        assertThat(scan(TestClassScanTest.class, Sha256.class)).containsExactly(TestClassScanTest.class.getName());
    }

    @Test
    void doesNotTakeAnAnnotationForATest() throws Exception {
        assertThat(scan(OwnTest.class)).isEmpty();
    }

    @Test
    void passesOverWhatIsNoClassFile() throws IOException {
        Path broken = Files.write(directory.resolve("Broken.class"), new byte[] {1, 2, 3});
        Path cut = Files.write(directory.resolve("Cut.class"), new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA});

        assertThat(TestClassScan.classesWithTests(List.of(broken, cut))).isEmpty();
    }

    @Test
    void findsTheTestClassesOfThisProject() throws Exception {
        Path root = classFile(TestClassScanTest.class);
        for (int i = 0; i < TestClassScanTest.class.getName().split("\\.").length; i++) {
            root = root.getParent();
        }
        try (Stream<Path> files = Files.walk(root)) {
            List<String> found = TestClassScan.classesWithTests(
                    files.filter(file -> file.toString().endsWith(".class")).toList());

            assertThat(found)
                    .contains("io.github.recorder.lifecycle.PruneScenariosTest", RunLedgerTest.class.getName())
                    .doesNotContain("io.github.recorder.server.RawConnection");
        }
    }
}
