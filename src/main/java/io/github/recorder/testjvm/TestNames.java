package io.github.recorder.testjvm;

import java.io.UnsupportedEncodingException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * The id of one test of the JUnit Platform: {@code class#method}, with {@code [index]} for an invocation of a
 * parameterized, repeated or dynamic test. It is derived from the path of the test in the plan, so two tests of a plan
 * have two ids: the class is the one that runs, suites come before it as in {@code suite/class#method}, and an
 * overloaded test method has its parameter types. A test that is neither a class nor a method is named by the segments
 * of its unique id. Display names, which need not be unique, are used for Cucumber only, whose unique ids are line
 * numbers.
 */
final class TestNames {

    /** A segment of a unique id that numbers an invocation, such as {@code #2}. */
    private static final Pattern NUMBER = Pattern.compile("#?(\\d+)");

    /** The end of a segment that numbers otherwise equal segments. */
    private static final Pattern NUMBERED = Pattern.compile("(.*)(?:\\[|@)(\\d+)]?", Pattern.DOTALL);

    /** A set of parameters of JUnitParams. */
    private static final Pattern NUMBERED_SET = Pattern.compile("\\[(\\d+)] .*", Pattern.DOTALL);

    /** The name that Cucumber gives an example by default: the table, and the row in it. */
    private static final Pattern EXAMPLE = Pattern.compile("Example #(\\d+\\.\\d+).*", Pattern.DOTALL);

    private static final String CUCUMBER = "cucumber";
    private static final String TESTNG = "testng";
    private static final String VINTAGE = "junit-vintage";

    private final TestPlan plan;
    private final StringBuilder suites = new StringBuilder();
    private final StringBuilder member = new StringBuilder();
    private final StringBuilder index = new StringBuilder();
    private String engine = "";
    private String className;
    private String parameters = "";
    private boolean suite;

    private TestNames(TestPlan plan) {
        this.plan = plan;
    }

    /** Returns the id of a test or class of the JUnit Platform; null for anything else, such as an engine. */
    static String of(TestIdentifier test, TestPlan plan) {
        List<TestIdentifier> path = new ArrayList<>();
        for (TestIdentifier each = test; each != null; each = parent(each, plan)) {
            path.add(each);
        }
        TestNames names = new TestNames(plan);
        String above = "";
        for (int i = path.size() - 1; i >= 0; i--) {
            String uniqueId = path.get(i).getUniqueId();
            boolean below = !above.isEmpty() && uniqueId.startsWith(above + "/");
            names.add(path.get(i), below ? uniqueId.substring(above.length() + 1) : uniqueId);
            above = uniqueId;
        }
        return names.name();
    }

    /** Returns the class in the id of a test or class. */
    static String className(String name) {
        String withoutMember = name.indexOf('#') < 0 ? name : name.substring(0, name.indexOf('#'));
        return withoutMember.substring(withoutMember.lastIndexOf('/') + 1);
    }

    /** Returns whether JUnit 4 runs a test. */
    static boolean isVintage(TestIdentifier test) {
        return test.getUniqueId().contains("[engine:" + VINTAGE + "]");
    }

    private static TestIdentifier parent(TestIdentifier test, TestPlan plan) {
        return plan == null ? null : plan.getParent(test).orElse(null);
    }

    private String name() {
        if (className == null) {
            return null;
        }
        String name = suites + className;
        return member.length() == 0
                ? name
                : name + "#" + member + parameters + (index.length() == 0 ? "" : "[" + index + "]");
    }

    /** Adds a node of the plan to its parent's id, usually by one segment of the unique id. */
    private void add(TestIdentifier node, String segments) {
        String[] all = segments.split("/");
        for (int i = 0; i < all.length - 1; i++) {
            member(type(all[i]) + ":" + value(all[i]));
        }
        add(node, type(all[all.length - 1]), value(all[all.length - 1]));
    }

    private void add(TestIdentifier node, String type, String value) {
        TestSource source = node.getSource().orElse(null);
        Matcher number = NUMBER.matcher(value);
        if (type.equals("engine")) {
            engine = value;
        } else if (engine.equals(CUCUMBER)) {
            addOfCucumber(node, type, value);
        } else if (number.matches()) {
            int first = engine.equals(TESTNG) ? 1 : 0;
            index(Integer.parseInt(number.group(1)) + first);
        } else if (source instanceof MethodSource && member.length() == 0) {
            addMethod((MethodSource) source, value);
        } else if (source instanceof ClassSource && isClass(type, value, ((ClassSource) source).getClassName())) {
            addClass(((ClassSource) source).getClassName(), type, value);
        } else if (engine.equals(VINTAGE)) {
            addOfVintage(node, value);
        } else {
            member(type + ":" + value);
        }
    }

    private static boolean isClass(String type, String value, String name) {
        return type.startsWith("nested-class") || value.equals(name) || value.startsWith(name + "[");
    }

    private void addClass(String name, String type, String value) {
        number(value);
        if (className == null) {
            className = name;
        } else if (type.startsWith("nested-class")) {
            // The name of an inherited nested class contains the superclass, but it runs in the subclass.
            className += "$" + value;
        } else if (suite || !(name + "$").startsWith(className + "$")) {
            suites.append(className).append('/');
            if (member.length() > 0) {
                suites.append(member).append('/');
                member.setLength(0);
            }
            className = name;
        } else {
            className = name;
        }
        suite = type.equals("suite");
    }

    private void addMethod(MethodSource source, String value) {
        String name = source.getMethodName();
        int parentheses = value.indexOf('(');
        int inherited = value.indexOf('#');
        if (className == null) {
            className = source.getClassName();
        } else if (engine.equals(VINTAGE) && !className.equals(source.getClassName())) {
            suites.append(className).append('/');
            className = source.getClassName();
        }
        // Jupiter names the class of a package-private method that a method of a subclass in another package does not
        // override.
        member.append(inherited > 0 && inherited < parentheses ? value.substring(0, inherited) + "." + name : name);
        parameters = OverloadedMethods.parameters(source.getClassName(), name, source.getMethodParameterTypes());
        if (parentheses >= 0) {
            number(value.substring(parentheses));
        }
    }

    /**
     * Adds the number at the end of a segment, for an instance from a TestNG factory or a repeated description of JUnit
     * 4.
     */
    private void number(String text) {
        Matcher numbered = NUMBERED.matcher(text);
        if (numbered.matches()) {
            int first = engine.equals(TESTNG) ? 1 : 0;
            index(Integer.parseInt(numbered.group(2)) + first);
        }
    }

    private void addOfVintage(TestIdentifier node, String value) {
        Matcher set = NUMBERED_SET.matcher(value);
        if (member.length() > 0 && set.matches()) {
            index(Integer.parseInt(set.group(1)));
        } else if (value.startsWith("[") && member.length() == 0) {
            index(indexOfSet(node, plan));
        } else {
            Matcher numbered = NUMBERED.matcher(value);
            member((numbered.matches() ? numbered.group(1) : value).replace("(" + className + ")", ""));
            number(value);
        }
    }

    /** Returns the index of a set of parameters of a JUnit 4 class, which is a node of its own. */
    static String indexOfSet(TestIdentifier set, TestPlan plan) {
        List<String> names = new ArrayList<>();
        int place = 0;
        for (TestIdentifier sibling : plan.getChildren(parent(set, plan))) {
            if (sibling.equals(set)) {
                place = names.size();
            }
            names.add(sibling.getDisplayName());
        }
        return JUnit4Classes.indexes(names).get(place);
    }

    private void addOfCucumber(TestIdentifier node, String type, String value) {
        if (type.equals("feature")) {
            if (className == null) {
                className = feature(value);
            } else {
                member.append(feature(value));
            }
        } else if (type.equals("examples")) {
            index(place(node, false));
        } else if (type.equals("example")) {
            Matcher example = EXAMPLE.matcher(ownName(node));
            if (example.matches()) {
                index.setLength(0);
                index.append(example.group(1));
            } else {
                index(place(node, false));
            }
        } else {
            member(ownName(node));
            int place = place(node, true);
            if (place > 1) {
                member.append('[').append(place).append(']');
            }
        }
    }

    /** Returns the path of a feature, which is the same on every machine. */
    private static String feature(String uri) {
        String path = uri.substring(uri.indexOf(':') + 1);
        String here = System.getProperty("user.dir", "").replace('\\', '/');
        int start = here.isEmpty() ? -1 : path.indexOf(here + "/");
        return start >= 0 ? path.substring(start + here.length() + 1) : path;
    }

    /** Returns the name of a node without those of its ancestors, which Cucumber can be configured to add. */
    private String ownName(TestIdentifier node) {
        String name = node.getDisplayName();
        for (TestIdentifier above = parent(node, plan); above != null; above = parent(above, plan)) {
            String prefix = above.getDisplayName() + " - ";
            if (name.startsWith(prefix)) {
                return name.substring(prefix.length());
            }
        }
        return name;
    }

    /** Returns the position of a node among the children of its parent, or among those with its name, from 1 on. */
    private int place(TestIdentifier node, boolean ofItsName) {
        int place = 1;
        for (TestIdentifier sibling : plan.getChildren(parent(node, plan))) {
            if (sibling.equals(node)) {
                break;
            }
            if (!ofItsName || sibling.getDisplayName().equals(node.getDisplayName())) {
                place++;
            }
        }
        return place;
    }

    private void member(String name) {
        member.append(member.length() == 0 ? "" : "/").append(name);
    }

    private void index(Object number) {
        index.append(index.length() == 0 ? "" : ".").append(number);
    }

    private static String type(String segment) {
        int colon = segment.indexOf(':');
        return colon < 0 ? "" : segment.substring(1, colon);
    }

    private static String value(String segment) {
        int colon = segment.indexOf(':');
        String value = segment.endsWith("]") ? segment.substring(colon + 1, segment.length() - 1) : segment;
        try {
            return value.indexOf('%') < 0 ? value : URLDecoder.decode(value, "UTF-8");
        } catch (UnsupportedEncodingException | IllegalArgumentException notEncoded) {
            return value;
        }
    }
}
