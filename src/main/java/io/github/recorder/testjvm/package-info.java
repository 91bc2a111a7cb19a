/**
 * Runs in the user's test JVM: listeners that set what clients need before the first test. Java 8 bytecode that uses
 * only the JDK and the test frameworks. {@code lifecycle.ListenerJar} packs all of it into one jar.
 */
package io.github.recorder.testjvm;
