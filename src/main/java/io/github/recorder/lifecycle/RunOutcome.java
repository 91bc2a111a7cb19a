package io.github.recorder.lifecycle;

import java.util.List;

/**
 * What a run came to.
 *
 * @param served the number of calls that were answered from recordings
 * @param missed the number of calls that found no recording
 * @param neverAsked the number of recordings that no call asked for
 * @param misses the text of each miss, once
 * @param corrupt a sentence for each file that is broken
 * @param blocked the number of calls that the guard stopped on their way past the server
 * @param blockedCalls the text of each such call, once
 */
public record RunOutcome(
        long served,
        long missed,
        int neverAsked,
        List<String> misses,
        List<String> corrupt,
        long blocked,
        List<String> blockedCalls) {

    /** Returns the outcome as one sentence, numbers first, and at its end whether all calls stayed in the house. */
    public String sentence() {
        return count(served, "call") + " served, " + missed + " missed, " + count(neverAsked, "recording")
                + " never asked for; " + hermeticity();
    }

    /** Returns the line by which a reader, or a program, sees that no call reached a real service. */
    private String hermeticity() {
        long live = 0; // Nothing is ever passed on to a real service while recordings are replayed.
        return "hermeticity: served " + served + ", missed " + missed + ", live " + live + ", blocked " + blocked;
    }

    private static String count(long number, String noun) {
        return number + " " + (number == 1 ? noun : noun + "s");
    }
}
