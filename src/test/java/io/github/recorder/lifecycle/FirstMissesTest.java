package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.ledger.AttributionConfidence;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.TestStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FirstMissesTest {

    private final List<LedgerEvent> events = new ArrayList<>();

    @Test
    void theFirstMissOfAFailedTestIsTheLikelyCause() {
        missed("acme.ChatIT#asks", "POST /chat (target/1-12.txt)");
        missed("acme.ChatIT#asks", "second");
        missed("acme.ToolIT#calls", "third");
        finished("acme.ChatIT#asks", TestStatus.FAILED);
        finished("acme.ToolIT#calls", TestStatus.PASSED);

        assertThat(sentences())
                .containsExactly(
                        "Likely cause of the failure of acme.ChatIT#asks: no recording answers POST /chat"
                                + " (target/1-12.txt), the first of 2 misses",
                        "First miss of acme.ToolIT#calls: no recording answers third");
    }

    @Test
    void requestsWithoutATestAreNotNamedAgain() {
        events.add(new LedgerEvent.Missed(null, AttributionConfidence.NONE, "somebody's"));

        assertThat(sentences()).isEmpty();
    }

    @Test
    void aSummaryStaysShort() {
        for (int n = 0; n < 13; n++) {
            missed("acme.ChatIT#asks[" + n + "]", "miss " + n);
        }

        assertThat(sentences()).hasSize(11).last().isEqualTo("3 more tests missed recordings; the report names all");
    }

    private List<String> sentences() {
        return FirstMisses.sentences(
                ExampleLedger.of("acme:it", Path.of("/acme"), Instant.EPOCH, Instant.EPOCH, events));
    }

    private void missed(String test, String text) {
        events.add(new LedgerEvent.Missed(test, AttributionConfidence.EXACT, text));
    }

    private void finished(String test, TestStatus status) {
        events.add(new LedgerEvent.TestFinished("1", test, test, null, status));
    }
}
