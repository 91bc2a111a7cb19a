package io.github.recorder.check;

import io.github.recorder.recording.VisibleText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The outcome of a check.
 *
 * @param report the results
 * @param takenOver the number of results that are from an earlier check
 * @param leftOver the number of recordings that were not asked because of the limits
 */
public record CheckResult(CheckReport report, int takenOver, int leftOver) {

    private static final int MOST_LISTED = 10;

    /** Returns the lines for the end of a check: the counts, and what is not identical, the worst first. */
    public List<String> sentences() {
        Stream<String> differing = Stream.of(CheckVerdict.SHAPE_CHANGED, CheckVerdict.CHANGED, CheckVerdict.REWORDED)
                .flatMap(verdict -> listed(verdict).stream());
        return Stream.of(Stream.of(sentence()), differing, unasked().stream())
                .flatMap(lines -> lines)
                .toList();
    }

    /** Returns whether there is no recording to check. */
    public boolean isEmpty() {
        return report.recordings().isEmpty() && leftOver == 0;
    }

    /** Returns the counts. */
    public String sentence() {
        return report.sentence()
                + (leftOver == 0 ? "" : "; " + leftOver + " left over by the limits, which the next check asks");
    }

    private List<String> listed(CheckVerdict verdict) {
        List<String> all = report.recordings().stream()
                .filter(recording -> recording.verdict() == verdict)
                .map(CheckResult::line)
                .toList();
        int more = all.size() - MOST_LISTED;
        return more <= 0
                ? all
                : Stream.concat(
                                all.stream().limit(MOST_LISTED),
                                Stream.of("  " + more + " more " + verdict.words() + ", see " + RecordingCheck.JSON))
                        .toList();
    }

    private static String line(CheckedRecording recording) {
        Double similarity = recording.similarity();
        String words = similarity == null || recording.verdict() != CheckVerdict.REWORDED
                ? ""
                : " (" + (int) (100 * similarity) + " % of the words are the same)"; // 100 only if all are.
        // The names of files are not ours either.
        return "  " + recording.verdict().words() + " " + VisibleText.of(recording.path()) + words + ": "
                + recording.detail();
    }

    /** Returns a line for each reason. */
    private List<String> unasked() {
        Map<String, Long> reasons = report.recordings().stream()
                .filter(recording -> recording.verdict() == CheckVerdict.NOT_ASKED)
                .collect(Collectors.groupingBy(CheckedRecording::detail, LinkedHashMap::new, Collectors.counting()));
        return reasons.entrySet().stream()
                .map(reason -> "  " + reason.getValue() + " could not be asked: " + reason.getKey())
                .toList();
    }

    /**
     * Returns why the check fails; empty if it does not. A check that got no response shows nothing, so it fails, too,
     * unless nothing fails a check.
     */
    public Optional<String> failure(FailurePolicy policy) {
        Map<CheckVerdict, Long> failing = report.recordings().stream()
                .map(CheckedRecording::verdict)
                .filter(policy::fails)
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        long count = failing.values().stream().mapToLong(Long::longValue).sum();
        if (count > 0) {
            return Optional.of(count + (count == 1 ? " recording differs" : " recordings differ")
                    + " from the real services ("
                    + failing.entrySet().stream()
                            .map(verdict ->
                                    verdict.getValue() + " " + verdict.getKey().words())
                            .collect(Collectors.joining(", "))
                    + "). Take the live responses over with `mvn recorder:accept -Drecorder.accept=FILE,...`, record"
                    + " again with -Drecorder.mode=record, or let them pass with -Drecorder.check.failOn="
                    + FailurePolicy.NONE.word() + ".");
        }
        List<CheckedRecording> checked = report.recordings();
        int size = checked.size() + leftOver;
        boolean nothing = size > 0 && report.count(CheckVerdict.NOT_ASKED) == checked.size();
        return nothing && policy != FailurePolicy.NONE
                ? Optional.of("None of " + size + (size == 1 ? " recording" : " recordings")
                        + " could be asked, so nothing is known: "
                        + (leftOver > 0
                                ? leftOver + (leftOver == 1 ? " is" : " are") + " over the limits; raise <maxTokens>"
                                        + " (-Drecorder.check.maxTokens) or <maxRequests>"
                                        + " (-Drecorder.check.maxRequests)."
                                : checked.get(0).detail() + "."))
                : Optional.empty();
    }
}
