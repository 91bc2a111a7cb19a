package io.github.recorder.prune;

import io.github.recorder.ledger.Ledger;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.prune.MissingProof.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The decisive run of a module in this checkout.
 *
 * @param ledgers its ledgers
 * @param gaps what is missing for the proof
 * @param isOfOtherCode whether it does not cover the current code
 */
record LocalRun(TestRun run, List<Ledger> ledgers, List<MissingProof> gaps, boolean isOfOtherCode) {

    /**
     * Returns the last run of a module in this checkout that covers this code and left nothing out; if there is none,
     * the last; null if there are no runs.
     *
     * @param all the ledgers that were found in this checkout
     * @param ofDirectory those of the recordings directory
     */
    static @Nullable LocalRun decisive(String module, List<Ledger> all, List<Ledger> ofDirectory, CurrentCode current) {
        NavigableMap<Instant, List<Ledger>> builds = ofDirectory.stream()
                .filter(ledger -> ledger.header().module().equals(module)
                        && ledger.header().goal().equals(RunHeader.START))
                .collect(Collectors.groupingBy(
                        ledger -> ledger.header().buildStarted(), TreeMap::new, Collectors.toList()));
        LocalRun best = null;
        for (Map.Entry<Instant, List<Ledger>> started : builds.descendingMap().entrySet()) {
            LocalRun last = of(started.getValue(), executed(module, started.getKey(), all), current);
            if (best == null || last.gaps.isEmpty()) {
                best = last;
            }
            if (last.gaps.isEmpty()) {
                break;
            }
            boolean onlyFiltered = last.gaps.stream().allMatch(gap -> gap.kind() == Kind.FILTERED);
            if (!last.isOfOtherCode && !onlyFiltered) {
                return new LocalRun(best.run, best.ledgers, last.gaps, false);
            }
        }
        return best;
    }

    private static LocalRun of(List<Ledger> ledgers, Set<String> executed, CurrentCode current) {
        TestRun run = TestRun.of(ledgers, executed);
        List<MissingProof> gaps = new ArrayList<>();
        ledgers.stream()
                .flatMap(ledger -> current.gap(ledger).stream())
                .findFirst()
                .ifPresent(gaps::add);
        boolean isOfOtherCode = !gaps.isEmpty();
        gaps.addAll(run.gaps());
        return new LocalRun(run, ledgers, List.copyOf(gaps), isOfOtherCode);
    }

    /** Returns the goals that ran the module's tests in a build, whichever recordings they used. */
    private static Set<String> executed(String module, Instant started, List<Ledger> all) {
        return all.stream()
                .filter(ledger -> ledger.header().module().equals(module)
                        && ledger.header().buildStarted().equals(started))
                .flatMap(ledger -> ledger.events(LedgerEvent.Execution.class).stream())
                .map(LedgerEvent.Execution::goal)
                .collect(Collectors.toSet());
    }
}
