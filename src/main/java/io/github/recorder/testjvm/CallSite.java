package io.github.recorder.testjvm;

/** Finds the place in the user's code that made a request. */
final class CallSite {

    /** The prefixes of class names of the JDK, of HTTP clients, of frameworks and of this plugin. */
    private static final String[] NOT_THE_USERS = {
        "java.",
        "javax.",
        "jdk.",
        "sun.",
        "com.sun.",
        "kotlin.",
        "kotlinx.",
        "scala.",
        "groovy.",
        "okhttp3.",
        "okio.",
        "retrofit2.",
        "io.quarkus.",
        "io.smallrye.",
        "io.vertx.",
        "io.netty.",
        "io.micrometer.",
        "io.github.recorder.testjvm.",
        "reactor.",
        "org.apache.http.",
        "org.apache.hc.",
        "org.apache.maven.",
        "org.eclipse.jetty.",
        "org.junit.",
        "org.testng.",
        "junit.",
    };

    private CallSite() {}

    /**
     * Returns the frame of the user's code that is nearest to the request, in the format of a stack trace; null if
     * there is none.
     *
     * @param libraries further prefixes of class names that are not the user's
     */
    static String find(StackTraceElement[] stack, String[] libraries) {
        for (StackTraceElement frame : stack) {
            String name = frame.getClassName();
            if (!startsWithOneOf(name, NOT_THE_USERS) && !startsWithOneOf(name, libraries)) {
                return frame.toString();
            }
        }
        return null;
    }

    private static boolean startsWithOneOf(String className, String[] prefixes) {
        for (String prefix : prefixes) {
            if (!prefix.isEmpty() && className.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
