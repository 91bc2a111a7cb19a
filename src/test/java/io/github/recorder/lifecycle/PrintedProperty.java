package io.github.recorder.lifecycle;

import java.lang.reflect.Method;

/** A program that a test starts in a JVM of its own: applies the listener's settings and prints a system property. */
final class PrintedProperty {

    private PrintedProperty() {}

    /** Takes the name of the property. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Method apply =
                Class.forName("io.github.recorder.testjvm.TestJvmBootstrap").getDeclaredMethod("apply");
        apply.setAccessible(true);
        apply.invoke(null);
        System.out.println(System.getProperty(arguments[0]));
    }
}
