package io.github.recorder.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The facts that are known when a run starts: the first line of its ledger.
 *
 * @param run the run's id: a time and a random part, so that ids sort by time and never meet
 * @param plugin the version of this plugin
 * @param goal {@code start}, for a run of the build's tests, or {@code run}
 * @param module the module as {@code groupId:artifactId}
 * @param basedir the module's directory, absolute and without links
 * @param recordings the recordings directory, absolute and without links
 * @param recordingsFromRoot the same relative to the root of the whole build, with forward slashes, so that a ledger of
 *     another machine can be told to be of the same directory; null if it lies outside the root
 * @param buildStarted when Maven started
 * @param started when the run started
 * @param mode the mode's word: {@code replay}, {@code record}, {@code record-if-missing} or {@code live}
 * @param isolation the isolation's word
 * @param filters the settings that keep tests of this build from running, each as the user wrote it, for instance
 *     {@code -Dit.test=ChatIT}
 * @param executions the executions of Surefire and Failsafe that the pom declares in the phase of the start or later,
 *     for instance {@code failsafe:integration-test@default}
 * @param reactor the modules of the whole build that use this plugin, those left out by {@code -pl} included; this one
 *     too
 * @param comparison how its requests were compared: the services and the user's own rules, as the run wrote them; empty
 *     in ledgers of before
 * @param details what else a reader of the file may want to know, as words: versions, {@code forkCount}
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
        List<String> executions,
        List<ReactorModule> reactor,
        ObjectNode comparison,
        List<Detail> details) {

    /** The mode in which every response comes from a recording. */
    public static final String REPLAY = "replay";

    /** The goal whose runs are of the build's tests. */
    public static final String START = "start";

    /** The goal that serves until it is stopped. */
    public static final String RUN = "run";

    /**
     * A module of the whole build that uses this plugin.
     *
     * @param module the module as {@code groupId:artifactId}
     * @param recordings its recordings directory, absolute and, as far as it exists, without links
     */
    public record ReactorModule(String module, String recordings) {}

    /**
     * A fact that no decision depends on.
     *
     * @param name its name, for instance {@code maven}
     * @param value its value
     */
    public record Detail(String name, String value) {}
}
