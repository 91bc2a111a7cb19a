package io.github.recorder.testjvm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.runner.Description;

/** The ids of tests that JUnit 4 runs without the JUnit Platform. Thread-safe. */
final class JUnit4Names {

    /** The indexes of the sets of parameters of one class that share a name, in their order. */
    private final Map<String, List<String>> indexes = new HashMap<>();

    /** How many tests of one name have begun. Sets with the same name run one after another. */
    private final Map<String, Integer> begun = new HashMap<>();

    /** The prefixes of the names of classes that run in suites; the innermost suite last. */
    private final Map<String, Deque<String>> suites = new HashMap<>();

    /**
     * Notes the sets of parameters, or the classes, of a class that is about to run. On a rerun some may be left out,
     * so the first time counts.
     */
    synchronized void add(Description suite) {
        List<String> names = new ArrayList<>();
        for (Description child : suite.getChildren()) {
            if (isClass(child)) {
                Deque<String> ofChild = suites.get(child.getClassName());
                if (ofChild == null) {
                    ofChild = new ArrayDeque<>();
                    suites.put(child.getClassName(), ofChild);
                }
                boolean nested = (child.getClassName() + "$").startsWith(suite.getClassName() + "$");
                ofChild.addLast(nested ? suiteOf(suite) : classOf(suite) + "/");
            }
            names.add(child.getDisplayName());
        }
        List<String> all = JUnit4Classes.indexes(names);
        Map<String, List<String>> found = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            String set = suite.getClassName() + names.get(i);
            List<String> same = found.get(set);
            if (same == null) {
                same = new ArrayList<>();
                found.put(set, same);
            }
            same.add(all.get(i));
        }
        for (Map.Entry<String, List<String>> set : found.entrySet()) {
            if (!indexes.containsKey(set.getKey())) {
                indexes.put(set.getKey(), set.getValue());
            }
        }
    }

    /** Notes that a class has run. */
    synchronized void remove(Description suite) {
        for (Description child : suite.getChildren()) {
            Deque<String> ofChild = isClass(child) ? suites.get(child.getClassName()) : null;
            if (ofChild != null) {
                ofChild.pollLast();
            }
        }
    }

    private static boolean isClass(Description child) {
        return child.isSuite() && child.getTestClass() != null;
    }

    private String suiteOf(Description test) {
        Deque<String> ofClass = suites.get(test.getClassName());
        return ofClass == null || ofClass.isEmpty() ? "" : ofClass.peekLast();
    }

    /** Returns the id of the class of a test. */
    synchronized String classOf(Description test) {
        return suiteOf(test) + test.getClassName();
    }

    /** Notes that a test begins or is skipped. Later lookups then return the same set of parameters. */
    synchronized void begins(Description test) {
        Integer before = begun.get(test.getDisplayName());
        begun.put(test.getDisplayName(), before == null ? 1 : before + 1);
    }

    /** Returns a test or class; null for anything else. */
    synchronized ReportedNames of(Description test) {
        String name = nameInClass(test);
        return name == null ? null : ReportedNames.of(suiteOf(test) + name, name);
    }

    private String nameInClass(Description test) {
        String name = test.getClassName();
        if (name == null || name.equals("null")) {
            return null;
        }
        String method = test.getMethodName();
        if (method == null) {
            return name;
        }
        int parameters = method.indexOf('[');
        List<String> same = parameters < 0 ? null : indexes.get(name + method.substring(parameters));
        if (same == null) {
            return name + "#" + method;
        }
        Integer begins = begun.get(test.getDisplayName());
        int turn = begins == null ? 0 : (begins - 1) % same.size();
        return name + "#" + method.substring(0, parameters) + "[" + same.get(turn) + "]";
    }
}
