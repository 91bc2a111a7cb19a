package io.github.recorder.ledger;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tests in a directory of class files, read from their bytes without loading a class. A class has tests if it, a
 * superclass or interface of it, or a {@code @Nested} class in it has an annotation that the test frameworks know,
 * directly or through an annotation of the user's own, or if a superclass belongs to a framework.
 *
 * <p>Classes of libraries are not read, so inherited tests in them, and their own annotations that include {@code
 * @Test}, are not found. Therefore a class also counts if its name is one of those that test plugins look for.
 * Immutable.
 */
public final class TestClassFinder {

    private static final Set<String> MARKERS = Set.of(
            "Lorg/junit/jupiter/api/Test;",
            "Lorg/junit/jupiter/api/RepeatedTest;",
            "Lorg/junit/jupiter/api/TestFactory;",
            "Lorg/junit/jupiter/api/TestTemplate;",
            "Lorg/junit/jupiter/params/ParameterizedTest;",
            "Lorg/junit/platform/commons/annotation/Testable;",
            "Lorg/junit/Test;",
            "Lorg/testng/annotations/Test;",
            "Lorg/junit/platform/suite/api/Suite;",
            "Lorg/junit/runner/RunWith;",
            "Lio/cucumber/junit/platform/engine/Cucumber;",
            "Lcom/tngtech/archunit/junit/ArchTest;",
            "Lorg/spockframework/runtime/model/FeatureMetadata;",
            "Lnet/jqwik/api/Property;",
            "Lnet/jqwik/api/Example;");

    /** The marker that makes tests of all public methods if a class has it. */
    private static final String OF_CLASSES_TOO = "Lorg/testng/annotations/Test;";

    private static final String NESTED = "Lorg/junit/jupiter/api/Nested;";

    /** Prefixes of the names of classes whose subclasses have tests. */
    private static final List<String> TEST_CLASSES = List.of(
            "junit/framework/TestCase",
            "spock/lang/Specification",
            "io/kotest/core/spec/",
            "io/cucumber/testng/",
            "org/spekframework/");

    /** Prefixes of the names of classes that contribute no tests of their own. */
    private static final List<String> WITHOUT_TESTS = List.of(
            "java/",
            "junit/",
            "org/junit/",
            "org/testng/",
            "spock/",
            "io/kotest/",
            "io/cucumber/",
            "org/spekframework/",
            "org/springframework/test/");

    /** The suffixes of test class names for Surefire, Failsafe, Spock and Kotest. */
    private static final Pattern TEST_NAME = Pattern.compile(".*(Tests?|TestCase|IT|ITCase|Spec)");

    /** Suffixes that many other classes have too. They count only if the class also extends a class of a library. */
    private static final Pattern TEST_PREFIX = Pattern.compile("(.*/)?(Test|IT)[^/]*");

    private final NavigableMap<String, ClassOutline> classes = new TreeMap<>();
    private final List<Path> elsewhere;
    private final Map<String, List<ClassOutline>> classesElsewhere = new ConcurrentHashMap<>();
    private final Set<String> markers = new HashSet<>(MARKERS);
    private final Set<String> testClasses = new TreeSet<>();
    private final String digest;

    private TestClassFinder(Map<String, byte[]> files, Collection<Path> elsewhere) {
        this.elsewhere = List.copyOf(elsewhere);
        MessageDigest all = Sha256.start();
        files.forEach((path, bytes) -> {
            Sha256.add(all, path, bytes);
            ClassOutline found = ClassOutline.read(bytes);
            if (found != null) {
                classes.put(found.name(), found);
            }
        });
        digest = files.isEmpty() ? "" : HexFormat.of().formatHex(all.digest());
        addMarkersOfTheUser();
        classes.values().stream().filter(this::canRun).forEach(type -> testClasses.add(topLevel(type.name())));
    }

    /**
     * Reads a directory; one that does not exist has no tests. Files that are not class files are skipped.
     *
     * @param elsewhere directories of class files that may contain superclasses
     * @throws IOException if a file cannot be read
     */
    public static TestClassFinder in(Path directory, Collection<Path> elsewhere) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        if (Files.isDirectory(directory)) {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (file.toString().endsWith(".class")) {
                        files.put(directory.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        return new TestClassFinder(files, elsewhere);
    }

    /** Returns the digest of all class files; empty if there are none. */
    public String digest() {
        return digest;
    }

    /** Returns the top-level classes that a test plugin can run, by their binary names, sorted. */
    public Set<String> classes() {
        Set<String> names = new TreeSet<>();
        testClasses.forEach(name -> names.add(name.replace('/', '.')));
        return names;
    }

    /** Returns whether a class exists, with tests or without, by its binary name. */
    public boolean has(String name) {
        return classes.containsKey(internal(name));
    }

    /**
     * Returns the digest of a top-level class, its nested classes and all their superclasses; empty if there is no such
     * class.
     */
    public String digestOf(String topLevelClass) {
        MessageDigest sha = Sha256.start();
        Set<ClassOutline> family = family(topLevelClass);
        family.forEach(type -> sha.update(type.sha256()));
        return family.isEmpty() ? "" : HexFormat.of().formatHex(sha.digest());
    }

    /**
     * Returns the test methods of a top-level class, including inherited ones and those of its nested classes, as
     * {@code Class$Nested#method}, with the parameter types of each overload. Tests without an annotated method of
     * their own are not included.
     */
    public Map<String, Set<String>> testMethods(String topLevelClass) {
        Map<String, Set<String>> found = new TreeMap<>();
        ClassOutline type = classes.get(internal(topLevelClass));
        if (type != null) {
            addTestMethods(type, topLevelClass, found, new HashSet<>());
        }
        return found;
    }

    private void addTestMethods(ClassOutline type, String as, Map<String, Set<String>> found, Set<String> seen) {
        if (!seen.add(as + " " + type.name())) {
            return;
        }
        type.methods().stream()
                .filter(method -> method.annotations().stream().anyMatch(markers::contains))
                .forEach(method -> found.computeIfAbsent(as + "#" + method.name(), first -> new TreeSet<>())
                        .add(method.parameters()));
        above(type).forEach(parent -> addTestMethods(parent, as, found, seen));
        for (ClassOutline inner : nestedIn(type.name())) {
            if (inner.annotations().contains(NESTED)) {
                addTestMethods(inner, as + inner.name().substring(type.name().length()), found, seen);
            }
        }
    }

    /**
     * Returns whether a name occurs in the bytes of a top-level class, its nested classes and all their superclasses,
     * as the name of a method or nested class, or as a text that names a test.
     */
    public boolean mentions(String topLevelClass, String name) {
        return family(topLevelClass).stream().anyMatch(type -> type.texts().contains(name));
    }

    /**
     * Returns whether a text in the bytes of a top-level class, its nested classes and all their superclasses satisfies
     * a condition.
     */
    public boolean mentionsAny(String topLevelClass, Predicate<String> condition) {
        return family(topLevelClass).stream()
                .anyMatch(type -> type.texts().stream().anyMatch(condition));
    }

    /**
     * Returns whether a top-level class, its nested classes or their superclasses read environment variables or system
     * properties.
     */
    public boolean readsSettings(String topLevelClass) {
        return family(topLevelClass).stream().anyMatch(ClassOutline::readsSettings);
    }

    /** Returns whether a top-level class may inherit tests from a library, whose classes are not read. */
    public boolean mayInheritTests(String topLevelClass) {
        return family(topLevelClass).stream()
                .flatMap(type -> Stream.concat(Stream.of(type.parent()), type.interfaces().stream()))
                .anyMatch(
                        parent -> find(parent) == null && WITHOUT_TESTS.stream().noneMatch(parent::startsWith));
    }

    /** Returns whether a top-level class may have tests though {@link #testMethods} has none of them. */
    public boolean mayHaveUnknownTests(String topLevelClass) {
        return testMethods(topLevelClass).isEmpty()
                && (mayInheritTests(topLevelClass)
                        || family(topLevelClass).stream().anyMatch(TestClassFinder::isOfFramework));
    }

    /** Returns whether {@link #testMethods} are surely all tests of a top-level class. */
    public boolean hasOnlyTestMethods(String topLevelClass) {
        return !testMethods(topLevelClass).isEmpty()
                && !mayInheritTests(topLevelClass)
                && family(topLevelClass).stream().allMatch(this::hasOnlyTestMethods);
    }

    private boolean hasOnlyTestMethods(ClassOutline type) {
        Set<String> ofMethods = new HashSet<>();
        type.methods().forEach(method -> ofMethods.addAll(method.annotations()));
        return !isOfFramework(type)
                && type.annotations().stream()
                        .filter(markers::contains)
                        .allMatch(marker -> ofMethods.contains(marker) && !marker.equals(OF_CLASSES_TOO));
    }

    /** Returns a class, its nested classes, and their superclasses, in a fixed order. */
    private Set<ClassOutline> family(String topLevelClass) {
        Set<ClassOutline> family = new LinkedHashSet<>();
        addFamily(internal(topLevelClass), family);
        return family;
    }

    private void addFamily(String name, Set<ClassOutline> family) {
        ClassOutline type = find(name);
        if (type != null && family.add(type)) {
            family.addAll(nestedIn(name));
            nestedIn(name).forEach(nested -> addFamilyAbove(nested, family));
            addFamilyAbove(type, family);
        }
    }

    private void addFamilyAbove(ClassOutline type, Set<ClassOutline> family) {
        addFamily(type.parent(), family);
        type.interfaces().forEach(parent -> addFamily(parent, family));
    }

    private List<ClassOutline> nestedIn(String name) {
        return classes.containsKey(name)
                ? List.copyOf(classes.subMap(name + "$", name + "%").values()) // "%" follows "$" in code-point order.
                : elsewhere(name).stream().skip(1).toList();
    }

    /** Returns a class of the directory, or one of the other directories; null if it is in neither. */
    private @Nullable ClassOutline find(String name) {
        ClassOutline own = classes.get(name);
        return own != null ? own : elsewhere(name).stream().findFirst().orElse(null);
    }

    /**
     * Returns a class of the other directories and its nested classes; empty if there is none, or it cannot be read.
     */
    private List<ClassOutline> elsewhere(String name) {
        return classesElsewhere.computeIfAbsent(name, unread -> {
            for (Path directory : elsewhere) {
                Path file = directory.resolve(name + ".class");
                Path folder = file.getParent();
                if (folder != null && Files.isRegularFile(file)) {
                    String nested = String.valueOf(file.getFileName()).replaceFirst("\\.class$", "\\$");
                    try (Stream<Path> files = Files.list(folder)) {
                        List<@Nullable ClassOutline> read = new ArrayList<>();
                        read.add(ClassOutline.read(Files.readAllBytes(file)));
                        for (Path other : files.sorted().toList()) {
                            if (String.valueOf(other.getFileName()).startsWith(nested)) {
                                read.add(ClassOutline.read(Files.readAllBytes(other)));
                            }
                        }
                        return read.stream().filter(Objects::nonNull).toList();
                    } catch (IOException unreadable) {
                        return List.of();
                    }
                }
            }
            return List.of();
        });
    }

    private List<ClassOutline> above(ClassOutline type) {
        return Stream.concat(Stream.of(type.parent()), type.interfaces().stream())
                .map(this::find)
                .filter(Objects::nonNull)
                .toList();
    }

    private void addMarkersOfTheUser() {
        boolean more = true;
        while (more) {
            more = false;
            for (ClassOutline type : classes.values()) {
                if (type.isAnnotation() && type.hasAny(markers)) {
                    more |= markers.add("L" + type.name() + ";");
                }
            }
        }
    }

    private boolean canRun(ClassOutline type) {
        boolean nested = type.name().indexOf('$') >= 0;
        return type.isConcrete()
                && (!nested || type.annotations().contains(NESTED))
                && (hasTests(type, new HashSet<>()) || mayHaveTests(type));
    }

    private boolean hasTests(@Nullable ClassOutline type, Set<String> seen) {
        if (type == null || !seen.add(type.name())) {
            return false;
        }
        return type.hasAny(markers)
                || isOfFramework(type)
                || hasTests(find(type.parent()), seen)
                || type.interfaces().stream().anyMatch(name -> hasTests(find(name), seen));
    }

    private static boolean isOfFramework(ClassOutline type) {
        return TEST_CLASSES.stream().anyMatch(type.parent()::startsWith);
    }

    private boolean mayHaveTests(ClassOutline type) {
        boolean library = !type.parent().startsWith("java/") && find(type.parent()) == null;
        return type.name().indexOf('$') < 0
                && (TEST_NAME.matcher(type.name()).matches()
                        || (library && TEST_PREFIX.matcher(type.name()).matches()));
    }

    private static String internal(String binaryName) {
        return binaryName.replace('.', '/');
    }

    private static String topLevel(String name) {
        int nested = name.indexOf('$');
        return nested > 0 ? name.substring(0, nested) : name;
    }
}
