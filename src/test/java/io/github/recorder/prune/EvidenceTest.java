package io.github.recorder.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.ledger.AttributionConfidence;
import io.github.recorder.ledger.Ledger;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.LedgerWriter;
import io.github.recorder.ledger.RecordingFingerprint;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.ledger.TestStatus;
import io.github.recorder.lifecycle.ScriptedBuild;
import io.github.recorder.lifecycle.ScriptedBuild.Module;
import io.github.recorder.lifecycle.ScriptedBuild.Run;
import io.github.recorder.prune.MissingProof.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ledgers of a directory say of its tests and recordings, asked directly. */
final class EvidenceTest {

    @TempDir
    private Path directory;

    private ScriptedBuild build;
    private Module app;

    @BeforeEach
    void setUp() throws IOException {
        build = new ScriptedBuild(directory);
        app = build.module("app").testClass("acme.AIT", "a", "b").testClass("acme.BIT", "c");
        app.recording("a.json", "acme.AIT#a", "hello").recording("b.json", "acme.AIT#b", "good day");
    }

    private List<Ledger> ledgers() throws Exception {
        return app.readLedgers();
    }

    private Evidence evidence() throws Exception {
        return evidence(ledgers());
    }

    private Evidence evidence(List<Ledger> ledgers) throws Exception {
        return Evidence.of(app.recordings(), ledgers, build.layout(), Instant.now());
    }

    private Run whole() {
        return app.run()
                .passes("acme.AIT#a", "a.json")
                .passes("acme.AIT#b", "b.json")
                .passes("acme.BIT#c");
    }

    private static TestName name(String id) {
        return TestName.of(id);
    }

    @Test
    void aWholeRunIsComplete() throws Exception {
        whole().ends();

        Evidence evidence = evidence();

        assertThat(evidence.gaps()).isEmpty();
        assertThat(evidence.complete()).isTrue();
        assertThat(evidence.tests()).isEqualTo(3);
        assertThat(evidence.ledgersOfAnyCode()).isEqualTo(1);
        assertThat(evidence.unseen()).isEmpty();
        assertThat(evidence.served()).containsExactlyInAnyOrder("a.json", "b.json");
        assertThat(evidence.served("a.json")).isTrue();
        assertThat(evidence.served("gone.json")).isFalse();
    }

    @Test
    void aClassIsServedWhatItsTestsAndNestedClassesAre() throws Exception {
        app.testClass("acme.AITMore", "x");
        app.recording("class.json", "acme.AIT", "once").recording("nested.json", "acme.AIT$Inner#n", "deep");
        app.recording("more.json", "acme.AITMore#x", "other");
        Run run = whole().passes("acme.AIT$Inner#n", "nested.json").passes("acme.AITMore#x", "more.json");
        run.ledger().served("acme.AIT", AttributionConfidence.CLASS, List.of("class.json"));
        run.ends();

        Evidence evidence = evidence();

        assertThat(evidence.servedTo(name("acme.AIT")))
                .containsExactly("a.json", "b.json", "class.json", "nested.json");
        assertThat(evidence.servedTo(name("acme.AIT#a"))).containsExactly("a.json");
        assertThat(evidence.servedTo(name("acme.AIT#never"))).isEmpty();
    }

    @Test
    void aFormerIdIsServedWhatItsHoldersAre() throws Exception {
        app.testClass("acme.CIT", "p(I)V", "p(J)V");
        app.recording("int.json", "acme.CIT#p", "int").recording("long.json", "acme.CIT#p", "long");
        Run run = whole();
        LedgerWriter ledger = run.ledger();
        ledger.served("acme.CIT#p(int)", AttributionConfidence.EXACT, List.of("int.json"));
        ledger.served("acme.CIT#p(long)", AttributionConfidence.EXACT, List.of("long.json"));
        ledger.testFinished("1", "acme.CIT#p(int)", "[p(int)]", "acme.CIT#p", TestStatus.PASSED);
        ledger.testFinished("1", "acme.CIT#p(long)", "[p(long)]", "acme.CIT#p", TestStatus.PASSED);
        run.ends();

        Evidence evidence = evidence();

        assertThat(evidence.servedTo(name("acme.CIT#p"))).containsExactly("int.json", "long.json");
        assertThat(evidence.isSeen(name("acme.CIT#p"))).isTrue();
    }

    @Test
    void aMethodIsUnseenAsLongAsOneOfItsOverloadsIs() throws Exception {
        app.testClass("acme.CIT", "p(I)V", "p(J)V");
        whole().passes("acme.CIT#p(int)").ends();

        Evidence evidence = evidence();

        assertThat(evidence.unseen()).containsExactly("acme.CIT#p");
        assertThat(evidence.isSeen(name("acme.CIT#p"))).isFalse();
        assertThat(evidence.isSeen(name("acme.CIT#p(int)"))).isTrue();
    }

    @Test
    void aClassIsSeenIfNothingInItWasLeftOut() throws Exception {
        app.testClass("acme.CIT", "c").testClass("acme.DIT", "d").testClass("acme.EIT", "e", "f");
        whole().passes("acme.DIT#d").passes("acme.EIT#e").skips("acme.EIT#f").ends();

        Evidence evidence = evidence();

        assertThat(evidence.isSeen(name("acme.DIT"))).isTrue();
        assertThat(evidence.isSeen(name("acme.EIT"))).isFalse();
        assertThat(evidence.isSeen(name("acme.CIT"))).isFalse();
        assertThat(evidence.isClassSeen("acme.CIT")).isFalse();
        assertThat(evidence.unseen()).containsExactlyInAnyOrder("acme.EIT#f", "acme.CIT#c", "acme.CIT");
    }

    @Test
    void aTestOfANestedClassIsUnseenIfAClassAroundItIs() throws Exception {
        whole().skips("acme.AIT$Outer").ends();

        Evidence evidence = evidence();

        assertThat(evidence.isUnseen(name("acme.AIT$Outer$Inner#n"))).isTrue();
        assertThat(evidence.isUnseen(name("acme.AIT$Other#n"))).isFalse();
        assertThat(evidence.isUnseen(name("acme.AIT#a"))).isFalse();
    }

    @Test
    void theLatestLedgerIsThatOfTheDecisiveRunOrElseOfTheDirectory() throws Exception {
        whole().ends();
        List<Ledger> first = ledgers();
        app.run("-Dit.test=AIT").passes("acme.AIT#a", "a.json").ends();
        List<Ledger> both = ledgers();

        assertThat(evidence(both).ledgers()).hasSize(1);
        assertThat(evidence(both).latest()).isEqualTo(first.get(0).header());

        app.runForeground().ends();
        app.runForeground().ends();
        List<Ledger> foreground = ledgers().subList(2, 4);
        assertThat(evidence(foreground).ledgers()).isEmpty();
        assertThat(evidence(foreground).latest()).isEqualTo(foreground.get(1).header());
    }

    @Test
    void aLedgerThatIsFoundTwiceCountsOnceAndTheCompleteOneWins() throws Exception {
        whole().ends();
        Ledger complete = ledgers().get(0);
        Ledger cut = new Ledger(
                complete.file(), complete.header(), complete.code(), complete.present(), complete.events(), null);

        for (List<Ledger> found :
                List.of(List.of(cut, complete), List.of(complete, cut), List.of(complete, complete))) {
            Evidence evidence = evidence(found);
            assertThat(evidence.ledgersOfAnyCode()).isEqualTo(1);
            assertThat(evidence.gaps()).isEmpty();
        }
        assertThat(evidence(List.of(cut, cut)).gaps())
                .extracting(MissingProof::kind)
                .containsExactly(Kind.INCOMPLETE_LEDGER);
    }

    @Test
    void aUseOfOtherCodeIsKnownByItsTest() throws Exception {
        app.recording("live.json", "acme.AIT#b", "recorded then");
        Run before = whole();
        before.records("acme.AIT#b", "live.json");
        before.ledger().served(null, AttributionConfidence.NONE, List.of("a.json"));
        before.ends();
        app.testClass("acme.BIT", "c", "d");
        app.run()
                .passes("acme.AIT#a")
                .passes("acme.AIT#b")
                .passes("acme.BIT#c")
                .passes("acme.BIT#d")
                .ends();

        Evidence evidence = evidence();
        Ledger first = ledgers().get(0);

        assertThat(evidence.earlierUses("a.json"))
                .extracting(Evidence.EarlierUse::test)
                .containsExactly("acme.AIT#a", null);
        assertThat(evidence.earlierUses("never.json")).isEmpty();
        assertThat(evidence.servedTo("acme.AIT#b", first)).containsExactly("b.json", "live.json");
        assertThat(evidence.servedTo("acme.AIT", first)).containsExactly("a.json", "b.json", "live.json");
        assertThat(evidence.servedTo("acme.BIT#c", first)).isEmpty();
        assertThat(evidence.served()).isEmpty();
    }

    @Test
    void testsWereSeenTogetherIfOneLedgerNamesBoth() throws Exception {
        app.run("-Dit.test=AIT").passes("acme.AIT#a").passes("acme.AIT#b[1]").ends();
        app.run("-Dit.test=BIT").passes("acme.BIT#c").ends();

        Evidence evidence = evidence();

        assertThat(evidence.wereSeenTogether("acme.AIT#a", "acme.AIT#b")).isTrue();
        assertThat(evidence.wereSeenTogether("acme.AIT#a", "acme.BIT#c")).isFalse();
        assertThat(evidence.wereSeenTogether("acme.BIT#c", "acme.AIT#a")).isFalse();
    }

    @Test
    void theSuccessorOfATestIsTheOnlyPassedTestThatWasServedItsRecording() throws Exception {
        app.recording("gone.json", "acme.GoneIT#g", "bye").recording("shared.json", "acme.GoneIT#s", "all");
        app.run()
                .passes("acme.AIT#a", "gone.json", "shared.json")
                .passes("acme.AIT#b", "shared.json")
                .passes("acme.BIT#c")
                .ends();

        Evidence evidence = evidence();

        assertThat(evidence.successorOf("acme.GoneIT#g", "gone.json")).contains("acme.AIT#a");
        assertThat(evidence.successorOf("acme.GoneIT#s", "shared.json"))
                .as("two tests")
                .isEmpty();
        assertThat(evidence.successorOf("acme.AIT#b", "gone.json"))
                .as("a test that is there")
                .isEmpty();
        assertThat(evidence.successorOf("acme.GoneIT", "gone.json"))
                .as("a class")
                .isEmpty();
        assertThat(evidence.successorOf("tests/test_a.py::test", "gone.json"))
                .as("no Java")
                .isEmpty();
        assertThat(evidence.apparentSuccessorOf("acme.GoneIT#g", "gone.json")).contains("acme.AIT#a");
    }

    @Test
    void aTestThatFailedIsNoSuccessorAndAClassNeither() throws Exception {
        app.recording("gone.json", "acme.GoneIT#g", "bye");
        Run run = app.run().passes("acme.BIT#c").passes("acme.AIT#b");
        run.plays("acme.AIT#a", TestStatus.FAILED, "gone.json").ends();
        assertThat(evidence().successorOf("acme.GoneIT#g", "gone.json")).isEmpty();
        assertThat(evidence().apparentSuccessorOf("acme.GoneIT#g", "gone.json"))
                .as("its class is gone")
                .contains("acme.AIT#a");
        assertThat(evidence().apparentSuccessorOf("acme.BIT#g", "gone.json"))
                .as("its class is there")
                .isEmpty();
    }

    @Test
    void aContentIsKnownIfARunHadIt() throws Exception {
        RecordingFingerprint before = RecordingFingerprint.of(app.recordings().resolve("a.json"));
        whole().ends();
        app.recording("a.json", "acme.AIT#a", "hello again");
        RecordingFingerprint now = RecordingFingerprint.of(app.recordings().resolve("a.json"));

        assertThat(evidence().knownToRuns("a.json", before)).isTrue();
        assertThat(evidence().knownToAny("a.json", before)).isTrue();
        assertThat(evidence().knownToAny("a.json", now)).isFalse();

        app.run("-Dit.test=AIT").passes("acme.AIT#a").ends();
        assertThat(evidence().knownToAny("a.json", now)).isTrue();
        assertThat(evidence().knownToRuns("a.json", now)).isFalse();
        assertThat(evidence(List.of()).knownToRuns("a.json", before)).isFalse();
    }

    @Test
    void anExecutionForOtherRecordingsCountsAsRun() throws Exception {
        Run run = whole();
        run.ends();
        Ledger ledger = ledgers().get(0);
        assertThat(ledger.header().executions()).containsExactly(ScriptedBuild.EXECUTION);
        Ledger without = new Ledger(
                ledger.file(),
                ledger.header(),
                ledger.code(),
                ledger.present(),
                ledger.events().stream()
                        .filter(event -> !(event instanceof LedgerEvent.Execution))
                        .toList(),
                ledger.end());

        assertThat(evidence(List.of(without)).gaps())
                .extracting(MissingProof::kind)
                .contains(Kind.EXECUTION_DID_NOT_RUN);

        Module other = build.module("app", app.recordings().resolveSibling("others"));
        other.run().ends();
        List<Ledger> both = new ArrayList<>(List.of(without));
        ledgers().stream()
                .filter(each ->
                        each.header().recordings().equals(other.recordings().toString()))
                .map(each -> sameBuild(each, ledger))
                .forEach(both::add);
        assertThat(both).hasSize(2);
        assertThat(evidence(both).gaps()).extracting(MissingProof::kind).doesNotContain(Kind.EXECUTION_DID_NOT_RUN);
    }

    private static Ledger sameBuild(Ledger other, Ledger ledger) {
        RunHeader header = RunHeaders.with(
                other.header(), ledger.header().buildStarted(), other.header().details());
        return new Ledger(other.file(), header, other.code(), other.present(), other.events(), other.end());
    }

    @Test
    void nothingIsKnownWithoutLedgers() throws Exception {
        Evidence evidence = evidence(List.of());

        assertThat(evidence.gaps()).extracting(MissingProof::kind).containsExactly(Kind.MODULE_DID_NOT_RUN);
        assertThat(evidence.tests()).isZero();
        assertThat(evidence.statuses("acme.AIT#a")).isEmpty();
        assertThat(evidence.unseen())
                .isEqualTo(Set.of("acme.AIT", "acme.AIT#a", "acme.AIT#b", "acme.BIT", "acme.BIT#c"));
    }
}
