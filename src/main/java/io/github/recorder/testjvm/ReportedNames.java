package io.github.recorder.testjvm;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A test, or a test class, by the names that are reported to the plugin. */
final class ReportedNames {

    /** The hashes of the unique ids of the tests of this JVM, by their ids. */
    private static final Map<String, Integer> HOLDERS = new ConcurrentHashMap<>();

    /** The test id, unique in this JVM. */
    final String id;

    private final String uniqueId;
    private final String formerId;

    private ReportedNames(String id, String uniqueId, String formerId) {
        this.id = id;
        this.uniqueId = uniqueId;
        this.formerId = formerId;
    }

    /**
     * Returns a test or class.
     *
     * @param name the desired id; gets a suffix if another test has it
     * @param uniqueId the unique id of the engine
     * @param formerId the id before ids were unique
     */
    static ReportedNames of(String name, String uniqueId, String formerId) {
        int hash = uniqueId.hashCode();
        Integer holder = name.indexOf('#') < 0 ? null : HOLDERS.putIfAbsent(name, hash);
        return holder == null || holder == hash
                ? new ReportedNames(name, uniqueId, formerId)
                : new ReportedNames(name + "~" + Integer.toHexString(hash), uniqueId, formerId);
    }

    /** Returns a test or class of a framework that has no unique ids. */
    static ReportedNames of(String name, String formerId) {
        return new ReportedNames(name, name, formerId);
    }

    /** Returns the class of a test. */
    String className() {
        return TestNames.className(id);
    }

    /** Whether it is a class. */
    boolean isClass() {
        return id.indexOf('#') < 0;
    }

    /**
     * Returns the names in one line: the id, the unique id and the former id, separated by tabs, without those that are
     * equal to the id.
     */
    String line() {
        String former = formerId == null || formerId.equals(id) ? "" : '\t' + onOneLine(formerId);
        String unique = uniqueId.equals(id) && former.isEmpty() ? "" : '\t' + onOneLine(uniqueId);
        return onOneLine(id) + unique + former;
    }

    private static String onOneLine(String name) {
        return name.replace('\n', ' ').replace('\r', ' ').replace('\t', ' ');
    }
}
