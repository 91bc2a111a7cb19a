package io.github.recorder.ledger;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One try of a job of a CI that runs a part of the tests.
 *
 * @param name the name, which each job of a pipeline has for itself; its end may be the number of the job and their
 *     total, such as {@code 3/20} or {@code jdk21 3/20}
 * @param attempt the number of the try, which is higher for a later one; 0 if unknown
 */
public record CiJob(String name, long attempt) {

    private static final Pattern NUMBERED = Pattern.compile("(|.*\\D)(\\d{1,6})/(\\d{1,6})", Pattern.DOTALL);

    /** A series of jobs that share the tests among them. */
    public record Series(String prefix, int total) {

        /** Returns the name of one of the jobs, which are counted from 1. */
        public String job(int number) {
            return prefix + number + "/" + total;
        }
    }

    /** Returns the series that the job is one of; of a job without a number it is the only one. */
    public Series series() {
        Matcher parts = NUMBERED.matcher(name);
        return parts.matches()
                ? new Series(parts.group(1), Integer.parseInt(parts.group(3)))
                : new Series(name + " ", 0);
    }
}
