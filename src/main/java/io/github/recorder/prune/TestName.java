package io.github.recorder.prune;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a test id: {@code fully.qualified.Class#method[index]}, or a class alone.
 *
 * @param className the class by its binary name; for an id of another kind the whole id
 * @param method the method; null where the id is of a class
 * @param invocation the invocation in brackets, for instance {@code [2]}; empty where there is none
 */
record TestName(String className, @Nullable String method, String invocation) {

    private static final String PART = "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*";

    private static final Pattern BINARY_NAME = Pattern.compile(PART + "(\\." + PART + ")*");

    /** A character as ids in ASCII have it. */
    private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})");

    static TestName of(String id) {
        int hash = id.indexOf('#');
        if (hash < 0) {
            return new TestName(id, null, "");
        }
        int bracket = id.indexOf('[', hash);
        int end = bracket < 0 ? id.length() : bracket;
        return new TestName(id.substring(0, hash), id.substring(hash + 1, end), id.substring(end));
    }

    /** Tells whether an id has the form of a test or class that this plugin names; others' tests, of Python say, have another. */
    boolean isOfJava() {
        return (method == null || !method.isEmpty())
                && BINARY_NAME
                        .matcher(ESCAPE.matcher(className).replaceAll("x"))
                        .matches();
    }

    /** Returns the id without the invocation. */
    String withoutInvocation() {
        return method == null ? className : className + "#" + method;
    }

    /** Returns the class that the test plugin runs: the outermost of nested ones. */
    String topLevelClass() {
        int nested = className.indexOf('$');
        return nested > 0 ? className.substring(0, nested) : className;
    }

    /** Returns the class without its package. */
    String simpleClass() {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
