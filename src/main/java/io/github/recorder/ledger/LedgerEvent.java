package io.github.recorder.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line of a ledger after its first. */
public sealed interface LedgerEvent {

    /**
     * The code that the run is of.
     *
     * @param tree the digest of the working tree of the whole repository, or, without git, of the whole build
     * @param testClasses the digest of the module's compiled tests; empty if there are none
     * @param classes the digest of each class among them that has tests, or may have some, by its binary name
     * @param edited files that changed between the start of the build and that of the run, so that older ones may have
     *     been compiled
     */
    record CodeState(String tree, String testClasses, Map<String, String> classes, List<String> edited)
            implements LedgerEvent {}

    /** Files that changed while the run went on, so that it may not be of the code that {@link CodeState} says. */
    record CodeChanged(List<String> files) implements LedgerEvent {}

    /** Recordings that were there when the run started; a run has as many of these lines as it takes. */
    record Inventory(List<Item> recordings) implements LedgerEvent {

        /**
         * A recording that was there.
         *
         * @param path relative to the recordings directory, with forward slashes
         */
        public record Item(String path, RecordingFingerprint fingerprint) {}
    }

    /**
     * A test plugin begins to run tests.
     *
     * @param goal the execution, for instance {@code failsafe:integration-test@default}
     * @param skipped whether its configuration says that it runs none
     * @param snapshots the digests of the SNAPSHOT jars on its class path, by their paths
     * @param scanned the jars on its class path, if it looks for tests in some of them
     */
    record Execution(String goal, boolean skipped, Map<String, String> snapshots, List<String> scanned)
            implements LedgerEvent {}

    /**
     * A test JVM has reported.
     *
     * @param execution the goal of the {@link Execution} that began last; null if none did
     */
    record SessionOpened(String session, @Nullable String execution) implements LedgerEvent {}

    /** A test JVM has ended, or has been lost. */
    record SessionClosed(String session) implements LedgerEvent {}

    /**
     * A test, or a test class, begins.
     *
     * @param session the test JVM; null if the event did not come over a session
     * @param test a test id: {@code class#method}, with {@code [index]} of an invocation; or a class's name
     * @param uniqueId the name that the test engine gives it, such as {@code
     *     [engine:junit-jupiter]/[class:acme.ChatIT]}; the test id if the engine has no other name
     * @param formerId the test id that it had before test ids were unique, and that recordings made then have; null if
     *     that is the same
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
     */
    record Served(@Nullable String test, AttributionConfidence attribution, List<String> recordings)
            implements LedgerEvent {}

    /** No recording answered a call. Written once for each test and text, however often it happened. */
    record Missed(@Nullable String test, AttributionConfidence attribution, String text) implements LedgerEvent {}

    /** A call went to the real service. */
    record Live(@Nullable String test, AttributionConfidence attribution, String request) implements LedgerEvent {}

    /**
     * A recording was written, for the first time or again. Written once for each test, however many of its responses
     * the file holds.
     *
     * @param test the test that made the call; null if unknown
     * @param recording the file, relative to the recordings directory
     */
    record Recorded(@Nullable String test, AttributionConfidence attribution, String recording)
            implements LedgerEvent {}

    /**
     * The counts of a test plugin's own report of a class, a witness that a crash of the test JVM does not silence.
     *
     * @param plugin {@code surefire} or {@code failsafe}
     */
    record Report(String plugin, String className, int tests, int failures, int errors) implements LedgerEvent {}

    /** A test plugin says that a test JVM crashed, ran out of time or never came up. */
    record Crashed(String text) implements LedgerEvent {}

    /** How often a test was served recordings, if more than once. */
    record ServedCount(@Nullable String test, List<String> recordings, long times) implements LedgerEvent {}

    /** The run came to its end: the last line. A ledger without it is incomplete. */
    record End(Instant at, long served, long missed, long live, long recorded) implements LedgerEvent {}
}
