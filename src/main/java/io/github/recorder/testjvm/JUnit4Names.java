package io.github.recorder.testjvm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.runner.Description;

/** The ids of tests that JUnit 4 runs without the JUnit Platform. Safe for use by several threads. */
final class JUnit4Names {

    /** The indexes of the sets of parameters of one class that have the same name, in their order. */
    private final Map<String, List<String>> indexes = new HashMap<>();

    /** How often a test of one name has begun: sets of the same name run one after the other. */
    private final Map<String, Integer> begun = new HashMap<>();

    /** Takes the sets of parameters of a class that is about to run; where it runs again, some may be left out, so the first time counts. */
    synchronized void add(Description suite) {
        List<String> names = new ArrayList<>();
        for (Description child : suite.getChildren()) {
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

    /** Notes that a test begins, or is left out; what is asked of it after that is of the same set of parameters. */
    synchronized void begins(Description test) {
        Integer before = begun.get(test.getDisplayName());
        begun.put(test.getDisplayName(), before == null ? 1 : before + 1);
    }

    /** Returns the id of a test or class; null for anything else. */
    synchronized String of(Description test) {
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
