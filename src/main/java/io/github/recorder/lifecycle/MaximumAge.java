package io.github.recorder.lifecycle;

import io.github.recorder.store.RecordedDates;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The age from which recordings are outdated.
 *
 * @param given the age as the user wrote it
 * @param period the age, positive
 */
public record MaximumAge(String given, Period period) {

    private static final int MOST_LISTED = 20;

    private static final Pattern SHORT = Pattern.compile("([0-9]{1,6})([dwy])", Pattern.CASE_INSENSITIVE);

    /**
     * The recordings that are too old, and those of which nobody can say.
     *
     * @param outdated the oldest first
     * @param unknown those whose age is not known
     * @param shallow whether some are unknown because the clone is shallow
     */
    public record AgeFindings(List<RecordingAge> outdated, List<RecordingAge> unknown, boolean shallow) {

        /** Returns the outdated recordings, the oldest first; empty if there is none. */
        public Optional<String> sentence(MaximumAge allowed) {
            int size = outdated.size();
            return size == 0
                    ? Optional.empty()
                    : Optional.of(count(size) + (size == 1 ? " is" : " are") + " older than " + allowed.given()
                            + " (<maxAge>, -Drecorder.maxAge). Record "
                            + (size == 1 ? "it" : "them") + " again with -Drecorder.mode=record, or see with"
                            + " `mvn recorder:check` whether the services still say the same:"
                            + outdated.stream()
                                    .limit(MOST_LISTED)
                                    .map(age -> "\n  - " + age.path() + ", made " + age.day())
                                    .collect(Collectors.joining())
                            + (size > MOST_LISTED ? "\n  and " + (size - MOST_LISTED) + " more" : ""));
        }

        /** Returns how many ages are unknown, and why; empty if all are known. */
        public Optional<String> unknownSentence() {
            return unknown.isEmpty()
                    ? Optional.empty()
                    : Optional.of("the age of " + count(unknown.size()) + " is unknown, so <maxAge> was not applied to"
                            + " them: "
                            + (shallow
                                    ? "this is a shallow clone, which lacks the commits that made them. Fetch the whole"
                                            + " history (`git fetch --unshallow`; fetch-depth: 0 in GitHub Actions,"
                                            + " GIT_DEPTH: 0 in GitLab)."
                                    : "git does not know them. Commit them, or create an empty "
                                            + RecordedDates.FILE
                                            + " in the recordings directory, which runs that record keep."));
        }

        private static String count(int number) {
            return number + (number == 1 ? " recording" : " recordings");
        }
    }

    /**
     * Returns an age.
     *
     * @param text a number of days, weeks or years, as in {@code 180d}, {@code 26w} and {@code 1y}, or a period of ISO
     *     8601, as in {@code P6M}
     * @throws InvalidConfigurationException if it is none, or not positive
     */
    public static MaximumAge of(String text) throws InvalidConfigurationException {
        String given = text.strip();
        try {
            Matcher parts = SHORT.matcher(given);
            Period period = parts.matches() ? Period.parse("P" + parts.group(1) + parts.group(2)) : Period.parse(given);
            if (!period.isNegative() && !period.isZero()) {
                return new MaximumAge(given, period);
            }
        } catch (DateTimeException | ArithmeticException none) {
            // The message below says what is allowed.
        }
        throw new InvalidConfigurationException("<maxAge> (-Drecorder.maxAge) is " + given
                + ". Give a number of days, weeks or years, as in 180d, 26w or 1y, or a period of ISO 8601, as in"
                + " P6M.");
    }

    /** Returns which recordings are older. */
    public AgeFindings findings(List<RecordingAge> ages, Instant now) {
        Instant oldest = oldest(now);
        List<RecordingAge> outdated = ages.stream()
                .filter(age -> age.certainty() == RecordingAge.Certainty.EXACT
                        && age.made().isBefore(oldest))
                .sorted(Comparator.comparing(RecordingAge::made).thenComparing(RecordingAge::path))
                .toList();
        List<RecordingAge> unknown = ages.stream()
                .filter(age -> age.certainty() != RecordingAge.Certainty.EXACT)
                .toList();
        boolean shallow = unknown.stream().anyMatch(age -> age.certainty() == RecordingAge.Certainty.CUT_OFF);
        return new AgeFindings(outdated, unknown, shallow);
    }

    private Instant oldest(Instant now) {
        try {
            return now.atOffset(ZoneOffset.UTC).minus(period).toInstant();
        } catch (DateTimeException | ArithmeticException beforeAllTime) {
            return Instant.MIN;
        }
    }
}
