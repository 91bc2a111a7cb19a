package io.github.recorder.prune;

import io.github.recorder.ledger.DeclaredExecution;
import io.github.recorder.ledger.FilterReach;
import io.github.recorder.ledger.ProjectModule;
import io.github.recorder.ledger.TestClassFinder;
import io.github.recorder.matching.TestId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The test classes and methods of a module that filtered builds ran together, in each execution of a test plugin. */
final class ClassCoverage {

    /** Tests without invocations by execution and class, of builds that left out whole classes only. */
    private final Map<String, Map<String, Set<String>>> whole = new HashMap<>();

    /** The same of all builds. */
    private final Map<String, Map<String, Set<String>>> parts = new HashMap<>();

    /**
     * Adds the tests that a build reported.
     *
     * @param heard as in {@link TestRun#heard}
     * @param reach the smallest part that the filters of the build may have left out
     */
    void add(Map<String, Set<String>> heard, FilterReach reach) {
        if (reach == FilterReach.ANYTHING) {
            return;
        }
        heard.forEach((execution, tests) -> tests.forEach(test -> {
            for (String type : classesOf(test)) {
                add(parts, execution, type, test);
                if (reach != FilterReach.METHODS) {
                    add(whole, execution, type, test);
                }
            }
        }));
    }

    private static void add(Map<String, Map<String, Set<String>>> tests, String execution, String type, String test) {
        tests.computeIfAbsent(execution, first -> new HashMap<>())
                .computeIfAbsent(type, first -> new HashSet<>())
                .add(test);
    }

    /** Returns the class that the test plugin ran: a suite, or that of the test, which may be in a part of TestNG. */
    private static List<String> classesOf(String test) {
        String type = TestName.of(test).topLevelClass();
        int slash = type.indexOf('/');
        if (slash < 0) {
            return List.of(type);
        }
        String before = type.substring(0, slash);
        boolean isSuite = before.indexOf('.') >= 0;
        return List.of(isSuite ? before : type.substring(type.lastIndexOf('/') + 1));
    }

    /**
     * Returns the test classes, and single methods of others, that no build ran although the pom declares an execution
     * that may run them.
     *
     * @param tests the compiled tests of the module
     * @param ignored binary names of test classes that no build is expected to run
     */
    Collection<String> missing(ProjectModule module, TestClassFinder tests, Set<String> ignored) {
        Set<String> missing = new TreeSet<>();
        for (DeclaredExecution execution : module.executions()) {
            String where = module.executions().size() == 1 ? "" : " in " + execution.name();
            for (String name : tests.classes()) {
                if (!ignored.contains(name) && execution.mayRun(name)) {
                    missing(execution.name(), name, tests).forEach(each -> missing.add(each + where));
                }
            }
        }
        return missing;
    }

    private Collection<String> missing(String execution, String className, TestClassFinder tests) {
        String id = TestId.ascii(className);
        Set<String> ran = parts.getOrDefault(execution, Map.of()).getOrDefault(id, Set.of());
        if (ran.isEmpty()) {
            return List.of(className);
        }
        Map<String, Set<String>> methods = tests.testMethods(className);
        Set<String> missing = new TreeSet<>();
        Set<String> ranAsWhole = whole.getOrDefault(execution, Map.of()).getOrDefault(id, Set.of());
        if (!ranAsWhole.isEmpty()) {
            // A pattern may select a nested class, or leave it out.
            methods.keySet().stream()
                    .map(method -> TestName.of(TestId.ascii(method)).className())
                    .distinct()
                    .filter(part -> ranAsWhole.stream().noneMatch(test -> isOf(part, test)))
                    .forEach(missing::add);
            return missing;
        }
        if (!tests.hasOnlyTestMethods(className)) {
            return List.of("the whole of " + className);
        }
        methods.forEach((method, overloads) -> {
            String name = TestId.ascii(method);
            boolean skippedAsAWhole = ran.stream()
                    .anyMatch(test ->
                            test.indexOf('#') < 0 && isOf(TestName.of(name).className(), test));
            long found = ran.stream()
                    .filter(test -> TestName.of(test).plain().equals(name))
                    .count();
            if (!skippedAsAWhole && found < overloads.size()) {
                missing.add(method);
            }
        });
        return missing;
    }

    /** Returns whether a test belongs to a class or suite, or whether the class, or one around it, was skipped. */
    private static boolean isOf(String className, String test) {
        TestName name = TestName.of(test);
        String type = name.className().substring(name.className().lastIndexOf('/') + 1);
        return name.method() == null
                ? className.equals(type) || className.startsWith(type + "$")
                : className.equals(type);
    }
}
