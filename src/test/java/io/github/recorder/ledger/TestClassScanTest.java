package io.github.recorder.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        List<Path> files = new ArrayList<>();
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

    /** The library stands for one that the module's tests use: its classes are not among those that are looked at. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "package acme; public class Chats extends io.kotest.core.spec.style.FunSpec {}",
                "package acme; @org.junit.platform.suite.api.Suite public class Features {}",
                "package acme; @io.cucumber.junit.platform.engine.Cucumber public class Features {}",
                "package acme; @org.junit.runner.RunWith public class Features {}",
                "package acme; public class ChatIT extends library.Contract {}",
                "package acme; public class TestChat extends library.Contract {}",
                "package acme; public class ChatTest { @library.Retried void asks() {} }"
            })
    void takesAClassWhoseTestsItCannotSeeForOneThatMayHaveSome(String source) throws Exception {
        assertThat(scanSource(source)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "package acme; public class TestData {}",
                "package acme; public class Config extends library.Contract {}",
                "package acme; public abstract class AbstractIT extends library.Contract {}",
                "package acme; public interface ChatTest {}"
            })
    void passesOverHelpers(String source) throws Exception {
        assertThat(scanSource(source)).isEmpty();
    }

    private List<String> scanSource(String source) throws Exception {
        String name = source.replaceAll(".*(?:class|interface) (\\w+).*", "$1");
        Path library = directory.resolve("library");
        List<Path> files = new ArrayList<>();
        for (String type : List.of(
                "io.kotest.core.spec.style class FunSpec",
                "library class Contract",
                "library @interface Retried",
                "org.junit.platform.suite.api @interface Suite",
                "io.cucumber.junit.platform.engine @interface Cucumber",
                "org.junit.runner @interface RunWith")) {
            String[] words = type.split(" ", 3);
            files.add(write(
                    library.resolve(words[0].replace('.', '/')).resolve(words[2] + ".java"),
                    "package " + words[0] + "; public " + words[1] + " " + words[2] + " {}"));
        }
        files.add(write(directory.resolve("acme/" + name + ".java"), source));
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-cp", "", "-d", directory.resolve("out").toString()));
        files.forEach(file -> arguments.add(file.toString()));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        return TestClassScan.classesWithTests(List.of(directory.resolve("out/acme/" + name + ".class")));
    }

    private static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
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
                    .contains("io.github.recorder.lifecycle.PruneScenariosTest", LedgerWriterTest.class.getName())
                    .doesNotContain("io.github.recorder.server.RawConnection");
        }
    }
}
