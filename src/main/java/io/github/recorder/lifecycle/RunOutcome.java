package io.github.recorder.lifecycle;

import io.github.recorder.rekey.TestRenames;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a run came to.
 *
 * @param served the number of calls that were answered from recordings
 * @param missed the number of calls that found no recording
 * @param missedByStrangers the number of further requests that found no recording and were not of the tests
 * @param neverAsked the number of recordings that no call asked for
 * @param misses the text of each miss, once
 * @param corrupt a sentence for each file that is broken
 * @param blocked the number of calls that the guard stopped on their way past the server
 * @param blockedCalls the text of each such call, once
 * @param processesStarted whether tests started other processes while the guard was on, which cannot see their calls
 * @param recording what was recorded
 * @param renamed the tests that seem to be the new names of others
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
        TestRenames renamed) {

    private static final String PROCESSES =
            "Tests started other processes, whose calls the guard does not see. They inherit the variables that lead"
                    + " known clients to this server; give other clients in them its address.";

    /** Returns the summary lines printed at the end of a run: the counts, the changes, and the warnings. */
    public List<String> sentences() {
        return Stream.of(
                        Stream.of(sentence()),
                        processesStarted ? Stream.of(PROCESSES) : Stream.<String>empty(),
                        recording.changes().stream(),
                        renamed.sentence().stream())
                .flatMap(lines -> lines)
                .toList();
    }

    /** Returns the counts in one line, numbers first, and how many calls left the machine. */
    public String sentence() {
        return count(served, "call") + " served, " + missed + " missed, " + count(neverAsked, "recording")
                + " never asked for" + (neverAsked == 0 ? "" : " (mvn recorder:prune)")
                + "; " + blocked + " blocked, " + recording.live() + " live"
                + (recording.live() == 0 ? "" : ": " + recording.counts())
                + (missedByStrangers == 0 ? "" : "; " + missedByStrangers + " missed that no test sent");
    }

    private static String count(long number, String noun) {
        return number + " " + (number == 1 ? noun : noun + "s");
    }
}
