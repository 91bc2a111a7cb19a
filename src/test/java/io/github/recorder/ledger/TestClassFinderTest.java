package io.github.recorder.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looks at classes of this very project, whose forms are those that users' tests have. */
final class TestClassFinderTest {

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

    private TestClassFinder read(Class<?>... types) throws Exception {
        Path classes = directory.resolve("classes");
        for (Class<?> type : types) {
            Path copy = classes.resolve(type.getName().replace('.', '/') + ".class");
            Files.createDirectories(copy.getParent());
            Files.copy(classFile(type), copy);
        }
        return TestClassFinder.in(classes, List.of());
    }

    private Set<String> scan(Class<?>... types) throws Exception {
        return read(types).classes();
    }

    /** Tests that are inherited, nested, and named by an annotation of the user's own. */
    abstract static class Base {
        @Test
        void inherited() {}

        @Nested
        class Inner {
            @Tag("slow")
            @Test
            void nested() {}
        }

        void helps() {}
    }

    static final class Heir extends Base {
        @OwnTest
        void own() {}
    }

    @Test
    void namesTheTestMethodsOfTheClassThatRunsThem() throws Exception {
        TestClassFinder tests = read(Base.class, Base.Inner.class, Heir.class, OwnTest.class);
        String heir = Heir.class.getName();

        assertThat(tests.testMethods(heir))
                .containsOnlyKeys(heir + "#inherited", heir + "$Inner#nested", heir + "#own")
                .containsEntry(heir + "#own", Set.of("()"));
        assertThat(tests.mentions(heir, "nested")).isTrue();
        assertThat(tests.mentions(heir, "gone")).isFalse();
        assertThat(tests.mayInheritTests(heir)).isFalse();
        assertThat(alone(Heir.class).mayInheritTests(heir)).isTrue();

        TestClassFinder beside = TestClassFinder.in(directory.resolve("alone"), List.of(directory.resolve("classes")));
        assertThat(beside.mayInheritTests(heir)).isFalse();
        assertThat(beside.testMethods(heir)).containsOnlyKeys(heir + "#inherited", heir + "$Inner#nested");
    }

    private TestClassFinder alone(Class<?> type) throws Exception {
        Path classes = directory.resolve("alone");
        Path copy = classes.resolve(type.getName().replace('.', '/') + ".class");
        Files.createDirectories(copy.getParent());
        Files.copy(classFile(type), copy);
        return TestClassFinder.in(classes, List.of());
    }

    @Test
    void aChangeOfAClassAboveChangesTheDigestOfAClass() throws Exception {
        String heir = Heir.class.getName();
        String before = read(Base.class, Heir.class).digestOf(heir);
        Path base = directory.resolve("classes/" + Base.class.getName().replace('.', '/') + ".class");
        Files.write(base, new byte[1], StandardOpenOption.APPEND);

        assertThat(TestClassFinder.in(directory.resolve("classes"), List.of()).digestOf(heir))
                .isNotEqualTo(before);
        assertThat(TestClassFinder.in(directory.resolve("classes"), List.of()).digestOf("acme.None"))
                .isEmpty();
    }

    @Test
    void findsAClassWithATestAndPassesOverOneWithout() throws Exception {
        assertThat(scan(TestClassFinderTest.class, Sha256.class)).containsExactly(TestClassFinderTest.class.getName());
    }

    @Test
    void doesNotTakeAnAnnotationForATest() throws Exception {
        assertThat(scan(OwnTest.class)).isEmpty();
    }

    @Test
    void passesOverWhatIsNoClassFile() throws IOException {
        Files.write(directory.resolve("Broken.class"), new byte[] {1, 2, 3});
        Files.write(directory.resolve("Cut.class"), new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA});

        assertThat(TestClassFinder.in(directory, List.of()).classes()).isEmpty();
    }

    @Test
    void passesOverAClassFileThatIsCutOffAnywhere() throws Exception {
        byte[] whole = Files.readAllBytes(classFile(Base.class));
        Path file = directory.resolve("Base.class");
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));

            assertThat(TestClassFinder.in(directory, List.of()).classes()).isEmpty();
        }
    }

    @Test
    void readsClassFilesOfAJavaThatIsNotKnownYet() throws Exception {
        byte[] later = Files.readAllBytes(classFile(TestClassFinderTest.class));
        ByteBuffer.wrap(later).putShort(6, (short) 999);
        Files.write(directory.resolve("Later.class"), later);

        assertThat(TestClassFinder.in(directory, List.of()).classes())
                .containsExactly(TestClassFinderTest.class.getName());
        assertThat(TestClassFinder.in(directory, List.of()).digestOf(TestClassFinderTest.class.getName()))
                .isNotEqualTo(read(TestClassFinderTest.class).digestOf(TestClassFinderTest.class.getName()));
    }

    @Retention(RetentionPolicy.RUNTIME)
    @interface Titles {
        Tag[] value();
    }

    /** Names of tests that are no names of methods. */
    @Titles({@Tag("in an annotation"), @Tag("in another")})
    static final class Titled {
        static final String CONSTANT = "in a constant";

        @Titles(@Tag("of a field"))
        String field = "in the code";

        String joined(int number) {
            return "in " + number + " parts";
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "in an annotation",
                "in another",
                "in a constant",
                "of a field",
                "in the code",
                "joined",
                "Lorg/junit/jupiter/api/Tag;"
            })
    void mentionsEveryTextThatMayNameATest(String text) throws Exception {
        assertThat(read(Titled.class).mentions(Titled.class.getName(), text)).isTrue();
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

    private Set<String> scanSource(String source) throws Exception {
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
        Path alone = Files.createDirectories(directory.resolve("alone/acme"));
        Files.copy(directory.resolve("out/acme/" + name + ".class"), alone.resolve(name + ".class"));
        return TestClassFinder.in(directory.resolve("alone"), List.of()).classes();
    }

    private static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void findsTheTestClassesOfThisProject() throws Exception {
        Path root = classFile(TestClassFinderTest.class);
        for (int i = 0; i < TestClassFinderTest.class.getName().split("\\.").length; i++) {
            root = root.getParent();
        }
        assertThat(TestClassFinder.in(root, List.of()).classes())
                .contains("io.github.recorder.prune.PruneScenariosTest", LedgerWriterTest.class.getName())
                .doesNotContain("io.github.recorder.server.RawConnection");
    }
}
