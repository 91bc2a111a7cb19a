package io.github.recorder.testjvm;

/** Finds the place in the user's code that a call comes from. */
final class CallSite {

    /** What belongs to the JDK, to clients and their frameworks, or to us, and so is not the user's. */
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
        "com.openai.",
        "com.anthropic.",
        "com.google.",
        "com.azure.",
        "com.mistral.",
        "dev.langchain4j.",
        "io.quarkiverse.",
        "io.quarkus.",
        "io.smallrye.",
        "io.vertx.",
        "io.netty.",
        "io.micrometer.",
        "io.github.ollama4j.",
        "io.github.recorder.testjvm.",
        "reactor.",
        "org.springframework.",
        "org.apache.http.",
        "org.apache.hc.",
        "org.apache.maven.",
        "org.eclipse.jetty.",
        "org.junit.",
        "org.testng.",
        "junit.",
    };

    private CallSite() {}

    /** Returns the frame nearest to the call that is the user's, as a stack trace prints it; null where there is none. */
    static String find(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (isTheUsers(frame.getClassName())) {
                return frame.toString();
            }
        }
        return null;
    }

    private static boolean isTheUsers(String className) {
        for (String prefix : NOT_THE_USERS) {
            if (className.startsWith(prefix)) {
                return false;
            }
        }
        return true;
    }
}
