package io.github.recorder.prune;

import io.github.recorder.ledger.CiJob;
import io.github.recorder.ledger.LedgerHead;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The jobs of a CI that left no ledger, as far as the numbers in the names of the others tell.
 *
 * @param missing the names of these jobs
 * @param total the number of all jobs
 */
record MissingJobs(List<String> missing, int total) {

    /** The largest number of jobs that is believed. */
    private static final int MOST_JOBS = 10_000;

    /** Compares the ledgers of one commit with the totals that they give. */
    static MissingJobs of(Collection<LedgerHead> heads) {
        Map<CiJob.Series, Set<String>> seen = new TreeMap<>(
                java.util.Comparator.comparing(CiJob.Series::prefix).thenComparing(CiJob.Series::total));
        Set<String> unnamed = new TreeSet<>();
        for (LedgerHead head : heads) {
            CiJob job = head.header().job();
            if (job == null) {
                unnamed.add(head.header().basedir() + " " + head.header().buildStarted());
            } else {
                seen.computeIfAbsent(job.series(), first -> new TreeSet<>()).add(job.name());
            }
        }
        List<String> missing = seen.entrySet().stream()
                .flatMap(series -> IntStream.rangeClosed(
                                1, Math.min(series.getKey().total(), MOST_JOBS))
                        .mapToObj(series.getKey()::job)
                        .filter(job -> !series.getValue().contains(job)))
                .toList();
        int present = seen.values().stream().mapToInt(Set::size).sum() + unnamed.size();
        return new MissingJobs(missing, present + missing.size());
    }

    /** Returns what is known of the jobs, as the beginning of a sentence. */
    String summary() {
        return missing.isEmpty()
                ? total + (total == 1 ? " job" : " jobs")
                : missing.size() + " of " + total + " jobs left no ledger ("
                        + missing.stream().limit(20).collect(Collectors.joining(", "))
                        + (missing.size() > 20 ? ", ..." : "") + ")";
    }
}
