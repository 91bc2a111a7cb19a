package io.github.recorder.prune;

import io.github.recorder.ledger.BuildLayout;
import io.github.recorder.ledger.ProjectModule;
import io.github.recorder.ledger.TestClassFinder;
import io.github.recorder.ledger.WorkingTree;
import io.github.recorder.matching.TestId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tests that exist in the compiled tests and the sources of the whole build. A test that cannot be ruled out counts
 * as existing. Thread-safe.
 */
final class TestCode {

    /** Texts in a class that show that it may run only some of its tests without telling the test plugin. */
    private static final List<String> SELECTIONS = List.of(
            "Lorg/junit/platform/suite/api/IncludeTags;",
            "Lorg/junit/platform/suite/api/ExcludeTags;",
            "Lorg/junit/platform/suite/api/IncludeClassNamePatterns;",
            "Lorg/junit/platform/suite/api/ExcludeClassNamePatterns;",
            "cucumber.filter.tags",
            "cucumber.filter.name");

    private final List<ProjectModule> users;
    private final Map<ProjectModule, TestClassFinder> compiled = new LinkedHashMap<>();
    private final Map<ProjectModule, TestClassFinder> elsewhere = new LinkedHashMap<>();
    private final WorkingTree tree;
    private final List<TestClassFinder> scanned = new ArrayList<>();
    private boolean scannedJarsAreRead = true;
    private final Map<String, Boolean> existing = new ConcurrentHashMap<>();
    private final Map<String, Optional<String>> places = new ConcurrentHashMap<>();
    private @Nullable SourceDeclarations declarations;

    /**
     * Reads the compiled tests.
     *
     * @param users the modules that use the recordings directory
     * @param scannedJars jars and directories of classes in which a test plugin looks for tests
     */
    TestCode(BuildLayout build, List<ProjectModule> users, WorkingTree tree, Set<String> scannedJars)
            throws IOException {
        this.users = users;
        this.tree = tree;
        Map<Path, TestClassFinder> read = new TreeMap<>();
        for (ProjectModule module : build.modules()) {
            TestClassFinder tests = read.get(module.testClasses());
            if (tests == null) {
                tests = TestClassFinder.in(module.testClasses(), build.classes());
                read.put(module.testClasses(), tests);
            }
            boolean uses = users.stream().anyMatch(user -> user.id().equals(module.id()));
            (uses ? compiled : elsewhere).put(module, tests);
        }
        scannedJars.forEach(jar -> readScanned(Path.of(jar), build));
    }

    private void readScanned(Path jar, BuildLayout build) {
        try {
            if (Files.isDirectory(jar)) {
                scanned.add(TestClassFinder.in(jar, build.classes()));
            } else {
                try (FileSystem zip = FileSystems.newFileSystem(jar)) {
                    scanned.add(TestClassFinder.in(zip.getPath("/"), build.classes()));
                }
            }
        } catch (IOException | ProviderNotFoundException | UncheckedIOException unreadable) {
            scannedJarsAreRead = false;
        }
    }

    /** Returns the compiled tests of a module; null if it is not part of the build. */
    @Nullable
    TestClassFinder of(String module) {
        return compiled.entrySet().stream()
                .filter(each -> each.getKey().id().equals(module))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** Returns the test classes of the modules that use the directory, as ids. */
    Set<String> classes() {
        return compiled.values().stream()
                .flatMap(tests -> tests.classes().stream())
                .map(TestId::ascii)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the test methods of a class, as ids without parameters, with the parameter types of each overload. */
    Map<String, Set<String>> testMethods(String topLevelClass) {
        Map<String, Set<String>> found = new TreeMap<>();
        for (TestClassFinder tests : compiled.values()) {
            tests.testMethods(TestName.unescaped(topLevelClass))
                    .forEach(
                            (method, overloads) -> found.computeIfAbsent(TestId.ascii(method), first -> new TreeSet<>())
                                    .addAll(overloads));
        }
        return found;
    }

    /** Returns the digests of a class in the modules that use the directory; empty if it is not compiled there. */
    Set<String> digests(String topLevelClass) {
        Set<String> found = new HashSet<>();
        compiled.values().forEach(tests -> found.add(tests.digestOf(TestName.unescaped(topLevelClass))));
        found.remove("");
        return found;
    }

    /**
     * Returns whether an execution that ran may run a class.
     *
     * @param executions the goals that ran between start and stop
     */
    boolean mayBeRunBy(Set<String> executions, String topLevelClass) {
        String name = TestName.unescaped(topLevelClass);
        return compiled.entrySet().stream()
                .filter(each -> each.getValue().has(name))
                .flatMap(each -> each.getKey().executions().stream())
                .anyMatch(execution -> executions.contains(execution.name()) && execution.mayRun(name));
    }

    /** Returns whether a class may have tests though {@link #testMethods} has none of them. */
    boolean mayHaveUnknownTests(String topLevelClass) {
        String name = TestName.unescaped(topLevelClass);
        return compiled.values().stream().anyMatch(tests -> tests.mayHaveUnknownTests(name));
    }

    /** Returns whether a class reads environment variables or system properties. */
    boolean readsSettings(String topLevelClass) {
        String name = TestName.unescaped(topLevelClass);
        return compiled.values().stream().anyMatch(tests -> tests.readsSettings(name));
    }

    /** Returns whether a test may exist in a module that uses the directory. */
    boolean mayExist(TestName test) {
        return existing.computeIfAbsent(test.plain(), first -> search(test));
    }

    private boolean search(TestName test) {
        String topLevel = test.topLevelClass();
        List<TestClassFinder> having = having(topLevel);
        if (having.isEmpty()) {
            // A dollar sign may be part of the name of a top-level class.
            return !having(test.className()).isEmpty() || !scannedJarsAreRead || isInSourcesOfUsers(topLevel);
        }
        return having.stream().anyMatch(tests -> mayExist(test, tests)) || isDeclared(test);
    }

    /** Returns the compiled tests that have a class, which may be in a scanned jar. */
    private List<TestClassFinder> having(String className) {
        return Stream.concat(compiled.values().stream(), scanned.stream())
                .filter(tests -> tests.has(TestName.unescaped(className)))
                .toList();
    }

    /** Returns whether sources declare a test, which the compiled classes do not have if they are older. */
    private boolean isDeclared(TestName test) {
        String method = test.method();
        List<String> nested =
                test.nestedClasses().stream().map(TestName::unescaped).toList();
        return method != null
                && declarations().hasMethod(simpleName(test.topLevelClass()), nested, TestName.unescaped(method));
    }

    /** Returns the declarations in the sources of the modules with the directory, which are read once, if needed. */
    private synchronized SourceDeclarations declarations() {
        SourceDeclarations known = declarations;
        if (known == null) {
            known = new SourceDeclarations(tree.files(SourceDeclarations::isSource).stream()
                    .filter(this::isOfUsers)
                    .toList());
            declarations = known;
        }
        return known;
    }

    private boolean isOfUsers(Path file) {
        return users.stream().anyMatch(user -> file.startsWith(user.basedir()));
    }

    private static String simpleName(String topLevelClass) {
        String name = TestName.unescaped(topLevelClass);
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static boolean mayExist(TestName test, TestClassFinder tests) {
        String topLevel = TestName.unescaped(test.topLevelClass());
        List<String> names = new ArrayList<>(test.nestedClasses());
        if (test.method() != null) {
            names.add(test.method());
        }
        return tests.mayInheritTests(topLevel)
                || selects(topLevel, tests)
                || names.stream().allMatch(name -> tests.mentions(topLevel, TestName.unescaped(name)));
    }

    /** Returns whether a class, a suite for instance, may run only some tests and not say which others there are. */
    boolean mayLeaveOutSilently(String topLevelClass) {
        String name = TestName.unescaped(topLevelClass);
        return compiled.values().stream().anyMatch(tests -> selects(name, tests));
    }

    private static boolean selects(String topLevelClass, TestClassFinder tests) {
        return SELECTIONS.stream().anyMatch(selection -> tests.mentions(topLevelClass, selection));
    }

    private boolean isInSourcesOfUsers(String topLevelClass) {
        return sources(topLevelClass).stream().anyMatch(this::isOfUsers)
                || declarations().hasType(simpleName(topLevelClass));
    }

    /** Returns the possible source files of a class. A Java file is in the folders of its package. */
    private List<Path> sources(String topLevelClass) {
        String simple = simpleName(topLevelClass);
        List<String> ends = List.of(
                "/" + TestName.unescaped(topLevelClass).replace('.', '/') + ".java",
                "/" + simple + ".kt",
                "/" + simple + ".groovy",
                "/" + simple + ".scala");
        return tree.files(path -> ends.stream().anyMatch(("/" + path)::endsWith));
    }

    /**
     * Returns a sentence on a class that no module with the directory has, but another module or a source file has;
     * empty if it is nowhere.
     */
    Optional<String> otherPlace(String topLevelClass) {
        return places.computeIfAbsent(topLevelClass, name -> {
            Optional<String> module = elsewhere.entrySet().stream()
                    .filter(each -> each.getValue().has(TestName.unescaped(name)))
                    .map(each -> "its test class is in " + each.getKey().id()
                            + " now: move it to the recordings directory there")
                    .findFirst();
            return module.or(() -> sources(name).stream()
                    .map(file -> "its test class is in " + file + ", which no module of this build with this plugin"
                            + " has: move it if the class moved, or give prune the ledgers of the other build"
                            + " (-Drecorder.ledgers)")
                    .findFirst());
        });
    }

    /** Returns the names of some source files of a class. */
    Collection<String> sourceNames(String topLevelClass) {
        return sources(topLevelClass).stream()
                .map(file -> String.valueOf(file.getFileName()))
                .collect(Collectors.toSet());
    }
}
