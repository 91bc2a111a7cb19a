package io.github.recorder.prune;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a test id: {@code fully.qualified.Class#method(Type)[index]}, or a class alone.
 *
 * @param className the class by its binary name; the whole id if it has another form
 * @param method the name of the method or of another kind of test; null if the id is a class
 * @param parameters the parameter types in parentheses, which distinguish overloads; empty if there are none
 * @param invocation the invocation in brackets, for instance {@code [2]}; empty if there is none
 */
record TestName(String className, @Nullable String method, String parameters, String invocation) {

    private static final String PART = "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*";

    private static final Pattern BINARY_NAME = Pattern.compile(PART + "(\\." + PART + ")*");

    private static final Pattern METHOD =
            Pattern.compile("(.+?)((?<!\\s)\\([\\w.$,\\[\\] ]*\\))?(\\[[^\\[\\]]*])?", Pattern.DOTALL);

    /** An escaped character in an id in ASCII. */
    private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})");

    static TestName of(String id) {
        int hash = id.indexOf('#');
        if (hash < 0) {
            return new TestName(id, null, "", "");
        }
        Matcher parts = METHOD.matcher(id.substring(hash + 1));
        String className = id.substring(0, hash);
        return parts.matches()
                ? new TestName(className, parts.group(1), orEmpty(parts.group(2)), orEmpty(parts.group(3)))
                : new TestName(className, "", "", "");
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /**
     * Returns whether an id has the form of this plugin's ids. Ids of other tools, for instance of Python tests, have
     * another form.
     */
    boolean isOfJava() {
        // In Kotlin and other languages a name may contain any character except these.
        String plain = ESCAPE.matcher(className).replaceAll("x").replace(' ', 'x');
        return (method == null || !method.isEmpty())
                && BINARY_NAME.matcher(plain).matches();
    }

    /** Returns the id without its invocation. */
    String withoutInvocation() {
        return method == null ? className : className + "#" + method + parameters;
    }

    /** Returns the class and method only. */
    String plain() {
        return method == null ? className : className + "#" + method;
    }

    /** Returns the class that the test plugin runs, which is the outermost of nested classes. */
    String topLevelClass() {
        int nested = className.indexOf('$');
        return nested > 0 ? className.substring(0, nested) : className;
    }

    /** Returns the simple names of the nested classes, the outermost first; empty for a test of a top-level class. */
    List<String> nestedClasses() {
        String[] names = className.split("\\$", -1);
        return Arrays.asList(names).subList(1, names.length);
    }

    /** Returns the id with the characters that {@code TestId.ascii} escaped, as in class files. */
    static String unescaped(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        Character.toString(Integer.parseInt(escape.group(1).substring(1), 16))));
    }
}
