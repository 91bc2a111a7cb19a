package io.github.recorder.diagnosis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command that records a missing response. */
final class RecordCommand {

    static final String TEXT = "mvn verify -Drecorder.mode=record-if-missing";

    /** A longer list of tests is reduced to its classes, and a longer list of classes is omitted. */
    private static final int MOST_CHARACTERS = 2_000;

    private static final Pattern CLASS = Pattern.compile("[\\p{L}\\p{N}_.$]+");
    private static final Pattern METHOD = Pattern.compile("^[\\p{L}_$][\\p{L}\\p{N}_$]*");

    private RecordCommand() {}

    /**
     * Returns the command that records some tests.
     *
     * @param selection how the build selects tests
     * @param testIds the tests, each {@code class#method} with or without an invocation
     */
    static String of(TestSelection selection, List<String> testIds) {
        Map<String, Set<String>> methods = new LinkedHashMap<>();
        for (String id : testIds) {
            int hash = id.indexOf('#');
            String className = hash < 0 ? id : id.substring(0, hash);
            if (!CLASS.matcher(className).matches()) {
                return TEXT; // No Java test has such an id, so Maven's test plugins cannot select it.
            }
            Matcher method = METHOD.matcher(hash < 0 ? "" : id.substring(hash + 1));
            methods.computeIfAbsent(className, first -> new LinkedHashSet<>()).add(method.find() ? method.group() : "");
        }
        List<String> tests = new ArrayList<>();
        methods.forEach((className, names) ->
                tests.add(names.contains("") ? className : className + "#" + String.join("+", names)));
        for (List<String> selected : List.of(tests, List.copyOf(methods.keySet()))) {
            String value = String.join(",", selected);
            if (value.length() <= MOST_CHARACTERS) {
                return TEXT + " " + selection.options(value.contains("$") ? "'" + value + "'" : value);
            }
        }
        return TEXT;
    }
}
