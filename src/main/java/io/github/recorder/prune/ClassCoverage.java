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

    /** Classes, as ids, by execution. */
    private final Map<String, Set<String>> whole = new HashMap<>();

    /** Tests without invocations, by execution and class. */
    private final Map<String, Map<String, Set<String>>> parts = new HashMap<>();

    /**
     * Adds the tests that a build reported.
     *
     * @param heard the tests and classes without invocations, by execution
     * @param reach the smallest part that the filters of the build may have left out
     */
    void add(Map<String, Set<String>> heard, FilterReach reach) {
        if (reach == FilterReach.ANYTHING) {
            return;
        }
        heard.forEach((execution, tests) -> tests.forEach(test -> {
            String type = TestName.of(test).topLevelClass();
            parts.computeIfAbsent(execution, first -> new HashMap<>())
                    .computeIfAbsent(type, first -> new HashSet<>())
                    .add(test);
            if (reach != FilterReach.METHODS) {
                whole.computeIfAbsent(execution, first -> new HashSet<>()).add(type);
            }
        }));
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
        if (whole.getOrDefault(execution, Set.of()).contains(id)) {
            return List.of();
        }
        if (ran.isEmpty()) {
            return List.of(className);
        }
        if (!tests.hasOnlyTestMethods(className)) {
            return List.of("the whole of " + className);
        }
        Set<String> missing = new TreeSet<>();
        tests.testMethods(className).forEach((method, overloads) -> {
            String name = TestId.ascii(method);
            long found = ran.stream()
                    .filter(test -> TestName.of(test).plain().equals(name))
                    .count();
            if (found < overloads.size()) {
                missing.add(method);
            }
        });
        return missing;
    }
}
