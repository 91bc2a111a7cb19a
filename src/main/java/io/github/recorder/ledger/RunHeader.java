package io.github.recorder.ledger;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The facts that are known when a run starts: the first line of its ledger.
 *
 * @param run the run's id: a time and a random part, so that ids are unique and sort by time
 * @param plugin the version of this plugin
 * @param goal {@code start}, for a run of the build's tests, or {@code run}
 * @param module the module as {@code groupId:artifactId}
 * @param basedir the module's directory, absolute and without links
 * @param recordings the recordings directory, absolute and without links
 * @param recordingsFromRoot the recordings directory relative to the root of the whole build, with forward slashes,
 *     which identifies it in a ledger of another machine; null if it is outside the root
 * @param buildStarted when Maven started
 * @param started when the run started
 * @param mode {@code replay}, {@code record}, {@code record-if-missing} or {@code live}
 * @param isolation the isolation mode
 * @param filters the settings that keep tests of this build from running, each as the user wrote it, for instance
 *     {@code -Dit.test=ChatIT}
 * @param reach the smallest part of the tests that these settings may leave out
 * @param job the job of a CI that the build is; null if the user names none
 * @param executions the executions of Surefire and Failsafe that the pom declares in the phase of the start or later,
 *     for instance {@code failsafe:integration-test@default}
 * @param reactor the modules of the whole build that use this plugin, including this one and those that {@code -pl}
 *     leaves out
 * @param comparison how its requests were compared: the services and the user's own rules, as the run wrote them; empty
 *     in older ledgers
 * @param details further facts for readers of the file, in words: versions, {@code forkCount}
 */
public record RunHeader(
        String run,
        String plugin,
        String goal,
        String module,
        String basedir,
        String recordings,
        @Nullable String recordingsFromRoot,
        Instant buildStarted,
        Instant started,
        String mode,
        String isolation,
        List<String> filters,
        FilterReach reach,
        @Nullable CiJob job,
        List<String> executions,
        List<ReactorModule> reactor,
        ObjectNode comparison,
        List<Detail> details) {

    /** The mode in which every response comes from a recording. */
    public static final String REPLAY = "replay";

    /** The goal of runs that cover the build's tests. */
    public static final String START = "start";

    /** The goal of runs that serve until they are stopped. */
    public static final String RUN = "run";

    /** The detail with the coordinates of the artifacts below the recordings directory, separated by commas. */
    public static final String ARTIFACTS = "artifacts";

    /** The detail with the version of Failsafe. */
    public static final String FAILSAFE = "failsafe";

    /** The detail with the number of modules of the whole build, with or without this plugin. */
    public static final String MODULES = "modules";

    /** The detail with the version of Java that Maven ran on. */
    public static final String JAVA = "java";

    private static final DateTimeFormatter RUN_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Returns the id of a new run. */
    public static String newRun(Instant started) {
        return runTime(started) + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** Returns the beginning of the ids of runs that start at a time. Ids are in the order of these times. */
    public static String runTime(Instant started) {
        return RUN_TIME.format(started);
    }

    /** Returns the header of a new run that replays for tests outside of a build, with the same settings. */
    public RunHeader replayed(Instant now) {
        return new RunHeader(
                newRun(now),
                plugin,
                RUN,
                module,
                basedir,
                recordings,
                recordingsFromRoot,
                now,
                now,
                REPLAY,
                isolation,
                List.of(),
                FilterReach.NOTHING,
                null,
                List.of(),
                reactor,
                comparison,
                details);
    }

    /** Returns the version of Java that Maven ran on; empty if it is unknown. */
    public String java() {
        return detail(JAVA);
    }

    /** Returns the version of Failsafe; empty if it is unknown. */
    public String failsafe() {
        return detail(FAILSAFE);
    }

    /** Returns whether the whole build has more modules than this one. */
    public boolean hasOtherModules() {
        return !detail(MODULES).isEmpty() && !detail(MODULES).equals("1");
    }

    /** Returns the coordinates of the artifacts below the recordings directory, separated by commas. */
    public String artifacts() {
        return detail(ARTIFACTS);
    }

    private String detail(String name) {
        return details.stream()
                .filter(detail -> detail.name().equals(name))
                .map(Detail::value)
                .findFirst()
                .orElse("");
    }

    /**
     * A module of the whole build that uses this plugin.
     *
     * @param module the module as {@code groupId:artifactId}
     * @param recordings its recordings directory, absolute; links in its existing part are resolved
     */
    public record ReactorModule(String module, String recordings) {}

    /**
     * A further fact.
     *
     * @param name its name, for instance {@code maven}
     * @param value its value
     */
    public record Detail(String name, String value) {}
}
