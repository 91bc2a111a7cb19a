package io.github.recorder.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.ledger.DeclaredExecution;
import io.github.recorder.ledger.FilterReach;
import io.github.recorder.ledger.ProjectModule;
import io.github.recorder.ledger.TestClassFinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** What builds with filters ran together. */
final class ClassCoverageTest {

    private static final String FIRST = "failsafe:integration-test@first";
    private static final String SECOND = "failsafe:integration-test@second";

    @TempDir
    private Path classes;

    private final ClassCoverage coverage = new ClassCoverage();

    private void testClass(String name, String... methods) throws IOException {
        ClassWriter type = new ClassWriter(0);
        type.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, name.replace('.', '/'), null, "java/lang/Object", null);
        if (name.indexOf('$') > 0) {
            type.visitAnnotation("Lorg/junit/jupiter/api/Nested;", true).visitEnd();
        }
        for (String method : methods) {
            type.visitMethod(
                            Opcodes.ACC_PUBLIC,
                            method.replaceFirst("\\(.*", ""),
                            method.indexOf('(') < 0 ? "()V" : method.substring(method.indexOf('(')),
                            null,
                            null)
                    .visitAnnotation("Lorg/junit/jupiter/api/Test;", true)
                    .visitEnd();
        }
        Path file = classes.resolve(name.replace('.', '/') + ".class");
        Files.createDirectories(file.getParent());
        Files.write(file, type.toByteArray());
    }

    private Collection<String> missing(String... executions) throws IOException {
        ProjectModule module = new ProjectModule(
                "acme:app",
                classes,
                classes.resolve("target"),
                classes,
                classes.resolve("recordings"),
                List.of(executions).stream()
                        .map(name -> new DeclaredExecution(name, List.of("**/*IT.java"), List.of()))
                        .toList());
        return coverage.missing(module, TestClassFinder.in(classes, List.of()), Set.of("acme.IgnoredIT"));
    }

    @Test
    void aClassThatNobodyRanIsMissingInEachExecutionThatMayRunIt() throws Exception {
        testClass("acme.AIT", "a");
        testClass("acme.IgnoredIT", "a");
        testClass("acme.HelperTest", "a");

        assertThat(missing(FIRST)).containsExactly("acme.AIT");
        coverage.add(Map.of(FIRST, Set.of("acme.AIT#a")), FilterReach.CLASSES);
        assertThat(missing(FIRST)).isEmpty();
        assertThat(missing(FIRST, SECOND)).containsExactly("acme.AIT in " + SECOND);
    }

    @Test
    void aBuildWhoseFiltersMayLeaveOutAnythingShowsNothing() throws Exception {
        testClass("acme.AIT", "a");

        coverage.add(Map.of(FIRST, Set.of("acme.AIT#a")), FilterReach.ANYTHING);

        assertThat(missing(FIRST)).containsExactly("acme.AIT");
    }

    @Test
    void methodsAreMissingOneByOneIfFiltersSelectMethods() throws Exception {
        testClass("acme.AIT", "a", "b", "c(I)V", "c(J)V");

        coverage.add(Map.of(FIRST, Set.of("acme.AIT#a", "acme.AIT#c(int)")), FilterReach.METHODS);

        assertThat(missing(FIRST)).containsExactly("acme.AIT#b", "acme.AIT#c");
        coverage.add(Map.of(FIRST, Set.of("acme.AIT#b", "acme.AIT#c(long)")), FilterReach.METHODS);
        assertThat(missing(FIRST)).isEmpty();
    }

    @Test
    void aClassThatIsSkippedAsAWholeLeavesNoMethodOut() throws Exception {
        testClass("acme.AIT", "a");
        testClass("acme.AIT$Inner", "b");

        coverage.add(Map.of(FIRST, Set.of("acme.AIT$Inner", "acme.AIT#a")), FilterReach.METHODS);
        assertThat(missing(FIRST)).isEmpty();

        ClassCoverage outer = new ClassCoverage();
        outer.add(Map.of(FIRST, Set.of("acme.AIT")), FilterReach.METHODS);
        assertThat(outer.missing(
                        new ProjectModule(
                                "acme:app",
                                classes,
                                classes.resolve("target"),
                                classes,
                                classes.resolve("recordings"),
                                List.of(new DeclaredExecution(FIRST, List.of("**/*IT.java"), List.of()))),
                        TestClassFinder.in(classes, List.of()),
                        Set.of()))
                .isEmpty();
    }

    @Test
    void aNestedClassIsMissingIfOnlyThatAroundItRan() throws Exception {
        testClass("acme.AIT", "a");
        testClass("acme.AIT$Inner", "b");

        coverage.add(Map.of(FIRST, Set.of("acme.AIT#a")), FilterReach.CLASSES);

        assertThat(missing(FIRST)).containsExactly("acme.AIT$Inner");
    }

    /** TestNG's tests have the part of the suite that ran them before their names. */
    @Test
    void theClassOfATestOfTestNGIsBehindItsPart() throws Exception {
        testClass("acme.AIT", "a");

        coverage.add(Map.of(FIRST, Set.of("nightly/acme.AIT#a")), FilterReach.CLASSES);

        assertThat(missing(FIRST)).isEmpty();
    }

    /** A suite of JUnit runs the tests of other classes under its own name. */
    @Test
    void aSuiteThatRanIsNotMissing() throws Exception {
        testClass("acme.SuiteIT", "a");

        coverage.add(Map.of(FIRST, Set.of("acme.SuiteIT/acme.Other#o")), FilterReach.METHODS);

        assertThat(missing(FIRST)).containsExactly("acme.SuiteIT#a");
    }
}
