package io.github.recorder.mojo;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.ledger.CiServer;
import io.github.recorder.lifecycle.AgePolicy;
import io.github.recorder.lifecycle.BypassPolicy;
import io.github.recorder.lifecycle.InvalidConfigurationException;
import io.github.recorder.lifecycle.MaximumAge;
import io.github.recorder.lifecycle.RecordingAges;
import io.github.recorder.lifecycle.ReportService;
import io.github.recorder.lifecycle.RunOutcome;
import io.github.recorder.prune.PruneOutcome;
import io.github.recorder.prune.PruneReport;
import io.github.recorder.prune.PruneResult;
import io.github.recorder.prune.UnreferencedPolicy;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Fails the build if a request matched no recording, if a request to a real service was blocked, even if the
 * application caught the error, or if a recording is broken or could not be written. It may come before or after
 * Failsafe's own {@code verify}. It stops a server that still runs, so {@code stop} need not be bound. If {@code start}
 * was skipped it does nothing, unless {@code ledgers} names those of other machines: then it looks for recordings that
 * are stale by them.
 *
 * @since 0.1.0
 */
@Mojo(name = "verify", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
final class VerifyMojo extends PruningMojo {

    /**
     * The maximum number of entries in a list of the failure. Longer lists have a common cause, which these entries
     * show.
     */
    private static final int MOST_LISTED = 200;

    /**
     * Whether a broken file in the recordings directory fails the build. With {@code false} it is a warning at the
     * start of the run, and a miss if a test needs it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.failOnCorrupt", defaultValue = "true")
    private boolean failOnCorrupt;

    /**
     * The action on recordings that are proven stale: {@code ignore}; {@code warn}; {@code fail}, with the list; {@code
     * delete}, as the goal {@code prune} does; {@code auto}, which is {@code fail} if the environment variable {@code
     * CI} is set, else {@code warn}. A run that proves nothing, because tests were left out or failed, never fails for
     * this.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.unreferenced", defaultValue = "auto")
    private String unreferenced;

    /**
     * The action on tests that bypassed the recorder: no test ran between {@code start} and {@code stop}, tests that
     * call a known service ran before or after, a test JVM did not have the recorder's listener, or a request to a
     * known service was not recorded because its client names the host. The goal {@code stop} warns of each. {@code
     * warn}: no further action; {@code fail}: the build fails; {@code auto}: it fails if the environment variable
     * {@code CI} is set.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.bypassed", defaultValue = "auto")
    private String bypassed;

    /**
     * The age from which a recording is too old: a number of days, weeks or years, as in {@code 180d}, {@code 26w} and
     * {@code 1y}, or a period of ISO 8601, as in {@code P6M}. By default none is. Its age comes from git: when it last
     * changed, by the author's date. A recording that git does not know is never too old, unless its day is in the file
     * {@code recorded-dates.txt} of the recordings directory. Runs that record keep that file if it exists.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.maxAge")
    private @Nullable String maxAge;

    /**
     * The action on recordings that are older than {@code maxAge}: {@code warn}; {@code fail}, with the list.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.outdated", defaultValue = "warn")
    private String outdated;

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        UnreferencedPolicy policy = value(
                        UnreferencedPolicy.values(), UnreferencedPolicy::word, "unreferenced", unreferenced)
                .resolved(System.getenv(CiServer.VARIABLE));
        boolean bypassFails = value(BypassPolicy.values(), BypassPolicy::word, "bypassed", bypassed)
                .fails(System.getenv(CiServer.VARIABLE));
        AgePolicy agePolicy = value(AgePolicy.values(), AgePolicy::word, "outdated", outdated);
        MaximumAge allowed = maximumAge();
        List<RunOutcome> outcomes = endRuns();
        List<String> misses = outcomes.stream()
                .flatMap(outcome -> outcome.missSentence().stream())
                .distinct()
                .toList();
        List<String> corrupt = outcomes.stream()
                .map(RunOutcome::corrupt)
                .flatMap(List::stream)
                .distinct()
                .toList();
        List<String> stopped = outcomes.stream()
                .map(outcome -> outcome.recording().stopped())
                .flatMap(List::stream)
                .distinct()
                .toList();
        List<String> faults = new ArrayList<>();
        if (!stopped.isEmpty()) {
            faults.add("Recordings that were not written:" + list(stopped));
        }
        faults.addAll(misses);
        List<String> blocked = outcomes.stream()
                .map(RunOutcome::blockedCalls)
                .flatMap(List::stream)
                .distinct()
                .toList();
        if (!blocked.isEmpty()) {
            faults.add("Calls past the recordings:" + list(blocked));
        }
        List<String> past = outcomes.stream()
                .map(RunOutcome::bypassed)
                .flatMap(List::stream)
                .distinct()
                .toList();
        if (bypassFails && !past.isEmpty()) {
            faults.add("Tests that went past the recorder (see <bypassed>, -Drecorder.bypassed):" + list(past));
        }
        if (failOnCorrupt && !corrupt.isEmpty()) {
            faults.add("Broken recordings (fix or remove them, or set <failOnCorrupt>, -Drecorder.failOnCorrupt, to"
                    + " false):"
                    + list(corrupt));
        }
        if (allowed != null && !outcomes.isEmpty()) {
            aged(allowed, agePolicy).ifPresent(faults::add);
        }
        if (!faults.isEmpty()) {
            throw new MojoFailureException(String.join("\n", faults));
        }
        if ((!outcomes.isEmpty() || namesLedgers()) && policy != UnreferencedPolicy.IGNORE) {
            unreferenced(policy);
        }
    }

    private static <P> P value(P[] values, Function<P, String> word, String parameter, String given)
            throws MojoExecutionException {
        for (P value : values) {
            if (word.apply(value).equals(given)) {
                return value;
            }
        }
        String allowed = Arrays.stream(values).map(word).collect(Collectors.joining(", "));
        throw new MojoExecutionException(
                "<" + parameter + "> (-Drecorder." + parameter + ") is " + given + ". Give one of: " + allowed + ".");
    }

    private void unreferenced(UnreferencedPolicy policy) throws MojoExecutionException, MojoFailureException {
        PruneOutcome.Kind action =
                policy == UnreferencedPolicy.DELETE ? PruneOutcome.Kind.QUARANTINE : PruneOutcome.Kind.DRY_RUN;
        PruneResult result = prune(action, false);
        if (result instanceof PruneResult.Refused refused) {
            getLog().warn("Recorder: did not check for stale recordings. " + refused.why());
        } else if (result instanceof PruneResult.Judged judged) {
            PruneReport report = judged.report();
            addToReport(() -> ReportService.judged(module(recordings()), report.json(Instant.now())));
            if (namesLedgers() && !judged.plan().evidence().complete()) {
                report.lines().forEach(line -> getLog().warn("Recorder: " + line));
            } else if (judged.plan().stale().isEmpty()) {
                getLog().debug("Recorder: " + report.summary());
            } else if (policy == UnreferencedPolicy.FAIL) {
                throw new MojoFailureException(
                        "Stale recordings, which no test needs (`mvn recorder:prune` removes them):\n  "
                                + String.join("\n  ", report.lines()));
            } else {
                report.lines().forEach(line -> getLog().warn("Recorder: " + line));
                if (policy != UnreferencedPolicy.DELETE) {
                    getLog().warn("Recorder: `mvn recorder:prune` removes what is stale");
                }
            }
            failWhereNotDone(judged);
        }
    }

    private @Nullable MaximumAge maximumAge() throws MojoExecutionException {
        try {
            return maxAge == null || maxAge.isBlank() ? null : MaximumAge.of(maxAge);
        } catch (InvalidConfigurationException problem) {
            throw new MojoExecutionException(problem.getMessage(), problem);
        }
    }

    /** Warns of recordings that are too old, or returns why the build fails. */
    private Optional<String> aged(MaximumAge allowed, AgePolicy policy) throws MojoExecutionException {
        MaximumAge.AgeFindings found = allowed.findings(read(() -> RecordingAges.of(recordings())), buildStarted());
        found.unknownSentence().ifPresent(line -> getLog().warn("Recorder: " + line));
        addToReport(() -> ReportService.outdated(module(recordings()), allowed, found.outdated()));
        Optional<String> text = found.sentence(allowed);
        if (policy == AgePolicy.WARN) {
            text.ifPresent(line -> getLog().warn("Recorder: " + line));
        }
        return policy == AgePolicy.FAIL ? text : Optional.empty();
    }

    /** A problem with the page is no reason to fail a build. */
    private void addToReport(ReportAddition addition) throws MojoExecutionException {
        try {
            addition.write();
        } catch (IOException problem) {
            getLog().warn("Recorder: the report cannot be written: " + FileFailure.message(problem));
        }
    }

    /** Adds something to the report. */
    @FunctionalInterface
    private interface ReportAddition {
        void write() throws IOException, MojoExecutionException;
    }

    private static String list(List<String> items) {
        int more = items.size() - MOST_LISTED;
        return "\n  - " + String.join("\n  - ", more > 0 ? items.subList(0, MOST_LISTED) : items)
                + (more > 0 ? "\n  and " + more + " more" : "");
    }
}
