package io.github.recorder.check;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts in which limits allow to ask recordings if nothing is known of earlier checks, as in a CI job whose
 * directory {@code target} is always new. The day chooses the part, so that the jobs of some days together ask all.
 *
 * @param first the number of the part that is first on this day, from 0 on
 * @param parts the recordings of each part, in their order
 */
record CheckParts(int first, List<List<WaitingRecording>> parts) {

    /**
     * The fraction of the root of 14. Its multiples spread evenly over the parts whether there is a check on each day,
     * on working days or once a week. The day modulo the number of parts is no choice: of seven parts, a weekly check
     * would always be given the same one.
     */
    private static final double STEP = 0.7416573867739413;

    /** Keeps a copy of the list. */
    CheckParts {
        parts = List.copyOf(parts);
    }

    /** A recording that can be asked, with its tokens by the recorded usage. */
    record WaitingRecording(String path, long tokens) {}

    /** Divides recordings into parts that the limits allow. One that they never allow is in the last part. */
    static CheckParts of(List<WaitingRecording> waiting, CheckOptions options) {
        List<List<WaitingRecording>> parts = new ArrayList<>();
        List<WaitingRecording> part = new ArrayList<>();
        List<WaitingRecording> tooLarge = new ArrayList<>();
        CheckBudget budget = new CheckBudget(options);
        for (WaitingRecording next : waiting) {
            if (!new CheckBudget(options).allows(next.tokens())) {
                tooLarge.add(next);
                continue;
            }
            if (!budget.allows(next.tokens())) {
                parts.add(List.copyOf(part));
                part.clear();
                budget = new CheckBudget(options);
            }
            part.add(next);
            budget.spend(next.tokens());
        }
        part.addAll(tooLarge);
        parts.add(List.copyOf(part));
        return new CheckParts(first(options.day(), parts.size()), parts);
    }

    /** Returns the part of a day. */
    static int first(LocalDate day, int parts) {
        double place = day.toEpochDay() * STEP;
        return (int) ((place - Math.floor(place)) * parts);
    }

    /** Returns all recordings, those of the first part of this day at the beginning. */
    List<WaitingRecording> ordered() {
        List<WaitingRecording> ordered = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            ordered.addAll(parts.get((first + i) % parts.size()));
        }
        return ordered;
    }
}
