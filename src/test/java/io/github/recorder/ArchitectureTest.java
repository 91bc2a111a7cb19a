package io.github.recorder;

import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.github.recorder.provider.KnownService;
import io.github.recorder.provider.KnownServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The structure of the project, as rules with their reasons. */
@AnalyzeClasses(packages = "io.github.recorder", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    private static final String ROOT = "io.github.recorder.";

    @ArchTest
    static final ArchRule PACKAGES_KNOW_ONLY_WHAT_IS_BELOW = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage(ROOT + "(*)..")
            .layer("mojo")
            .definedBy(ROOT + "mojo..")
            .layer("lifecycle")
            .definedBy(ROOT + "lifecycle..")
            .layer("server")
            .definedBy(ROOT + "server..")
            .layer("replay")
            .definedBy(ROOT + "replay..")
            .layer("record")
            .definedBy(ROOT + "record..")
            .layer("report")
            .definedBy(ROOT + "report..")
            .layer("check")
            .definedBy(ROOT + "check..")
            .layer("diagnosis")
            .definedBy(ROOT + "diagnosis..")
            .layer("provider")
            .definedBy(ROOT + "provider..")
            .layer("store")
            .definedBy(ROOT + "store..")
            .layer("matching")
            .definedBy(ROOT + "matching..")
            .layer("recording")
            .definedBy(ROOT + "recording..")
            .layer("ledger")
            .definedBy(ROOT + "ledger..")
            .layer("attribution")
            .definedBy(ROOT + "attribution..")
            .layer("rekey")
            .definedBy(ROOT + "rekey..")
            .layer("prune")
            .definedBy(ROOT + "prune..")
            .layer("git")
            .definedBy(ROOT + "git..")
            .layer("redaction")
            .definedBy(ROOT + "redaction..")
            .layer("upstream")
            .definedBy(ROOT + "upstream..")
            .layer("clients")
            .definedBy(ROOT + "clients..")
            .layer("tls")
            .definedBy(ROOT + "tls..")
            .layer("interchange")
            .definedBy(ROOT + "interchange..")
            .layer("failure")
            .definedBy(ROOT + "failure..")
            .layer("progress")
            .definedBy(ROOT + "progress..")
            .whereLayer("mojo")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("lifecycle")
            .mayOnlyBeAccessedByLayers("mojo")
            .whereLayer("server")
            .mayOnlyBeAccessedByLayers("lifecycle")
            .whereLayer("record")
            .mayOnlyBeAccessedByLayers("lifecycle", "report", "check")
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("lifecycle", "mojo")
            .whereLayer("check")
            .mayOnlyBeAccessedByLayers("lifecycle", "mojo")
            .whereLayer("replay")
            .mayOnlyBeAccessedByLayers("server", "lifecycle", "record", "report", "check", "interchange")
            .whereLayer("diagnosis")
            .mayOnlyBeAccessedByLayers("replay", "lifecycle", "record", "report")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers(
                    "diagnosis", "replay", "prune", "rekey", "lifecycle", "record", "report", "check", "interchange")
            .whereLayer("ledger")
            .mayOnlyBeAccessedByLayers("replay", "prune", "rekey", "lifecycle", "mojo", "record", "report", "check")
            .whereLayer("attribution")
            .mayOnlyBeAccessedByLayers("replay", "lifecycle", "mojo", "record")
            .whereLayer("rekey")
            .mayOnlyBeAccessedByLayers("lifecycle", "mojo")
            .whereLayer("prune")
            .mayOnlyBeAccessedByLayers("rekey", "lifecycle", "mojo")
            .whereLayer("git")
            .mayOnlyBeAccessedByLayers("ledger", "prune", "lifecycle")
            .whereLayer("clients")
            .mayOnlyBeAccessedByLayers("lifecycle")
            .whereLayer("interchange")
            .mayOnlyBeAccessedByLayers("lifecycle", "mojo")
            .whereLayer("progress")
            .mayOnlyBeAccessedByLayers("check", "prune", "rekey", "record", "lifecycle", "mojo")
            .whereLayer("tls")
            .mayOnlyBeAccessedByLayers("lifecycle")
            .whereLayer("provider")
            .mayOnlyBeAccessedByLayers(
                    "clients", "diagnosis", "replay", "server", "lifecycle", "record", "report", "check", "interchange")
            .whereLayer("redaction")
            .mayOnlyBeAccessedByLayers("diagnosis", "replay", "lifecycle", "record", "report", "check", "interchange")
            .whereLayer("upstream")
            .mayOnlyBeAccessedByLayers("lifecycle", "record")
            .because("a package that knows only those below it can be read, tested and changed alone");

    @ArchTest
    static final ArchRule NO_CIRCLES = slices().matching(ROOT + "(*)..")
            .should()
            .beFreeOfCycles()
            .because("two packages that know each other are one package");

    @ArchTest
    static final ArchRule MAVEN_ONLY_IN_MOJO = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "mojo..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.maven..", "org.codehaus.plexus..", "org.eclipse.aether..", "javax.inject..")
            .because("all but the goals can then be tested, and run, without Maven");

    @ArchTest
    static final ArchRule JETTY_ONLY_IN_SERVER = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "server..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.eclipse.jetty..")
            .because("a change of server, or of its version, then touches one package");

    @ArchTest
    static final ArchRule ELYTRON_ONLY_IN_TLS = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "tls..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.wildfly..")
            .because("it is there to make certificates; requests go out by the JDK's client");

    @ArchTest
    static final ArchRule ASM_ONLY_IN_LEDGER = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "ledger..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.objectweb.asm..")
            .because("class files are read in one place");

    @ArchTest
    static final ArchRule NO_FILES_IN_PURE_PACKAGES = noClasses()
            .that()
            .resideInAnyPackage(ROOT + "matching..", ROOT + "recording..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file..")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.io.File.class)
            .because("what is pure is the same on every machine and in every order");

    @ArchTest
    static final ArchRule LISTENER_STANDS_ALONE = noClasses()
            .that()
            .resideInAPackage(ROOT + "testjvm..")
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "belong to us but not to the listener",
                    type -> type.getPackageName().startsWith("io.github.recorder")
                            && !type.getPackageName().startsWith(ROOT + "testjvm")))
            .because("it is put into the user's test JVM alone, without the rest of the plugin");

    @ArchTest
    static final ArchRule NO_STATIC_MUTABLE_STATE = fields().that()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage(ROOT + "testjvm..")
            .and()
            .areStatic()
            .should(beFinal())
            .because("Maven may run many builds, and many modules at once, in one class loader");

    @ArchTest
    static final ArchRule A_GUEST_IN_MAVENS_JVM = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "testjvm..")
            .and()
            .doNotHaveFullyQualifiedName(ROOT + "mojo.HelpMojo")
            .and()
            // Prints what show and diagnose are asked for; says itself why.
            .doNotHaveFullyQualifiedName(ROOT + "mojo.StandardOutput")
            .and()
            // Ends a run that lasts until a signal ends the JVM; says itself why.
            .doNotHaveFullyQualifiedName(ROOT + "mojo.ForegroundRun")
            .and()
            // Runs in a JVM of its own, whose output is its log.
            .doNotHaveFullyQualifiedName(ROOT + "lifecycle.LaunchedRun")
            .should()
            .callMethod(System.class, "setProperty", String.class, String.class)
            .orShould()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "addShutdownHook", Thread.class)
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .because("the JVM, its properties and its output belong to Maven");

    @ArchTest
    static final ArchRule PROPERTIES_ARE_MAVENS = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "testjvm..")
            .and()
            // Silences Jetty, which listens to nothing else, and takes it back.
            .doNotHaveFullyQualifiedName(ROOT + "server.JettyLogLevel")
            .and()
            // Reads them, for the search for secrets.
            .doNotHaveFullyQualifiedName(ROOT + "mojo.RecorderMojo")
            .should()
            .callMethod(System.class, "getProperties")
            .orShould()
            .callMethod(System.class, "setProperties", java.util.Properties.class)
            .orShould()
            .callMethod(System.class, "clearProperty", String.class)
            .because("who can change the properties of Maven's JVM changes the builds beside this one");

    @ArchTest
    static final ArchRule PACKAGES_SAY_WHAT_THEY_ARE_FOR = classes()
            .that()
            .resideOutsideOfPackage(ROOT + "testjvm..")
            .and()
            .areTopLevelClasses()
            .should(liveInANullMarkedPackage())
            .because("null is checked by the compiler, which @NullMarked on a package does not extend to packages below"
                    + " it");

    @ArchTest
    static final ArchRule NO_ROOMS_WITHOUT_A_SUBJECT = noClasses()
            .should()
            .resideInAnyPackage("..util..", "..utils..", "..common..", "..core..", "..impl..", "..helper..")
            .because("a room that is named after nothing collects everything");

    @ArchTest
    static final ArchRule NO_CYCLES_OF_FILES = slices().assignedFrom(topLevelTypes())
            .should()
            .beFreeOfCycles()
            .because("two files that know each other can only be read and changed together");

    @ArchTest
    static final ArchRule TESTS_ARE_NAMED_AS_TESTS = noClasses()
            .should()
            .haveNameMatching(".*Tests?")
            .because("a build takes a class with such a name for a test");

    @ArchTest
    static void everyTypeHasANameOfItsOwn(JavaClasses all) {
        List<String> names = topLevelNames(all);
        assertThat(names)
                .as("names of types, each of which stands for one thing")
                .doesNotHaveDuplicates();
        List<String> oneWord =
                names.stream().filter(name -> name.matches("[A-Z][a-z0-9]*")).toList();
        assertThat(oneWord.size() * 100)
                .as("a name of one word says little; at most 8 % may have one: " + oneWord)
                .isLessThanOrEqualTo(names.size() * 8);
    }

    /** A comparison with such a name is a fact about a service that belongs to its row or its dialect. */
    @ArchTest
    static void onlyItsRowAndItsDialectNameAService(JavaClasses all) throws IOException {
        String names = KnownServices.named().map(KnownService::name).collect(Collectors.joining("|"));
        Pattern literal = Pattern.compile("\"(?:" + names + ")\"");
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                String path = file.toString().replace('\\', '/');
                if (!path.contains("/provider/") && !path.contains("/clients/")) {
                    literal.matcher(Files.readString(file))
                            .results()
                            .forEach(match -> found.add(file.getFileName() + " says " + match.group()));
                }
            }
        }
        assertThat(found)
                .as("only a service's row, its dialect and the table of client libraries name it")
                .isEmpty();
    }

    @ArchTest
    static final ArchRule GOALS_HAVE_FEW_ANCESTORS = classes()
            .that()
            .resideInAPackage(ROOT + "mojo..")
            .should(haveAtMostTwoAncestorsOfOurs())
            .because("who reads a goal has to read all classes above it");

    private static SliceAssignment topLevelTypes() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return SliceIdentifier.of(topLevel(type).getName());
            }

            @Override
            public String getDescription() {
                return "top-level types";
            }
        };
    }

    private static JavaClass topLevel(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::topLevel).orElse(type);
    }

    private static List<String> topLevelNames(JavaClasses all) {
        return all.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .map(JavaClass::getSimpleName)
                .toList();
    }

    private static ArchCondition<JavaClass> haveAtMostTwoAncestorsOfOurs() {
        return new ArchCondition<>("have at most two ancestors of this project") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                long ancestors = type.getAllRawSuperclasses().stream()
                        .filter(parent -> parent.getPackageName().startsWith(ROOT + "mojo"))
                        .count();
                events.add(new SimpleConditionEvent(
                        type, ancestors <= 2, type.getName() + " has " + ancestors + " ancestors"));
            }
        };
    }

    private static ArchCondition<JavaField> beFinal() {
        return new ArchCondition<>("be final") {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                boolean fine = field.getModifiers().containsAll(Set.of(STATIC, FINAL))
                        || field.getName().startsWith("$");
                events.add(new SimpleConditionEvent(field, fine, field.getFullName() + " is static and not final"));
            }
        };
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a package whose package-info is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(
                        type, marked, type.getName() + " lies in a package without @NullMarked"));
            }
        };
    }
}
