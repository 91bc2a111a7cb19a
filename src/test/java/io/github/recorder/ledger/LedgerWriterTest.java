package io.github.recorder.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recorder.recording.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerWriterTest {

    private static final RunHeader HEADER = new RunHeader(
            "20261122T160000.000Z-1a2b3c4d",
            "0.1.0",
            RunHeader.START,
            "acme:app",
            "/build/app",
            "/build/app/src/test/recordings",
            "app/src/test/recordings",
            Instant.parse("2026-11-22T15:59:00Z"),
            Instant.parse("2026-11-22T16:00:00Z"),
            RunHeader.REPLAY,
            "prefer",
            List.of("-Dit.test=AIT"),
            FilterReach.CLASSES,
            new CiJob("jdk21 3/20", 2),
            List.of("failsafe:integration-test@default"),
            List.of(new RunHeader.ReactorModule("acme:app", "/build/app/src/test/recordings")),
            Json.mapper().createObjectNode().put("upstream", "openai"),
            List.of(new RunHeader.Detail("maven", "3.9.16")));

    @TempDir
    private Path directory;

    private final List<String> warnings = new ArrayList<>();

    private LedgerWriter open() throws IOException {
        return LedgerWriter.create(directory, HEADER, warnings::add);
    }

    private static Ledger read(LedgerWriter ledger) throws UnreadableLedgerException {
        Ledger read = LedgerReader.read(ledger.file());
        assertThat(read).isNotNull();
        return read;
    }

    @Test
    void writesRepeatedMissOnceForEachTestAndCountsAll() throws Exception {
        LedgerWriter ledger = open();
        for (int i = 0; i < 3; i++) {
            ledger.missed("acme.AIT#a", AttributionConfidence.EXACT, "No recording.", "No recording.");
        }
        ledger.missed("acme.AIT#b", AttributionConfidence.EXACT, "No recording.", "No recording.");
        ledger.close();
        Ledger read = read(ledger);
        assertThat(read.events())
                .containsExactly(
                        new LedgerEvent.Missed("acme.AIT#a", AttributionConfidence.EXACT, "No recording."),
                        new LedgerEvent.Missed("acme.AIT#b", AttributionConfidence.EXACT, "No recording."));
        assertThat(read.end()).isNotNull();
        assertThat(read.end().missed()).isEqualTo(4);
    }

    @Test
    void isReadAsItWasWritten() throws Exception {
        LedgerWriter ledger = open();
        LedgerEvent.CodeState code =
                new LedgerEvent.CodeState("s", "t", Map.of("acme.AIT", "ab"), List.of("src/x"), "1f2e", List.of("a"));
        LedgerEvent.Execution execution = new LedgerEvent.Execution(
                "failsafe:integration-test@default", true, Map.of("x-SNAPSHOT.jar", "cd"), List.of("tck.jar"));
        RecordingFingerprint fingerprint = new RecordingFingerprint(12, "ab");
        ledger.code(code);
        ledger.present(List.of(
                new LedgerEvent.Inventory.Item("a.json", fingerprint),
                new LedgerEvent.Inventory.Item("\u00e9 \"b\"\n.json", fingerprint)));
        ledger.executionStarted(execution);
        ledger.sessionOpened("1");
        ledger.testStarted("1", "acme.AIT#a", "[method:a()]", "acme.Base#a");
        ledger.served("acme.AIT#a", AttributionConfidence.EXACT, List.of("a.json", "b.json"));
        ledger.missed(null, AttributionConfidence.NONE, "No \"recording\"\nanswers.", "No \"recording\"\nanswers.");
        ledger.live("acme.AIT", AttributionConfidence.CLASS, "POST /v1/embeddings");
        ledger.recorded("acme.AIT#a", AttributionConfidence.CONTENT, "c.json");
        ledger.testFinished("1", "acme.AIT#a", "[method:a()]", "acme.Base#a", TestStatus.ABORTED);
        ledger.sessionClosed("1");
        ledger.reported(List.of(
                new LedgerEvent.Report("failsafe", "acme.AIT", 3, 1, 2), new LedgerEvent.Crashed("no good-bye")));
        ledger.codeChanged(List.of("src/y"));
        ledger.close();

        Ledger read = read(ledger);

        assertThat(read.header()).isEqualTo(HEADER);
        assertThat(read.code()).isEqualTo(code);
        assertThat(read.present())
                .containsOnly(Map.entry("a.json", fingerprint), Map.entry("\u00e9 \"b\"\n.json", fingerprint));
        assertThat(LedgerReader.readEvents(read.file()))
                .isEqualTo(new Ledger(read.file(), HEADER, code, Map.of(), read.events(), read.end()));
        assertThat(read.events())
                .containsExactly(
                        execution,
                        new LedgerEvent.SessionOpened("1", "failsafe:integration-test@default"),
                        new LedgerEvent.TestStarted("1", "acme.AIT#a", "[method:a()]", "acme.Base#a"),
                        new LedgerEvent.Served("acme.AIT#a", AttributionConfidence.EXACT, List.of("a.json", "b.json")),
                        new LedgerEvent.Missed(null, AttributionConfidence.NONE, "No \"recording\"\nanswers."),
                        new LedgerEvent.Live("acme.AIT", AttributionConfidence.CLASS, "POST /v1/embeddings"),
                        new LedgerEvent.Recorded("acme.AIT#a", AttributionConfidence.CONTENT, "c.json"),
                        new LedgerEvent.TestFinished(
                                "1", "acme.AIT#a", "[method:a()]", "acme.Base#a", TestStatus.ABORTED),
                        new LedgerEvent.SessionClosed("1"),
                        new LedgerEvent.Report("failsafe", "acme.AIT", 3, 1, 2),
                        new LedgerEvent.Crashed("no good-bye"),
                        new LedgerEvent.CodeChanged(List.of("src/y")));
        assertThat(read.end()).isNotNull();
        assertThat(read.end().served()).isEqualTo(1);
        assertThat(read.end().missed()).isEqualTo(1);
        assertThat(warnings).isEmpty();
    }

    @Test
    void writesOnceWhatATestIsServedOftenAndHowOften() throws Exception {
        LedgerWriter ledger = open();
        for (int i = 0; i < 5; i++) {
            ledger.served("acme.AIT#a", AttributionConfidence.EXACT, List.of("a.json"));
        }
        ledger.served("acme.AIT#b", AttributionConfidence.EXACT, List.of("a.json"));
        ledger.close();

        Ledger read = read(ledger);

        assertThat(read.events(LedgerEvent.Served.class)).hasSize(2);
        assertThat(read.events(LedgerEvent.ServedCount.class))
                .containsExactly(new LedgerEvent.ServedCount("acme.AIT#a", List.of("a.json"), 5));
        assertThat(ledger.servedCount()).isEqualTo(6);
    }

    @Test
    void writesOnceWhichTestWroteARecordingThatHoldsSeveralOfItsAnswers() throws Exception {
        LedgerWriter ledger = open();
        for (int i = 0; i < 3; i++) {
            ledger.recorded("acme.AIT#a", AttributionConfidence.EXACT, "a.json");
        }
        ledger.recorded(null, AttributionConfidence.NONE, "a.json");
        ledger.close();

        Ledger read = read(ledger);

        assertThat(read.events(LedgerEvent.Recorded.class))
                .containsExactly(
                        new LedgerEvent.Recorded("acme.AIT#a", AttributionConfidence.EXACT, "a.json"),
                        new LedgerEvent.Recorded(null, AttributionConfidence.NONE, "a.json"));
        assertThat(read.end()).isNotNull().extracting(LedgerEvent.End::recorded).isEqualTo(4L);
    }

    /** Each event is in the file at once; a ledger that is cut at any byte can be read and says that it has no end. */
    @Test
    void isReadableWhereverItIsCutOff() throws Exception {
        LedgerWriter ledger = open();
        ledger.testStarted("1", "acme.AIT#ä");
        ledger.served("acme.AIT#ä", AttributionConfidence.EXACT, List.of("a.json"));
        byte[] whole = Files.readAllBytes(ledger.file());
        Path cut = directory.resolve("cut.jsonl");
        for (int length = 0; length <= whole.length; length++) {
            Files.write(cut, java.util.Arrays.copyOf(whole, length));
            Ledger read = LedgerReader.read(cut);
            if (read != null) {
                assertThat(read.end()).isNull();
                assertThat(read.events()).hasSizeLessThanOrEqualTo(2);
            }
        }
        ledger.close();

        assertThat(read(ledger).end()).isNotNull();
    }

    @Test
    void takesEventsOfManyThreadsWithoutTearingALine() throws Exception {
        LedgerWriter ledger = open();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            String name = "acme.T" + t;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 200; i++) {
                    ledger.testStarted("1", name + "#m" + i);
                    ledger.served(name + "#m" + i, AttributionConfidence.EXACT, List.of(i + ".json"));
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        ledger.close();

        assertThat(read(ledger).events()).hasSize(8 * 200 * 2);
    }

    @Test
    void passesOverEventsAndKeysOfALaterMinorVersion() throws Exception {
        LedgerWriter ledger = open();
        ledger.close();
        String text = Files.readString(ledger.file())
                .replace("\"version\":\"2.1\"", "\"version\":\"2.7\",\"colour\":\"blue\"")
                .replace("{\"event\":\"end\"", "{\"event\":\"weather\",\"rain\":1}\n{\"event\":\"end\"");
        Files.writeString(ledger.file(), text);

        assertThat(read(ledger).end()).isNotNull();
    }

    @Test
    void saysWhichLineIsDamaged() throws Exception {
        LedgerWriter ledger = open();
        ledger.sessionOpened("1");
        Files.writeString(
                ledger.file(),
                "{\"event\":\"test_finished\",\"test\":\"x\",\"unique_id\":\"x\",\"status\":\"happy\"}\n",
                StandardOpenOption.APPEND);

        assertThatThrownBy(() -> LedgerReader.read(ledger.file()))
                .isInstanceOf(UnreadableLedgerException.class)
                .hasMessageContainingAll("line 3", "\"status\" is \"happy\"", "passed, failed, aborted, skipped");
    }

    @Test
    void staysIncompleteWhereItWasAbandoned() throws Exception {
        LedgerWriter ledger = open();
        ledger.abandon();
        ledger.close();

        assertThat(read(ledger).end()).isNull();
    }

    @Test
    void findsLedgersByDirectoryFileAndGlob() throws Exception {
        open().close();
        Path file = directory.resolve(HEADER.run() + ".jsonl");
        Files.writeString(directory.resolve("other.txt"), "");

        assertThat(LedgerLocator.in(directory)).containsExactly(file);
        assertThat(LedgerLocator.in(directory.resolve("none"))).isEmpty();
        assertThat(LedgerLocator.named(directory, ".")).containsExactly(file);
        assertThat(LedgerLocator.named(directory, "2026*.jsonl")).containsExactly(file);
        assertThat(LedgerLocator.named(directory.getParent(), directory.getFileName() + "/*"))
                .containsExactly(file);
        assertThat(LedgerLocator.named(directory, file.getFileName().toString()))
                .containsExactly(file);
    }
}
