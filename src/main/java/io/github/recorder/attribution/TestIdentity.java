package io.github.recorder.attribution;

import io.github.recorder.matching.TestId;
import org.jspecify.annotations.Nullable;

/**
 * The names of a test, or of a test class.
 *
 * @param id the test id in ASCII: {@code class#method[index]}, or a class name; unique in a run
 * @param uniqueId the unique id of the test engine; the test id if the engine has none
 * @param formerId the test id in ASCII before test ids were unique; null if it is the same
 */
public record TestIdentity(
        String id, String uniqueId, @Nullable String formerId) {

    private static final int NAMES = 3;

    /** Returns a test whose only name is its id. */
    public static TestIdentity of(String id) {
        return new TestIdentity(id, id, null);
    }

    /**
     * Parses the names that a test JVM sends: the id, the unique id and the former id, separated by tabs; the last ones
     * may be missing.
     */
    static TestIdentity parse(String said) {
        String[] names = said.split("\t", NAMES);
        String id = TestId.ascii(names[0]);
        return new TestIdentity(
                id, names.length > 1 ? names[1] : id, names.length == NAMES ? TestId.ascii(names[2]) : null);
    }

    /** Whether it is a class. */
    public boolean isClass() {
        return id.indexOf('#') < 0;
    }
}
