package io.github.recorder.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.ledger.AttributionConfidence;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.RecordingFingerprint;
import io.github.recorder.ledger.TestStatus;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is counted of decisive runs. */
final class RunTallyTest {

    private static final RecordingFingerprint ONE = new RecordingFingerprint(1, "1".repeat(64));
    private static final RecordingFingerprint OTHER = new RecordingFingerprint(1, "2".repeat(64));

    private final RunTally tally = new RunTally();

    private void outcome(String test, @Nullable String formerId, TestStatus status) {
        tally.addOutcome(new TestRun.Outcome(test, formerId, status));
    }

    @Test
    void aTestHasTheOutcomesOfItsFormerIdAsWell() {
        outcome("acme.AIT#a(int)", "acme.AIT#a", TestStatus.PASSED);
        outcome("acme.AIT#a(long)", "acme.AIT#a", TestStatus.FAILED);

        assertThat(tally.statuses())
                .containsOnly(
                        Map.entry("acme.AIT#a(int)", Set.of(TestStatus.PASSED)),
                        Map.entry("acme.AIT#a(long)", Set.of(TestStatus.FAILED)),
                        Map.entry("acme.AIT#a", Set.of(TestStatus.PASSED, TestStatus.FAILED)));
        assertThat(tally.holders("acme.AIT#a")).containsExactly("acme.AIT#a(int)", "acme.AIT#a(long)");
        assertThat(tally.holders("acme.AIT#a(int)")).isEmpty();
    }

    @Test
    void overloadsAreCountedByTheirParameters() {
        outcome("acme.AIT#a(int)[1]", null, TestStatus.PASSED);
        outcome("acme.AIT#a(int)[2]", null, TestStatus.SKIPPED);
        outcome("acme.AIT#a(long)", null, TestStatus.PASSED);
        outcome("acme.AIT#b", null, TestStatus.PASSED);

        assertThat(tally.overloads("acme.AIT#a")).isEqualTo(2);
        assertThat(tally.overloads("acme.AIT#b")).isZero();
        assertThat(tally.statusesOfMethod("acme.AIT#a(int)"))
                .containsExactlyInAnyOrder(TestStatus.PASSED, TestStatus.SKIPPED);
        assertThat(tally.statusesOfMethod("acme.AIT#c")).isEmpty();
    }

    @Test
    void onlyACertainTestIsServed() {
        serve("acme.AIT#a", AttributionConfidence.EXACT, "exact.json");
        serve("acme.AIT", AttributionConfidence.CLASS, "class.json");
        serve(null, AttributionConfidence.EXACT, "unknown.json");
        for (AttributionConfidence other : AttributionConfidence.values()) {
            if (other != AttributionConfidence.EXACT && other != AttributionConfidence.CLASS) {
                serve("acme.AIT#a", other, "uncertain.json");
            }
        }

        assertThat(tally.servedTo())
                .containsOnly(
                        Map.entry("acme.AIT#a", Set.of("exact.json")),
                        Map.entry("acme.AIT", Set.of("class.json")),
                        Map.entry("", Set.of("unknown.json", "uncertain.json")));
        assertThat(tally.callers("exact.json")).containsExactly("acme.AIT#a");
        assertThat(tally.callers("class.json")).as("some test of the class").containsExactly("");
        assertThat(tally.callers("never.json")).isEmpty();
        assertThat(tally.served()).containsOnly("exact.json", "class.json", "unknown.json", "uncertain.json");
    }

    private void serve(@Nullable String test, AttributionConfidence attribution, String recording) {
        tally.addServed(new LedgerEvent.Served(test, attribution, List.of(recording)));
    }

    @Test
    void aContentIsKnownToAllRunsOnlyIfEachHadIt() {
        tally.beginLedger();
        tally.addPresent("both.json", ONE);
        tally.addPresent("first.json", ONE);
        tally.addPresent("changed.json", ONE);
        tally.beginLedger();
        tally.addPresent("both.json", ONE);
        tally.addPresent("second.json", ONE);
        tally.addPresent("changed.json", OTHER);

        assertThat(tally.knownToAll("both.json", ONE)).isTrue();
        assertThat(tally.knownToAll("both.json", OTHER)).isFalse();
        assertThat(tally.knownToAll("first.json", ONE)).isFalse();
        assertThat(tally.knownToAll("second.json", ONE)).isFalse();
        assertThat(tally.knownToAll("changed.json", OTHER)).isFalse();
        assertThat(tally.knownToAll("never.json", ONE)).isFalse();
        assertThat(tally.knownToAny("first.json", ONE)).isTrue();
        assertThat(tally.knownToAny("first.json", OTHER)).isFalse();
        assertThat(tally.knownToAny("never.json", ONE)).isFalse();
    }
}
