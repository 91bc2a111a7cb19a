package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.ledger.AttributionConfidence;
import io.github.recorder.ledger.Ledger;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.ledger.TestStatus;
import io.github.recorder.recording.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FirstMissesTest {

    private final List<LedgerEvent> events = new ArrayList<>();

    @Test
    void theFirstMissOfAFailedTestIsTheLikelyCause() {
        missed("acme.ChatIT#asks", "first");
        missed("acme.ChatIT#asks", "second");
        missed("acme.ToolIT#calls", "third");
        finished("acme.ChatIT#asks", TestStatus.FAILED);
        finished("acme.ToolIT#calls", TestStatus.PASSED);

        assertThat(sentences())
                .containsExactly(
                        "Likely cause of the failure of acme.ChatIT#asks: first",
                        "First miss of acme.ToolIT#calls: third");
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

        assertThat(sentences()).hasSize(11).last().isEqualTo("3 more tests missed recordings");
    }

    private List<String> sentences() {
        RunHeader header = new RunHeader(
                "run",
                "0.1.0",
                RunHeader.START,
                "acme:it",
                "/acme",
                "/acme/recordings",
                "recordings",
                Instant.EPOCH,
                Instant.EPOCH,
                RunHeader.REPLAY,
                "prefer",
                List.of(),
                List.of(),
                List.of(),
                Json.mapper().createObjectNode(),
                List.of());
        return FirstMisses.sentences(new Ledger(Path.of("run.jsonl"), header, null, Map.of(), events, null));
    }

    private void missed(String test, String text) {
        events.add(new LedgerEvent.Missed(test, AttributionConfidence.EXACT, text));
    }

    private void finished(String test, TestStatus status) {
        events.add(new LedgerEvent.TestFinished("1", test, test, null, status));
    }
}
