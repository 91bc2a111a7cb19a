package io.github.recorder.mojo;

import io.github.recorder.lifecycle.RunOutcome;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Fails the build where a call found no recording or was blocked on its way to a real service, even if the application caught
 * the error, and where a recording is broken. It may come before or after Failsafe's own {@code verify}. A server that still runs is stopped first, so that
 * {@code stop} need not be bound. Where {@code start} was skipped it does nothing.
 *
 * @since 0.1.0
 */
@Mojo(name = "verify", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
final class VerifyMojo extends RecorderMojo {

    /**
     * Whether a broken file in the recordings directory fails the build. With {@code false} it is a warning at the start of the
     * run, and a miss if a test needs it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.failOnCorrupt", defaultValue = "true")
    private boolean failOnCorrupt;

    @Override
    void run() throws MojoFailureException {
        List<RunOutcome> outcomes = runs().end();
        List<String> misses = outcomes.stream()
                .map(RunOutcome::misses)
                .flatMap(List::stream)
                .distinct()
                .toList();
        List<String> corrupt = outcomes.stream()
                .map(RunOutcome::corrupt)
                .flatMap(List::stream)
                .distinct()
                .toList();
        List<String> faults = new ArrayList<>();
        if (!misses.isEmpty()) {
            faults.add("Calls without a recording:" + list(misses));
        }
        List<String> blocked = outcomes.stream()
                .map(RunOutcome::blockedCalls)
                .flatMap(List::stream)
                .distinct()
                .toList();
        if (!blocked.isEmpty()) {
            faults.add("Calls past the recordings:" + list(blocked));
        }
        if (failOnCorrupt && !corrupt.isEmpty()) {
            faults.add(
                    "Broken recordings (mend or remove them, or set <failOnCorrupt>, -Drecorder.failOnCorrupt, to false):"
                            + list(corrupt));
        }
        if (!faults.isEmpty()) {
            throw new MojoFailureException(String.join("\n", faults));
        }
    }

    private static String list(List<String> items) {
        return "\n  - " + String.join("\n  - ", items);
    }
}
