package io.github.recorder.prune;

import org.jspecify.annotations.Nullable;

/**
 * The parts of a test id: {@code fully.qualified.Class#method[index]}, or a class alone.
 *
 * @param className the class by its binary name; for an id of another kind the whole id
 * @param method the method; null where the id is of a class
 * @param invocation the invocation in brackets, for instance {@code [2]}; empty where there is none
 */
record TestName(String className, @Nullable String method, String invocation) {

    static TestName of(String id) {
        int hash = id.indexOf('#');
        if (hash < 0) {
            return new TestName(id, null, "");
        }
        int bracket = id.indexOf('[', hash);
        int end = bracket < 0 ? id.length() : bracket;
        return new TestName(id.substring(0, hash), id.substring(hash + 1, end), id.substring(end));
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
