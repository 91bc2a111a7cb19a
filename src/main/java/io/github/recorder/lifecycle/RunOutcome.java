package io.github.recorder.lifecycle;

import io.github.recorder.diagnosis.ExplainedMiss;
import io.github.recorder.diagnosis.MissGroup;
import io.github.recorder.diagnosis.TestSelection;
import io.github.recorder.recording.VisibleText;
import io.github.recorder.rekey.TestRenames;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a run.
 *
 * @param served the number of requests that were answered from recordings
 * @param missed the number of requests without a matching recording
 * @param missedByStrangers the number of further misses that did not come from the tests
 * @param neverAsked the number of unused recordings
 * @param misses the distinct texts of the misses
 * @param corrupt a sentence for each broken file
 * @param blocked the number of requests past the server that the guard blocked
 * @param blockedCalls the distinct texts of these requests
 * @param processesStarted whether tests started other processes, whose requests the guard cannot see
 * @param recording the recordings that were written
 * @param missGroups the explained misses by cause
 * @param selection how a command selects tests; null if no single property does
 * @param page the page of the report as messages name it; null if there is none
 * @param renamed the tests that seem to have been renamed
 * @param failures the recordings of failures that were served
 * @param firstMisses a sentence for each test with a miss, about its first miss
 * @param bypassed a sentence for each test or request that bypassed the recorder
 */
public record RunOutcome(
        long served,
        long missed,
        long missedByStrangers,
        int neverAsked,
        List<String> misses,
        List<String> corrupt,
        long blocked,
        List<String> blockedCalls,
        boolean processesStarted,
        RecordingOutcome recording,
        List<MissGroup> missGroups,
        @Nullable TestSelection selection,
        @Nullable String page,
        TestRenames renamed,
        RecordedFailures failures,
        List<String> firstMisses,
        List<String> bypassed) {

    private static final String PROCESSES =
            "Tests started other processes, whose calls the guard does not see. They inherit the variables that lead"
                    + " known clients to this server; give other clients in them its address.";

    /** Returns the same outcome with a report. */
    RunOutcome withPage(@Nullable String written) {
        return new RunOutcome(
                served,
                missed,
                missedByStrangers,
                neverAsked,
                misses,
                corrupt,
                blocked,
                blockedCalls,
                processesStarted,
                recording,
                missGroups,
                selection,
                written,
                renamed,
                failures,
                firstMisses,
                bypassed);
    }

    /** Returns the summary lines printed at the end of a run: the counts, the changes, and the causes. */
    public List<String> sentences() {
        return Stream.of(
                        Stream.of(sentence()),
                        processesStarted ? Stream.of(PROCESSES) : Stream.<String>empty(),
                        failures
                                .sentence("recording of a failure was served", "recordings of failures were served")
                                .stream(),
                        recording.changes().stream(),
                        missGroups.stream()
                                .filter(group -> group.misses().size() > 1)
                                .map(group -> group.sentence(selection)),
                        page == null
                                ? Stream.<String>empty()
                                : Stream.of("report: " + page + (missed > 0 ? "#misses" : "")),
                        renamed.sentence().stream())
                .flatMap(lines -> lines)
                .toList();
    }

    /** Returns the warnings, one a line: the first miss of each test, and what bypassed the recorder. */
    public List<String> warnings() {
        return Stream.concat(firstMisses.stream(), bypassed.stream()).toList();
    }

    /** Returns one line with the counts, numbers first, and how many requests left the machine. */
    public String sentence() {
        return count(served, "call") + " served, " + missed + " missed, " + count(neverAsked, "recording")
                + " never asked for" + (neverAsked == 0 ? "" : " (mvn recorder:prune)")
                + "; " + blocked + " blocked, " + recording.live() + " live"
                + (recording.live() == 0 ? "" : ": " + recording.counts())
                + (missedByStrangers == 0 ? "" : "; " + missedByStrangers + " missed that no test sent");
    }

    /**
     * Returns a sentence about the misses for the failure of the build: their number, the first one, and the file with
     * all. Each was explained when it happened.
     */
    public Optional<String> missSentence() {
        if (misses.isEmpty()) {
            return Optional.empty();
        }
        String first = misses.get(0);
        String file = page == null ? "" : " See " + page + "#misses.";
        if (!missGroups.isEmpty()) {
            ExplainedMiss explained = missGroups.get(0).misses().get(0);
            String test = explained.miss().testId();
            first = explained.miss().method() + " " + explained.miss().endpoint()
                    + (test == null ? "" : " of test " + VisibleText.of(test)) + ".";
            file = page == null && explained.report() != null ? " See " + explained.report() + "." : file;
        }
        return Optional.of(
                count(missed, "call") + " without a recording" + (missed == 1 ? ": " : ", the first: ") + first + file);
    }

    private static String count(long number, String noun) {
        return number + " " + (number == 1 ? noun : noun + "s");
    }
}
