/**
 * What runs in the user's test JVM: listeners that set what clients need before the first test. Java 8 bytecode; knows the JDK
 * and the test frameworks only, and none of the other rooms. All of it is packed into one jar by {@code lifecycle.ListenerJar}.
 */
package io.github.recorder.testjvm;
