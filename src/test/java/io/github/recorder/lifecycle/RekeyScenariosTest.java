package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.ledger.AttributionConfidence;
import io.github.recorder.ledger.TestStatus;
import io.github.recorder.lifecycle.ScriptedBuild.Module;
import io.github.recorder.matching.RequestHash;
import io.github.recorder.recording.RecordingHead;
import io.github.recorder.rekey.RekeyResult;
import io.github.recorder.rekey.RekeyService;
import io.github.recorder.rekey.RekeyStep;
import io.github.recorder.store.RecordingFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RekeyScenariosTest {

    @TempDir
    private Path directory;

    private Module app;

    @BeforeEach
    void setUp() throws IOException {
        app = new ScriptedBuild(directory).module("app").testClass("acme.AIT");
        app.recording("acme.OldIT/asks.json", "acme.OldIT#asks", "hello");
    }

    private RekeyResult rekey(boolean apply) throws Exception {
        return RekeyService.run(app.request(), apply);
    }

    private RecordingHead head(String path) throws Exception {
        return RecordingFiles.list(app.recordings()).head(path);
    }

    @Test
    void givesRecordingsOfARenamedTestTheirNewIdHashAndFolder() throws Exception {
        app.run().passes("acme.AIT#asks", "acme.OldIT/asks.json").ends();

        RekeyResult result = rekey(true);

        assertThat(result.failed()).isEmpty();
        RekeyStep rekeying = result.plan().get(0);
        assertThat(rekeying.newTest()).isEqualTo("acme.AIT#asks");
        assertThat(rekeying.to()).startsWith("acme.AIT/");
        RecordingHead head = head(rekeying.to());
        assertThat(head.testId()).isEqualTo("acme.AIT#asks");
        assertThat(rekeying.to())
                .endsWith(RequestHash.fileName(
                        RequestHash.hash(head.testId(), head.request()).orElseThrow()));
        assertThat(app.recordings().resolve("acme.OldIT/asks.json")).doesNotExist();
        assertThat(rekey(true).plan()).isEmpty();
    }

    @Test
    void givesRecordingsOfAnIdThatTestsSharedTheIdOfTheTestThatWasServedThem() throws Exception {
        app.recording("b.json", "acme.Base$Inner#asks", "b");
        app.recording("both.json", "acme.Base$Inner#asks", "both");
        ScriptedBuild.Run run = app.run().passes("acme.AIT#asks", "acme.OldIT/asks.json");
        String former = "acme.Base$Inner#asks";
        for (String test : List.of("acme.AIT$Inner#asks", "acme.BIT$Inner#asks")) {
            run.ledger().testStarted("1", test, "[" + test + "]", former);
            run.ledger().served(test, AttributionConfidence.EXACT, List.of("both.json"));
            run.ledger().testFinished("1", test, "[" + test + "]", former, TestStatus.PASSED);
        }
        run.ledger().served("acme.BIT$Inner#asks", AttributionConfidence.EXACT, List.of("b.json"));
        run.ends();

        assertThat(rekey(false).plan())
                .filteredOn(step -> former.equals(step.oldTest()))
                .singleElement()
                .satisfies(step -> {
                    assertThat(step.from()).isEqualTo("b.json");
                    assertThat(step.newTest()).isEqualTo("acme.BIT$Inner#asks");
                });
    }

    @Test
    void changesNothingUnlessTold() throws Exception {
        app.run().passes("acme.AIT#asks", "acme.OldIT/asks.json").ends();

        assertThat(rekey(false).plan()).hasSize(1);
        assertThat(app.files()).containsExactly("acme.OldIT/asks.json");
    }

    @Test
    void leavesARecordingThatSeveralTestsOrAnUnknownOneAskedFor() throws Exception {
        app.recording("two.json", "acme.OldIT#two", "x");
        ScriptedBuild.Run run = app.run()
                .passes("acme.AIT#a", "acme.OldIT/asks.json")
                .passes("acme.AIT#b", "acme.OldIT/asks.json")
                .passes("acme.AIT#c", "two.json");
        run.ledger().served(null, AttributionConfidence.NONE, List.of("two.json"));
        run.ends();

        assertThat(rekey(true).plan()).isEmpty();
    }

    @Test
    void leavesTheTestIdWhereTheOldTestMayStillExist() throws Exception {
        app.run("-Dit.test=AIT#asks")
                .passes("acme.AIT#asks", "acme.OldIT/asks.json")
                .ends();

        RekeyResult result = rekey(true);

        assertThat(result.plan()).isEmpty();
        assertThat(String.join("\n", result.unproven())).contains("-Dit.test=AIT#asks");
    }

    @Test
    void leavesTheRecordingsOfALivingTestThatAnotherBorrows() throws Exception {
        app.testClass("acme.OldIT");
        app.run()
                .passes("acme.OldIT#asks")
                .passes("acme.AIT#asks", "acme.OldIT/asks.json")
                .ends();

        assertThat(rekey(true).plan()).isEmpty();
    }

    @Test
    void mendsANameThatNoLongerFitsTheContentAndLeavesTheContent() throws Exception {
        String wrong = "0".repeat(64) + ".json";
        app.recording(wrong, "acme.AIT#asks", "edited by hand");
        byte[] before = Files.readAllBytes(app.recordings().resolve(wrong));
        app.run().passes("acme.AIT#asks", wrong).ends();

        RekeyResult result = rekey(true);

        assertThat(result.plan()).singleElement().satisfies(rekeying -> {
            assertThat(rekeying.from()).isEqualTo(wrong);
            assertThat(rekeying.newTest()).isNull();
            assertThat(app.recordings().resolve(rekeying.to())).hasBinaryContent(before);
        });
    }

    @Test
    void overwritesNothing() throws Exception {
        String wrong = "0".repeat(64) + ".json";
        String alsoWrong = "1".repeat(64) + ".json";
        app.recording(wrong, "acme.AIT#asks", "same").recording(alsoWrong, "acme.AIT#asks", "same");
        app.run().passes("acme.AIT#asks", wrong).ends();

        RekeyResult result = rekey(true);

        assertThat(result.failed()).singleElement().asString().contains(alsoWrong, "already");
        assertThat(app.files()).contains(alsoWrong).doesNotContain(wrong);
    }

    @Test
    void theSummaryNamesATestThatWasRenamed() throws Exception {
        app.recording("acme.OldIT/again.json", "acme.OldIT#asks", "again");
        ScriptedBuild.Run run = app.run()
                .passes("acme.AIT#asks", "acme.OldIT/asks.json", "acme.OldIT/again.json")
                .ends();

        assertThat(run.renamed().sentence())
                .contains(
                        "2 recordings of acme.OldIT#asks, which is gone, answered acme.AIT#asks (mvn recorder:rekey)");
        rekey(true);
        String own = app.files().iterator().next();
        assertThat(app.run().passes("acme.AIT#asks", own).ends().renamed().sentence())
                .isEmpty();
    }

    @Test
    void theSummaryIsShortWhereManyTestsWereRenamed() throws Exception {
        ScriptedBuild.Run run = app.run().passes("acme.AIT#asks", "acme.OldIT/asks.json");
        for (int i = 1; i <= 3; i++) {
            app.recording("p" + i + ".json", "acme.OldIT#p[" + i + "]", "p" + i);
            run.passes("acme.AIT#q[" + i + "]", "p" + i + ".json");
        }

        assertThat(run.ends().renamed().sentence())
                .contains(
                        "4 recordings of 4 tests that are gone answered others: acme.OldIT#asks -> acme.AIT#asks;"
                                + " acme.OldIT#p[1] -> acme.AIT#q[1]; acme.OldIT#p[2] -> acme.AIT#q[2]; and 1 more (mvn recorder:rekey)");
    }

    @Test
    void theSummaryNamesARenamedClassEvenWhereTestsWereLeftOut() throws Exception {
        app.testClass("acme.BIT").recording("method.json", "acme.AIT#before", "x");
        ScriptedBuild.Run run = app.run("-Dit.test=AIT#asks")
                .passes("acme.AIT#asks", "acme.OldIT/asks.json", "method.json")
                .ends();

        // Whether AIT#before is gone, or was left out, nobody knows.
        assertThat(run.renamed().successors()).containsOnlyKeys("acme.OldIT#asks");
        assertThat(run.renamed().recordings()).isEqualTo(1);
    }

    @Test
    void theSummaryIsSilentOnWhatALivingTestLends() throws Exception {
        app.testClass("acme.OldIT").testClass("acme.BIT").recording("b.json", "acme.BIT#off", "x");
        ScriptedBuild.Run run = app.run()
                .passes("acme.OldIT#asks")
                .skips("acme.BIT#off")
                .passes("acme.AIT#asks", "acme.OldIT/asks.json", "b.json")
                .ends();

        assertThat(run.renamed().sentence()).isEmpty();
    }

    @Test
    void recordingsOfOtherPeoplesTestsStayTheirs() throws Exception {
        app.recording("theirs.json", "tests/integration/chat/test_chat.py::test_hello", "theirs");
        ScriptedBuild.Run run = app.run().passes("acme.AIT#asks", "theirs.json").ends();

        assertThat(run.renamed().sentence()).isEmpty();
        assertThat(rekey(false).plan()).isEmpty();
    }

    @Test
    void theSummaryIsSilentWhereAnotherModuleMayHaveTheTest() throws Exception {
        ScriptedBuild build = new ScriptedBuild(directory);
        build.module("other", app.recordings()).testClass("acme.OldIT");
        app = build.module("app").testClass("acme.AIT");

        ScriptedBuild.Run run =
                app.run().passes("acme.AIT#asks", "acme.OldIT/asks.json").ends();

        assertThat(run.renamed().sentence()).isEmpty();
    }
}
