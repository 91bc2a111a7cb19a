package io.github.recorder.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.lifecycle.ScriptedBuild;
import io.github.recorder.lifecycle.ScriptedBuild.Module;
import io.github.recorder.lifecycle.ScriptedBuild.Run;
import io.github.recorder.prune.Verdict.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts as taking the place of a recording, and what only seems to. */
final class PruneReplacementTest {

    private static final String EMBEDDINGS = "/v1/embeddings";
    private static final String TEXT = "{\"model\": \"m\", \"input\": \"text\"}";

    @TempDir
    private Path directory;

    private ScriptedBuild build;
    private Module app;

    /** A test class, and another one whose only test has a recording that it always requests. */
    @BeforeEach
    void setUp() throws IOException {
        build = new ScriptedBuild(directory);
        app = build.module("app").testClass("acme.AIT", "a").testClass("acme.BIT", "b");
        app.recording("b.json", "acme.BIT#b", "good day");
    }

    private Run runOf(String... recordings) {
        return app.run().passes("acme.AIT#a", recordings).passes("acme.BIT#b", "b.json");
    }

    private void commit() throws IOException {
        app.source(".gitignore", "target/");
        build.commit();
    }

    private Map<String, Reason> reasons() throws IOException {
        return ScriptedBuild.reasons(app.judged());
    }

    private PruneResult.Judged forced() throws IOException {
        PrunePlanner.PlanOptions options = new PrunePlanner.PlanOptions(true, List.of(), Set.of());
        return (PruneResult.Judged) PruneService.run(app.request(options, PruneOutcome.Kind.DRY_RUN));
    }

    @Test
    void whatWasServedIsCountedAndNotJudged() throws IOException {
        app.recording("a.json", "acme.AIT#a", "hello").recording("gone.json", "acme.GoneIT#g", "bye");
        runOf("a.json").ends();

        PruneResult.Judged result = app.judged();

        assertThat(result.plan().total()).isEqualTo(3);
        assertThat(result.plan().served()).isEqualTo(2);
        assertThat(ScriptedBuild.reasons(result)).containsOnlyKeys("gone.json");
    }

    @Test
    void theListIsInTheOrderOfTestsAndThenOfFiles() throws IOException {
        for (String file : List.of("4", "2", "5", "1", "3")) {
            app.recording(file + ".json", "acme.GoneIT#" + (file.compareTo("3") < 0 ? "z" : "y"), file);
        }
        runOf().ends();

        assertThat(app.judged().plan().verdicts())
                .extracting(Verdict::path)
                .containsExactly("3.json", "4.json", "5.json", "1.json", "2.json");
    }

    @Test
    void aRecordingThatTheSameRunMadeIsNoReplacement() throws IOException {
        Run recording = app.runInMode("record");
        app.recording("setup.json", "acme.AIT#a", "set up").recording("a.json", "acme.AIT#a", "hello");
        recording
                .passes("acme.AIT#a")
                .records("acme.AIT#a", "setup.json", "a.json")
                .passes("acme.BIT#b", "b.json")
                .ends();
        app.source("src/main/java/acme/Prompt.java", "class Prompt");
        runOf("a.json").ends();

        assertThat(reasons()).containsEntry("setup.json", Reason.SERVED_EARLIER);
    }

    @Test
    void aRequestToAnotherEndpointIsNoReplacement() throws IOException {
        app.recording("embedding.json", "acme.AIT#a", EMBEDDINGS, TEXT);
        commit();
        app.source("src/main/java/acme/Prompt.java", "class Prompt");
        app.recording("a.json", "acme.AIT#a", "hello");
        commit();
        runOf("a.json").ends();

        assertThat(reasons()).containsEntry("embedding.json", Reason.NOT_PROVEN);
    }

    @Test
    void aNewRequestToAnotherEndpointIsNoReplacementOfWhatARunServed() throws IOException {
        app.recording("a.json", "acme.AIT#a", "hello");
        runOf("a.json").ends();
        app.source("src/main/java/acme/Prompt.java", "class Prompt");
        app.recording("embedding.json", "acme.AIT#a", EMBEDDINGS, TEXT);
        runOf("embedding.json").ends();

        assertThat(reasons()).containsEntry("a.json", Reason.SERVED_EARLIER);
    }

    @Test
    void oneOfSeveralRequestsIsReplaced() throws IOException {
        app.recording("first.json", "acme.AIT#a", "first").recording("second.json", "acme.AIT#a", "second");
        runOf("first.json", "second.json").ends();
        app.source("src/main/java/acme/Prompt.java", "class Prompt");
        app.recording("second-new.json", "acme.AIT#a", "second, please");
        runOf("first.json", "second-new.json").ends();

        assertThat(reasons()).containsExactly(Map.entry("second.json", Reason.SUPERSEDED));
    }

    @Test
    void theNearestOfTheNewOnesIsNamed() throws IOException {
        String body = "{\"model\": \"%s\", \"temperature\": %s, \"messages\": [{\"role\": \"user\","
                + " \"content\": \"%s\"}]}";
        String chat = "/v1/chat/completions";
        app.recording("a.json", "acme.AIT#a", chat, body.formatted("m", "0", "hello"));
        runOf("a.json").ends();
        app.source("src/main/java/acme/Prompt.java", "class Prompt");
        app.recording("n1.json", "acme.AIT#a", chat, body.formatted("n", "1", "hello"))
                .recording("n2.json", "acme.AIT#a", chat, body.formatted("m", "0", "good evening"))
                .recording("n3.json", "acme.AIT#a", chat, body.formatted("o", "0", "hello"));
        runOf("n1.json", "n2.json", "n3.json").ends();

        Verdict verdict = app.judged().plan().verdicts().get(0);

        assertThat(verdict.supersededBy()).isEqualTo("n2.json");
        assertThat(verdict.differs()).containsExactly("/messages/0/content");
    }

    @Test
    void whatAChangedTestRequestedBeforeAndStillRequestsReplacesNothing() throws IOException {
        app.recording("first.json", "acme.AIT#a", "first").recording("second.json", "acme.AIT#a", "second");
        runOf("first.json", "second.json").ends();
        app.testClass("acme.AIT", "a", "another");
        runOf("first.json").passes("acme.AIT#another").ends();

        Verdict verdict = app.judged().plan().verdicts().get(0);

        assertThat(verdict.reason()).isEqualTo(Reason.UNUSED);
        assertThat(verdict.supersededBy()).isNull();
    }

    @Test
    void anUnrequestedRecordingOfAnotherEndpointNeedsNoReplacement() throws IOException {
        app.recording("before.json", "acme.AIT#a", "hello, world")
                .recording("embedding.json", "acme.AIT#a", EMBEDDINGS, TEXT);
        commit();
        app.source("src/main/java/acme/Prompt.java", "class Prompt");
        app.recording("a.json", "acme.AIT#a", "hello");
        commit();
        runOf("a.json").ends();

        assertThat(reasons())
                .containsEntry("before.json", Reason.SUPERSEDED)
                .containsEntry("embedding.json", Reason.NOT_PROVEN);
    }

    @Test
    void oneNewRecordingReplacesOneOfEachEarlierCommit() throws IOException {
        app.recording("first.json", "acme.AIT#a", "hello, world");
        commit();
        app.source("src/main/java/acme/Prompt.java", "class Prompt");
        app.recording("second.json", "acme.AIT#a", "hello, all");
        commit();
        app.source("src/main/java/acme/Prompt.java", "class Prompt of today");
        app.recording("a.json", "acme.AIT#a", "hello");
        commit();
        runOf("a.json").ends();

        assertThat(reasons())
                .containsEntry("first.json", Reason.SUPERSEDED)
                .containsEntry("second.json", Reason.SUPERSEDED);
    }

    @Test
    void aServedRecordingOfTheSameCommitIsNoReplacement() throws IOException {
        app.recording("first.json", "acme.AIT#a", "hello, world")
                .recording("second.json", "acme.AIT#a", "hello, all")
                .recording("kept.json", "acme.AIT#a", "and now?");
        commit();
        app.source("src/main/java/acme/Prompt.java", "class Prompt");
        app.recording("a.json", "acme.AIT#a", "hello");
        commit();
        runOf("kept.json", "a.json").ends();

        assertThat(reasons())
                .containsEntry("first.json", Reason.NOT_PROVEN)
                .containsEntry("second.json", Reason.NOT_PROVEN);
    }

    @Test
    void aDisabledTestOfAnotherClassIsNoNewName() throws IOException {
        app.testClass("acme.CIT", "off").recording("before.json", "acme.AIT#before", "x");
        runOf().skips("acme.CIT#off").ends();

        assertThat(reasons()).containsEntry("before.json", Reason.TEST_GONE);
    }

    @Test
    void aDisabledTestThatStoodBesideItInItsCommitIsNoNewName() throws IOException {
        app.recording("before.json", "acme.AIT#before", "x");
        app.source("src/test/java/acme/AIT.java", "class AIT { void before() {} void off() {} void a() {} }");
        commit();
        app.source("src/test/java/acme/AIT.java", "class AIT { void off() {} void a() {} }");
        runOf().skips("acme.AIT#off").ends();

        assertThat(reasons()).containsEntry("before.json", Reason.TEST_GONE);
    }

    @Test
    void aDisabledTestThatItsCommitDoesNotHaveMayBeTheNewName() throws IOException {
        app.recording("before.json", "acme.AIT#before", "x");
        app.source("src/test/java/acme/AIT.java", "class AIT { void before() {} void a() {} }");
        commit();
        app.source("src/test/java/acme/AIT.java", "class AIT { void off() {} void a() {} }");
        runOf().skips("acme.AIT#off").ends();

        assertThat(reasons()).containsEntry("before.json", Reason.TEST_DID_NOT_RUN);
    }

    @Test
    void aClassIsRenamedOnlyIfATestOfItMayBe() throws IOException {
        app.testClass("acme.NewIT", "off")
                .recording("class.json", "acme.GoneIT", "once for the class")
                .recording("test.json", "acme.GoneIT#x", "x");
        runOf().skips("acme.NewIT#off").ends();
        assertThat(reasons())
                .containsEntry("class.json", Reason.TEST_GONE)
                .containsEntry("test.json", Reason.TEST_GONE);

        app.recording("class.json", "acme.GoneIT", "once for the class")
                .recording("test.json", "acme.GoneIT#x", "x")
                .testClass("acme.NewIT", "x");
        runOf().skips("acme.NewIT#x").ends();
        assertThat(reasons())
                .containsEntry("class.json", Reason.TEST_DID_NOT_RUN)
                .containsEntry("test.json", Reason.TEST_DID_NOT_RUN);
    }

    @Test
    void forceKeepsWhatARunOfOtherCodeWasAnsweredFrom() throws IOException {
        app.recording("a.json", "acme.AIT#a", "hello");
        runOf("a.json").ends();
        app.testClass("acme.AIT", "a", "another");
        runOf().passes("acme.AIT#another").ends();

        assertThat(ScriptedBuild.reasons(forced())).containsEntry("a.json", Reason.SERVED_EARLIER);
        assertThat(reasons()).containsEntry("a.json", Reason.UNUSED);
    }

    @Test
    void onlyTheWholeRunKnowsWhatWasThereUnlessForced() throws IOException {
        runOf().ends();
        app.recording("new.json", "acme.GoneIT#g", "added since");
        app.run("-Dit.test=AIT").passes("acme.AIT#a").ends();

        assertThat(ScriptedBuild.reasons(forced())).containsEntry("new.json", Reason.TEST_GONE);
        assertThat(reasons()).containsEntry("new.json", Reason.CHANGED_SINCE);
    }
}
