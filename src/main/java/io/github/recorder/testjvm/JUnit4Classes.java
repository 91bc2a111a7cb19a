package io.github.recorder.testjvm;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.runner.RunWith;

/** The peculiarities of JUnit 4, with any runner. */
final class JUnit4Classes {

    /**
     * The first Java version in which a class whose initialization failed still reports the cause when it is used
     * later.
     */
    private static final int JAVA_THAT_KEEPS_CAUSES = 17;

    /**
     * The name of a set of parameters that begins with its index, as by default: {@code [1]}, {@code [1: x]}, {@code [1
     * x]}.
     */
    private static final Pattern NUMBERED = Pattern.compile("\\[(\\d+)(?:]|:.*|\\s.*)", Pattern.DOTALL);

    private JUnit4Classes() {}

    /**
     * Returns the distinct indexes of the sets of parameters of one class, in their order, from 0.
     *
     * @param names the names of the sets, with their brackets. They need not be distinct or begin with an index, so
     *     their numbers count only if all have one and no two are equal
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
     * Initializes a class whose first test is about to begin. JUnit 4 would do so within that test, but the requests of
     * a static initializer belong to the class. If it fails, the test sees the failure when it uses the class. A class
     * with a foreign runner is left alone because that runner may load it elsewhere.
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
            // Not a test class, so there is nothing to initialize.
            return;
        } catch (Throwable failed) {
            // A static initializer may throw any error. The test is about to see it.
            return;
        }
    }
}
