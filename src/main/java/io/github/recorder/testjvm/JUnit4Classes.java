package io.github.recorder.testjvm;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.runner.RunWith;

/** What JUnit 4 does differently, whoever runs it. */
final class JUnit4Classes {

    /** The Java from which on a class that cannot be initialized still says why when it is used later. */
    private static final int JAVA_THAT_KEEPS_CAUSES = 17;

    /**
     * The name of a set of parameters that begins with its index, as it does unless the test says otherwise: {@code
     * [1]}, {@code [1: x]}, {@code [1 x]}.
     */
    private static final Pattern NUMBERED = Pattern.compile("\\[(\\d+)(?:]|:.*|\\s.*)", Pattern.DOTALL);

    private JUnit4Classes() {}

    /**
     * Returns the indexes of the sets of parameters of one class, in their order, from 0 on; no two are equal.
     *
     * @param names the names that the test gives the sets, with their brackets; they need not tell one set from
     *     another, nor begin with a number that is an index, so their numbers count only where all have one and no two
     *     have the same
     */
    static List<String> indexes(List<String> names) {
        Set<String> numbers = new LinkedHashSet<>();
        List<String> places = new ArrayList<>();
        for (String name : names) {
            Matcher numbered = NUMBERED.matcher(name);
            if (numbered.matches()) {
                numbers.add(numbered.group(1));
            }
            places.add(Integer.toString(places.size()));
        }
        return numbers.size() == names.size() ? new ArrayList<>(numbers) : places;
    }

    /**
     * Initializes a class whose first test is about to begin, which JUnit 4 would do within that test: what a static
     * initializer asks for is the class's. Where it fails, the test is told as it uses the class. A class with a runner
     * that is not JUnit's own is left alone, for that runner may load it elsewhere.
     */
    static void initialize(String name, ClassLoader loader) {
        String java = System.getProperty("java.specification.version", "");
        if (!java.matches("\\d+") || Integer.parseInt(java) < JAVA_THAT_KEEPS_CAUSES) {
            return;
        }
        try {
            RunWith runner = Class.forName(name, false, loader).getAnnotation(RunWith.class);
            if (runner == null || runner.value().getName().startsWith("org.junit.")) {
                Class.forName(name, true, loader);
            }
        } catch (ClassNotFoundException unknown) {
            // No class that a test is of, so there is nothing to initialize.
            return;
        } catch (Throwable failed) {
            // A static initializer may throw any error. The test is about to be told.
            return;
        }
    }
}
