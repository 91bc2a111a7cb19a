package io.github.recorder.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A line of a ledger after the first. */
public sealed interface LedgerEvent {

    /**
     * The code that the run covers.
     *
     * @param tree the digest of the working tree of the whole repository, or, without git, of the whole build
     * @param testClasses the digest of the module's compiled tests; empty if there are none
     * @param classes the digests of its classes that have or may have tests, by binary name
     * @param edited files that changed between the start of the build and the start of the run, so that the compiled
     *     classes may be older
     * @param commit the commit that git has checked out; null without git
     * @param uncommitted some of the files that differ from the commit, recordings left out
     */
    record CodeState(
            String tree,
            String testClasses,
            Map<String, String> classes,
            List<String> edited,
            @Nullable String commit,
            List<String> uncommitted)
            implements LedgerEvent {}

    /** Files that changed during the run, so that {@link CodeState} may not describe the code that ran. */
    record CodeChanged(List<String> files) implements LedgerEvent {}

    /** Recordings that existed when the run started. A run may have several such lines. */
    record Inventory(List<Item> recordings) implements LedgerEvent {

        /**
         * A recording that existed.
         *
         * @param path relative to the recordings directory, with forward slashes
         */
        public record Item(String path, RecordingFingerprint fingerprint) {}
    }

    /**
     * A test plugin begins to run tests.
     *
     * @param goal the execution, for instance {@code failsafe:integration-test@default}
     * @param skipped whether it is configured to run no tests
     * @param snapshots the digests of the SNAPSHOT jars on its class path, by path
     * @param scanned the jars on its class path, if it looks for tests in some of them
     */
    record Execution(String goal, boolean skipped, Map<String, String> snapshots, List<String> scanned)
            implements LedgerEvent {}

    /**
     * A test JVM has connected.
     *
     * @param execution the goal of the last {@link Execution} that began; null if none did
     */
    record SessionOpened(String session, @Nullable String execution) implements LedgerEvent {}

    /** A test JVM has ended, or its connection has failed. */
    record SessionClosed(String session) implements LedgerEvent {}

    /**
     * A test, or a test class, begins.
     *
     * @param session the test JVM; null if the event did not come over a session
     * @param test a test id: {@code class#method}, with {@code [index]} of an invocation; or a class name
     * @param uniqueId the unique id of the test engine, such as {@code [engine:junit-jupiter]/[class:acme.ChatIT]}; the
     *     test id if the engine has none
     * @param formerId the test id before test ids were unique, which older recordings name; null if it is the same
     */
    record TestStarted(
            @Nullable String session,
            String test,
            String uniqueId,
            @Nullable String formerId) implements LedgerEvent {}

    /**
     * A test, or a test class, has ended, or was skipped without having begun.
     *
     * @param uniqueId as in {@link TestStarted}
     * @param formerId as in {@link TestStarted}
     */
    record TestFinished(
            @Nullable String session,
            String test,
            String uniqueId,
            @Nullable String formerId,
            TestStatus status) implements LedgerEvent {}

    /**
     * A test was served recordings. Written once, however often it happened.
     *
     * @param test the test; null if unknown
     * @param recordings the files, relative to the recordings directory: one, or all members of a union
     * @param artifacts the coordinates of the artifacts that hold those which are not in the directory, by path
     */
    record Served(
            @Nullable String test,
            AttributionConfidence attribution,
            List<String> recordings,
            Map<String, String> artifacts)
            implements LedgerEvent {

        /** A test was served recordings of the directory. */
        public Served(@Nullable String test, AttributionConfidence attribution, List<String> recordings) {
            this(test, attribution, recordings, Map.of());
        }
    }

    /** A request matched no recording. Written once for each test and text, however often it happened. */
    record Missed(@Nullable String test, AttributionConfidence attribution, String text) implements LedgerEvent {}

    /** A request was sent to the real service. */
    record Live(@Nullable String test, AttributionConfidence attribution, String request) implements LedgerEvent {}

    /**
     * A recording was written for the first time or again. Written once for each test, however many of its responses
     * the file holds.
     *
     * @param test the requesting test; null if unknown
     * @param recording the file, relative to the recordings directory
     */
    record Recorded(@Nullable String test, AttributionConfidence attribution, String recording)
            implements LedgerEvent {}

    /**
     * The counts of a class in a test plugin's own report, which survives a crash of the test JVM.
     *
     * @param plugin {@code surefire} or {@code failsafe}
     */
    record Report(String plugin, String className, int tests, int failures, int errors) implements LedgerEvent {}

    /** A test plugin reports that a test JVM crashed, timed out or failed to start. */
    record Crashed(String text) implements LedgerEvent {}

    /** How often a test was served recordings, if more than once. */
    record ServedCount(@Nullable String test, List<String> recordings, long times) implements LedgerEvent {}

    /** The last line of a complete ledger: the run ended normally. */
    record End(Instant at, long served, long missed, long live, long recorded) implements LedgerEvent {}
}
