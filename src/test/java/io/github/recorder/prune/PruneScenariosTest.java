package io.github.recorder.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.git.GitCommands;
import io.github.recorder.ledger.AttributionConfidence;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.RecordingFingerprint;
import io.github.recorder.ledger.TestStatus;
import io.github.recorder.lifecycle.ScriptedBuild;
import io.github.recorder.lifecycle.ScriptedBuild.Module;
import io.github.recorder.lifecycle.ScriptedBuild.Run;
import io.github.recorder.prune.Verdict.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users do to a build before they prune, and what must be left of their recordings afterwards. */
final class PruneScenariosTest {

    private static final String ONE_CLASS = "-Dit.test=AIT";

    @TempDir
    private Path directory;

    private ScriptedBuild build;
    private Module app;

    /** Two test classes; of the recordings, one for each, one that neither asks for and one that is everyone's. */
    @BeforeEach
    void setUp() throws IOException {
        build = new ScriptedBuild(directory);
        app = build.module("app").testClass("acme.AIT", "a").testClass("acme.BIT", "b");
        app.recording("a.json", "acme.AIT#a", "hello");
        app.recording("b.json", "acme.BIT#b", "good day");
    }

    private Run allPass() {
        return app.run().passes("acme.AIT#a", "a.json").passes("acme.BIT#b", "b.json");
    }

    private static Reason reasonOf(PruneResult.Judged result, String path) {
        return verdict(result, path).reason();
    }

    private static Verdict verdict(PruneResult.Judged result, String path) {
        return result.plan().verdicts().stream()
                .filter(verdict -> verdict.path().equals(path))
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError(path + " in " + result.report().lines()));
    }

    private void assertRefused(String... words) throws IOException {
        Set<String> before = app.files();
        assertThat(app.prune())
                .isInstanceOfSatisfying(
                        PruneResult.Refused.class,
                        refused -> assertThat(refused.why()).contains(words));
        assertThat(app.files()).isEqualTo(before);
    }

    private PruneResult.Judged assertKeepsAll(String... why) throws IOException {
        Set<String> before = app.files();
        PruneResult.Judged result = app.judged();
        assertThat(app.files()).isEqualTo(before);
        assertThat(String.join("\n", result.report().lines())).contains(why);
        return result;
    }

    @Nested
    final class AfterACompleteRun {

        @Test
        void keepsWhatWasServed() throws IOException {
            allPass().ends();

            assertThat(app.judged().plan().evidence().complete()).isTrue();
            assertThat(app.files()).containsExactly("a.json", "b.json");
        }

        @Test
        void prunesRecordingsOfATestThatIsGone() throws IOException {
            app.recording("old.json", "acme.GoneIT#gone", "bye");
            allPass().ends();

            assertThat(reasonOf(app.judged(), "old.json")).isEqualTo(Reason.TEST_GONE);
            assertThat(app.files()).containsExactly("a.json", "b.json");
        }

        @Test
        void prunesRecordingsOfATestThatIsGoneFromAJarOfTests() throws IOException {
            app.recording("c.json", "acme.CIT#c", "good night");
            app.recording("old.json", "acme.CIT#gone", "bye");
            Path jar = build.jar("contract-tests.jar", "acme.CIT", "c");
            allPass().scans(jar).passes("acme.CIT#c", "c.json").ends();

            assertThat(reasonOf(app.judged(), "old.json")).isEqualTo(Reason.TEST_GONE);
            assertThat(app.files()).containsExactly("a.json", "b.json", "c.json");
        }

        @Test
        void keepsWhatMayBelongToAJarOfTestsThatCannotBeRead() throws IOException {
            app.recording("old.json", "acme.CIT#gone", "bye");
            Path jar = directory.resolve("contract-tests.jar");
            Files.writeString(jar, "no jar");
            allPass().scans(jar).ends();

            assertThat(reasonOf(app.judged(), "old.json")).isEqualTo(Reason.TEST_DID_NOT_RUN);
            assertThat(app.files()).containsExactly("a.json", "b.json", "old.json");
        }

        @Test
        void keepsWhatIsTheSameRequestByTheUsersRulesOfAnotherTest() throws IOException {
            app.recording("old.json", "acme.GoneIT#gone", "hello of 2026-11-25");
            app.recording("a.json", "acme.AIT#a", "hello of 2026-11-26");
            build.ignoresText("\\d{4}-\\d{2}-\\d{2}");
            allPass().ends();

            assertThat(reasonOf(app.judged(), "old.json")).isEqualTo(Reason.REQUEST_SERVED);
            assertThat(app.files()).containsExactly("a.json", "b.json", "old.json");
        }

        @Test
        void prunesWhatWasRecordedOnAnotherDayIfTheUsersRulesIgnoreTheDay() throws IOException {
            app.recording("old.json", "acme.AIT#a", "hello of 2026-11-25");
            app.recording("a.json", "acme.AIT#a", "hello of 2026-11-26");
            build.ignoresText("\\d{4}-\\d{2}-\\d{2}");
            allPass().ends();

            Verdict verdict = verdict(app.judged(), "old.json");
            assertThat(verdict.reason()).isEqualTo(Reason.SUPERSEDED);
            assertThat(verdict.differs()).isEmpty();
            assertThat(app.files()).containsExactly("a.json", "b.json");
        }

        @Test
        void prunesAfterATestClassWasRemovedAndTheRestRunAgain() throws IOException {
            allPass().ends();
            app.removeTestClass("acme.BIT");
            app.run().passes("acme.AIT#a", "a.json").ends();

            assertThat(reasonOf(app.judged(), "b.json")).isEqualTo(Reason.TEST_GONE);
            assertThat(app.files()).containsExactly("a.json");
        }

        @Test
        void prunesAfterATestMethodWasRemovedAndTheRestRunAgain() throws IOException {
            app.testClass("acme.BIT", "b", "dropped");
            app.recording("dropped.json", "acme.BIT#dropped", "good night");
            allPass().passes("acme.BIT#dropped", "dropped.json").ends();
            app.testClass("acme.BIT", "b");
            allPass().ends();

            assertThat(reasonOf(app.judged(), "dropped.json")).isEqualTo(Reason.TEST_GONE);
            assertThat(app.files()).containsExactly("a.json", "b.json");
        }

        @Test
        void prunesWhatAChangedTestNoLongerRequests() throws IOException {
            app.source("src/main/java/acme/App.java", "class App");
            allPass().ends();
            app.testClass("acme.AIT", "a", "changed");
            app.run()
                    .passes("acme.AIT#a")
                    .passes("acme.AIT#changed")
                    .passes("acme.BIT#b", "b.json")
                    .ends();

            assertThat(reasonOf(app.judged(), "a.json")).isEqualTo(Reason.UNUSED);
            assertThat(app.files()).containsExactly("b.json");
        }

        @Test
        void keepsWhatATestRequestsNothingInThePlaceOf() throws IOException {
            app.run().passes("acme.AIT#a").passes("acme.BIT#b", "b.json").ends();

            assertKeepsAll("its earlier requests are unknown");
        }

        @Test
        void keepsWhatAnUnchangedTestNoLongerRequestsBecauseOfACache() throws IOException {
            app.recording("embedding.json", "acme.AIT#a", "embed this");
            app.run()
                    .passes("acme.AIT#a", "embedding.json", "a.json")
                    .passes("acme.BIT#b", "b.json")
                    .ends();
            app.testClass("acme.BIT", "b", "new");
            allPass().passes("acme.BIT#new").ends();

            assertKeepsAll("acme.AIT#a, which did not change, was answered from it in an earlier run");
        }

        @Test
        void keepsWhatAnUnchangedTestRequestsInAnotherOrderOfTheTests() throws IOException {
            app.recording("a-other.json", "acme.AIT#a", "hello after BIT");
            allPass().ends();
            app.source("src/main/java/acme/App.java", "class App");
            app.run()
                    .passes("acme.AIT#a", "a-other.json")
                    .passes("acme.BIT#b", "b.json")
                    .ends();

            assertKeepsAll("acme.AIT#a, which did not change, was answered from it in an earlier run");
        }

        @Test
        void prunesAPromptThatTheMainCodeReplaced() throws IOException {
            allPass().ends();
            app.source("src/main/java/acme/Prompt.java", "class Prompt");
            app.recording("a-new.json", "acme.AIT#a", "hello again");
            app.run()
                    .passes("acme.AIT#a", "a-new.json")
                    .passes("acme.BIT#b", "b.json")
                    .ends();

            assertThat(reasonOf(app.judged(), "a.json")).isEqualTo(Reason.SUPERSEDED);
            assertThat(app.files()).containsExactly("a-new.json", "b.json");
        }

        @Test
        void keepsWhatARunOfTheSameCodeRecorded() throws IOException {
            app.recording("setup.json", "acme.AIT#a", "set up");
            app.runInMode("record")
                    .passes("acme.AIT#a")
                    .passes("acme.BIT#b")
                    .records("acme.AIT#a", "setup.json", "a.json")
                    .ends();
            allPass().ends();

            assertThat(app.judged().plan().evidence().complete()).isTrue();
            assertThat(app.files()).containsExactly("a.json", "b.json", "setup.json");
        }

        @Test
        void keepsWhatAnUnchangedTestRecordedBeforeOtherCodeChanged() throws IOException {
            app.recording("setup.json", "acme.AIT#a", "set up");
            app.runInMode("record")
                    .passes("acme.AIT#a")
                    .passes("acme.BIT#b")
                    .records("acme.AIT#a", "setup.json", "a.json")
                    .ends();
            app.source("src/main/java/acme/Prompt.java", "class Prompt");
            allPass().ends();

            assertKeepsAll("acme.AIT#a, which did not change, was answered from it in an earlier run");
        }

        @Test
        void keepsWhatUnchangedTestsRecordedInAnotherOrder() throws IOException {
            app.recording("setup-a.json", "acme.AIT#a", "set up");
            app.runInMode("record")
                    .passes("acme.AIT#a")
                    .passes("acme.BIT#b")
                    .records("acme.AIT#a", "setup-a.json", "a.json")
                    .records("acme.BIT#b", "b.json")
                    .ends();
            app.source("pom.xml", "<project><!-- the reverse order of the tests --></project>");
            app.recording("setup-b.json", "acme.BIT#b", "set up for the other");
            app.runInMode("record-if-missing")
                    .passes("acme.BIT#b", "b.json")
                    .passes("acme.AIT#a", "a.json")
                    .records("acme.BIT#b", "setup-b.json")
                    .ends();
            allPass().passes("acme.BIT#b", "setup-b.json").ends();

            assertThat(app.judged().plan().evidence().complete()).isTrue();
            assertThat(app.files()).containsExactly("a.json", "b.json", "setup-a.json", "setup-b.json");
        }

        @Test
        void keepsWhatGitSaysIsOfTheSameCode() throws IOException {
            app.recording("setup.json", "acme.AIT#a", "set up");
            app.source(".gitignore", "target/");
            GitCommands.run(build.root(), "init", "-q");
            GitCommands.commit(build.root());
            allPass().ends();

            assertKeepsAll("both are recordings of the same code as far as git knows");
        }

        @Test
        void prunesWhatGitSaysIsOfEarlierCode() throws IOException {
            app.recording("a-before.json", "acme.AIT#a", "hello, world");
            Files.delete(app.project().recordings().resolve("a.json"));
            app.source(".gitignore", "target/");
            GitCommands.run(build.root(), "init", "-q");
            GitCommands.commit(build.root());
            app.source("src/main/java/acme/Prompt.java", "class Prompt");
            app.recording("a.json", "acme.AIT#a", "hello");
            GitCommands.commit(build.root());
            allPass().ends();

            assertThat(reasonOf(app.judged(), "a-before.json")).isEqualTo(Reason.SUPERSEDED);
            assertThat(app.files()).containsExactly("a.json", "b.json");
        }

        @Test
        void keepsTwoRecordingsOfOneCommitIfOnlyOneLaterOneIsRequested() throws IOException {
            app.recording("a-before.json", "acme.AIT#a", "hello, world");
            app.recording("setup.json", "acme.AIT#a", "set up");
            Files.delete(app.project().recordings().resolve("a.json"));
            app.source(".gitignore", "target/");
            GitCommands.run(build.root(), "init", "-q");
            GitCommands.commit(build.root());
            app.source("src/main/java/acme/Prompt.java", "class Prompt");
            app.recording("a.json", "acme.AIT#a", "hello");
            GitCommands.commit(build.root());
            allPass().ends();

            assertKeepsAll("a commit brought more recordings than are requested in their place");
        }

        @Test
        void keepsOneOfTwoRecordingsOfOneRequestThatAnotherTestWasAnsweredFrom() throws IOException {
            app.recording("b-same.json", "acme.BIT#b", "hello");
            app.recording("gone-same.json", "acme.GoneIT#g", "hello");
            allPass().ends();

            assertKeepsAll("a test was answered to the same request from another recording");
        }

        @Test
        void keepsWhatTheForegroundGoalServed() throws IOException {
            app.recording("ui.json", null, "a browser's");
            Run foreground = app.runForeground();
            foreground.ledger().served(null, AttributionConfidence.NONE, List.of("ui.json"));
            allPass().ends();

            assertThat(app.judged().plan().evidence().complete()).isTrue();
            assertThat(app.files()).contains("ui.json");
        }

        @Test
        void namesWhatSupersedesARecordingAndWhereTheyDiffer() throws IOException {
            app.recording("a-before.json", "acme.AIT#a", "hello, world");
            allPass().ends();

            Verdict verdict = verdict(app.judged(), "a-before.json");

            assertThat(verdict.reason()).isEqualTo(Reason.SUPERSEDED);
            assertThat(verdict.supersededBy()).isEqualTo("a.json");
            assertThat(verdict.differs()).containsExactly("/messages/0/content");
            assertThat(app.files()).containsExactly("a.json", "b.json");
        }

        @Test
        void prunesASharedRecordingThatNobodyRequests() throws IOException {
            app.recording("shared.json", null, "x").recording("shared-needed.json", null, "y");
            app.run()
                    .passes("acme.AIT#a", "a.json", "shared-needed.json")
                    .passes("acme.BIT#b", "b.json")
                    .ends();

            assertThat(reasonOf(app.judged(), "shared.json")).isEqualTo(Reason.SUPERSEDED);
            assertThat(app.files()).containsExactly("a.json", "b.json", "shared-needed.json");
        }

        @Test
        void keepsAllMembersOfAModelListThatWasServed() throws IOException {
            app.recording("models-1.json", null, "1").recording("models-2.json", "acme.OtherIT#x", "2");
            Run run = allPass();
            run.ledger().served("acme.AIT#a", AttributionConfidence.EXACT, List.of("models-1.json", "models-2.json"));
            run.ends();

            app.prune();

            assertThat(app.files()).contains("models-1.json", "models-2.json");
        }

        @Test
        void keepsRecordingsOfARenamedTestThatStillAnswer() throws IOException {
            app.recording("renamed.json", "acme.AIT#before", "x");
            allPass().passes("acme.AIT#after", "renamed.json").ends();

            app.prune();

            assertThat(app.files()).contains("renamed.json");
        }

        @Test
        void prunesTheInvocationsThatASmallerParameterSetNoLongerHas() throws IOException {
            for (int i = 1; i <= 3; i++) {
                app.recording("p" + i + ".json", "acme.AIT#p[" + i + "]", "p" + i);
            }
            allPass()
                    .passes("acme.AIT#p[1]", "p1.json")
                    .passes("acme.AIT#p[2]", "p2.json")
                    .ends();

            assertThat(reasonOf(app.judged(), "p3.json")).isEqualTo(Reason.TEST_GONE);
            assertThat(app.files()).containsExactly("a.json", "b.json", "p1.json", "p2.json");
        }

        @Test
        void keepsTheInvocationsThatAnUnchangedTestHadInAnEarlierRun() throws IOException {
            app.testClass("acme.AIT", "a", "p");
            app.recording("p1.json", "acme.AIT#p[1]", "p1").recording("p2.json", "acme.AIT#p[2]", "p2");
            allPass()
                    .passes("acme.AIT#p[1]", "p1.json")
                    .passes("acme.AIT#p[2]", "p2.json")
                    .ends();
            app.source("src/main/java/acme/App.java", "class App");
            allPass().passes("acme.AIT#p[1]", "p1.json").ends();

            assertKeepsAll("acme.AIT#p[2], which did not change, was answered from it in an earlier run");
        }

        @Test
        void keepsTheInvocationsOfAnOverloadThatDidNotRun() throws IOException {
            app.testClass("acme.AIT", "a", "p()V", "p(I)V");
            app.recording("p.json", "acme.AIT#p(int)[1]", "p").recording("former.json", "acme.AIT#p[1]", "q");
            allPass().passes("acme.AIT#p()[1]", "a.json").ends();

            assertKeepsAll("its test is there and did not run here");
        }

        @Test
        void keepsWhatAnUnknownCallerWasServed() throws IOException {
            app.recording("parallel.json", "acme.AIT#a", "x").recording("nobody.json", null, "y");
            Run run = allPass();
            run.ledger().served("acme.AIT", AttributionConfidence.CLASS, List.of("parallel.json"));
            run.ledger().served(null, AttributionConfidence.NONE, List.of("nobody.json"));
            run.ends();

            app.prune();

            assertThat(app.files()).contains("parallel.json", "nobody.json");
        }

        @Test
        void keepsTheUnionOfAFlakyTestThatPassedOnRerun() throws IOException {
            app.recording("first.json", "acme.AIT#flaky", "1").recording("second.json", "acme.AIT#flaky", "2");
            allPass()
                    .plays("acme.AIT#flaky", TestStatus.FAILED, "first.json")
                    .plays("acme.AIT#flaky", TestStatus.PASSED, "second.json")
                    .ends();

            assertThat(app.judged().plan().evidence().complete()).isTrue();
            assertThat(app.files()).contains("first.json", "second.json");
        }

        @Test
        void prunesWhereATestPassedWhenItsClassRanAgain() throws IOException {
            app.recording("old.json", "acme.GoneIT#gone", "bye");
            Run run = allPass().execution("one");
            for (TestStatus status : List.of(TestStatus.FAILED, TestStatus.PASSED)) {
                run.ledger().testStarted("1", "acme.AIT");
                run.plays("acme.AIT#flaky", status);
                run.ledger().testFinished("1", "acme.AIT", TestStatus.PASSED);
            }
            run.ends();

            assertThat(app.judged().plan().evidence().gaps()).isEmpty();
            assertThat(app.files()).containsExactly("a.json", "b.json");
        }

        @Test
        void prunesOfATestThatPassedAlsoIfTheEngineSaysThatAnotherPartLeftItOut() throws IOException {
            app.recording("a-old.json", "acme.AIT#a", "x");
            allPass().skips("acme.AIT#a").ends();

            assertThat(reasonOf(app.judged(), "a-old.json")).isEqualTo(Reason.SUPERSEDED);
            assertThat(app.files()).containsExactly("a.json", "b.json");
        }

        @Test
        void forgetsWhatWentWrongBeforeIt() throws IOException {
            app.recording("old.json", "acme.GoneIT#gone", "bye");
            Run missing = app.run().passes("acme.AIT#a", "a.json");
            missing.ledger()
                    .missed(
                            "acme.BIT#b",
                            AttributionConfidence.EXACT,
                            "No recording answers.",
                            "No recording answers.");
            missing.plays("acme.BIT#b", TestStatus.FAILED).ends();
            app.runInMode("record")
                    .passes("acme.AIT#a")
                    .passes("acme.BIT#b")
                    .records("acme.BIT#b", "b.json")
                    .ends();
            app.run(ONE_CLASS).passes("acme.AIT#a", "a.json").ends();
            allPass().ends();

            assertThat(app.judged().plan().evidence().gaps()).isEmpty();
            assertThat(app.files()).containsExactly("a.json", "b.json");
        }

        @Test
        void holdsOnToWhatAnEarlierRunOfTheSameCodeWasServed() throws IOException {
            app.recording("sometimes.json", "acme.AIT#a", "today is monday");
            app.run()
                    .passes("acme.AIT#a", "sometimes.json")
                    .passes("acme.BIT#b", "b.json")
                    .ends();
            allPass().ends();

            app.prune();

            assertThat(app.files()).contains("sometimes.json");
        }

        @Test
        void takesForksThatRunAtOnceTogether() throws Exception {
            for (int i = 0; i < 60; i++) {
                app.recording("fork" + i + ".json", "acme.AIT#t" + i, "t" + i);
            }
            app.recording("old.json", "acme.GoneIT#gone", "bye");
            Run run = allPass();
            CountDownLatch ready = new CountDownLatch(3);
            List<Thread> forks = new java.util.ArrayList<>();
            for (int fork = 0; fork < 3; fork++) {
                int first = fork;
                Thread thread = new Thread(() -> {
                    ready.countDown();
                    for (int i = first; i < 60; i += 3) {
                        run.passes("acme.AIT#t" + i, "fork" + i + ".json");
                    }
                });
                thread.start();
                forks.add(thread);
            }
            for (Thread fork : forks) {
                fork.join();
            }
            run.ends();

            assertThat(app.judged().plan().evidence().complete()).isTrue();
            assertThat(app.files()).hasSize(62).doesNotContain("old.json");
        }
    }

    @Nested
    final class WithoutTheWholeProof {

        @Test
        void refusesWithoutALedger() throws IOException {
            assertRefused("There is no ledger", "mvn verify", "-Drecorder.ledgers");
        }

        @Test
        void refusesAfterClean() throws IOException {
            allPass().ends();
            app.clean();

            assertRefused("There is no ledger", "mvn clean");
        }

        @Test
        void refusesWhereALedgerIsDamaged() throws Exception {
            allPass().ends();
            Path ledger = app.run().isKilled();
            Files.writeString(ledger, Files.readString(ledger).replaceFirst("\"event\":\"code\"", "\"event\":") + "\n");

            assertRefused(ledger.getFileName().toString(), "it is not JSON", "Delete it");
        }

        @Test
        void refusesWhereALedgerIsOfALaterVersion() throws IOException {
            Run run = allPass();
            run.ends();
            Path ledger = run.ledger().file();
            Files.writeString(
                    ledger, Files.readString(ledger).replaceFirst("\"version\":\"2\\.1\"", "\"version\":\"3.0\""));

            assertRefused("its version is 3.0", "reads version 2.x");
        }

        @Test
        void saysThatAKilledRunIsIncompleteAndKeepsAll() throws Exception {
            app.recording("a-old.json", "acme.AIT#a", "x");
            app.run().passes("acme.AIT#a", "a.json").isKilled();

            assertKeepsAll("did not come to its end", "mvn verify");
        }

        @Test
        void refusesWhereTheOnlyRunWasKilledBeforeItDidAnything() throws Exception {
            Path ledger = app.run().isKilled();
            Files.writeString(ledger, "{\"format\":\"recorder-led");

            assertRefused("There is no ledger");
        }

        @Test
        void listsWhatIsProbablyUnusedAndKeepsAllWhereTestsWereSelected() throws IOException {
            app.recording("a-old.json", "acme.AIT#a", "x").recording("gone.json", "acme.GoneIT#g", "y");
            app.recording("shared.json", null, "z");
            app.run(ONE_CLASS).passes("acme.AIT#a", "a.json").ends();

            PruneResult.Judged result = assertKeepsAll(
                    "-Dit.test=AIT", "for all tests, and acme.BIT", "Probably unused; a whole `mvn verify` would tell");
            assertThat(result.plan().probablyUnused()).extracting(Verdict::path).containsExactly("gone.json");
            assertThat(verdict(result, "b.json").reason()).isEqualTo(Reason.TEST_DID_NOT_RUN);
        }

        @Test
        void aFilteredRunDoesNotUndoAnEarlierWholeOne() throws IOException {
            app.recording("gone.json", "acme.GoneIT#g", "y");
            allPass().ends();
            app.run(ONE_CLASS).passes("acme.AIT#a", "a.json").ends();

            assertThat(reasonOf(app.judged(), "gone.json")).isEqualTo(Reason.TEST_GONE);
        }

        @Test
        void aFailureUndoesAnEarlierWholeRun() throws IOException {
            app.recording("gone.json", "acme.GoneIT#g", "y");
            allPass().ends();
            app.run(ONE_CLASS).plays("acme.AIT#a", TestStatus.FAILED).ends();

            assertKeepsAll("These tests failed: acme.AIT#a");
        }

        @Test
        void keepsAllWhereAnExecutionWasSkipped() throws IOException {
            app.recording("a-second.json", "acme.AIT#a", "x").recording("gone.json", "acme.GoneIT#g", "y");
            allPass().skippedExecution("second").ends();

            assertKeepsAll("did not run failsafe:integration-test@second");
        }

        @Test
        void keepsAllWhereNoTestRan() throws IOException {
            app.recording("gone.json", "acme.GoneIT#g", "y");
            app.run().ends();

            assertKeepsAll("No test passed between start and stop");
        }

        @Test
        void keepsAllWhereTheTestJvmsDidNotSayWhichTestsRan() throws IOException {
            app.recording("gone.json", "acme.GoneIT#g", "y");
            Run run = app.run();
            run.ledger().reported(List.of(new LedgerEvent.Report("failsafe", "acme.AIT", 1, 0, 0)));
            run.ends();

            assertKeepsAll("The test JVMs of failsafe did not say which tests ran");
        }

        @Test
        void keepsAllWhereOneTestJvmDidNotSayWhichTestsRan() throws IOException {
            app.recording("b-old.json", "acme.BIT#b", "y").recording("gone.json", "acme.GoneIT#g", "x");
            Run run = app.run().passes("acme.AIT#a", "a.json");
            run.ledger()
                    .reported(List.of(
                            new LedgerEvent.Report("failsafe", "acme.AIT", 1, 0, 0),
                            new LedgerEvent.Report("failsafe", "acme.BIT", 1, 0, 0)));
            run.ends();

            assertKeepsAll("did not say which tests ran in acme.BIT");
        }

        @Test
        void keepsAllOutsideTheBuild(@TempDir Path elsewhere) throws IOException {
            app = build.module("outside", elsewhere.toRealPath()).testClass("acme.AIT", "a");
            app.recording("a.json", "acme.AIT#a", "a").recording("gone.json", "acme.GoneIT#g", "x");
            app.run().passes("acme.AIT#a", "a.json").ends();

            assertKeepsAll("so other builds may use it", "-Drecorder.force");
            PruneService.run(
                    app.request(new PrunePlanner.PlanOptions(true, List.of(), Set.of()), PruneOutcome.Kind.QUARANTINE));
            assertThat(app.files()).containsExactly("a.json");
        }

        @Test
        void keepsAllWhereATestFailed() throws IOException {
            app.recording("a-more.json", "acme.AIT#a", "x").recording("b-old.json", "acme.BIT#b", "y");
            app.run()
                    .plays("acme.AIT#a", TestStatus.FAILED, "a.json")
                    .passes("acme.BIT#b", "b.json")
                    .ends();

            assertKeepsAll("These tests failed: acme.AIT#a");
        }

        @Test
        void keepsAllWhereATestFailedInOneExecutionAndPassedInTheNext() throws IOException {
            app.recording("a-more.json", "acme.AIT#a", "x").recording("gone.json", "acme.GoneIT#g", "y");
            Run run = app.run()
                    .plays("acme.AIT#a", TestStatus.FAILED, "a.json")
                    .passes("acme.BIT#b", "b.json")
                    .execution("two")
                    .passes("acme.AIT#a", "a.json");
            // The second execution writes its report over that of the first.
            run.ledger().reported(List.of(new LedgerEvent.Report("failsafe", "acme.AIT", 1, 0, 0)));
            run.ends();

            assertKeepsAll("These tests failed: acme.AIT#a");
        }

        @Test
        void keepsAllWhereTwoTestsOfOneIdRanAndOneFailed() throws IOException {
            app.recording("a-more.json", "acme.AIT#a", "x").recording("gone.json", "acme.GoneIT#g", "y");
            Run run = app.run();
            run.ledger().testStarted("1", "acme.AIT#a", "[method:a(int)]", null);
            run.ledger().testFinished("1", "acme.AIT#a", "[method:a(int)]", null, TestStatus.FAILED);
            run.passes("acme.AIT#a", "a.json").passes("acme.BIT#b", "b.json").ends();

            assertKeepsAll("These tests failed: acme.AIT#a");
        }

        @Test
        void keepsAllOfTwoTestsOfOneIdWhereOneWasSkipped() throws IOException {
            app.recording("a-more.json", "acme.AIT#a", "x").recording("gone.json", "acme.GoneIT#g", "y");
            Run run = allPass();
            run.ledger().testFinished("1", "acme.AIT#a", "[method:a(int)]", null, TestStatus.SKIPPED);
            run.ends();

            assertThat(reasonOf(app.judged(), "a-more.json")).isEqualTo(Reason.TEST_DID_NOT_RUN);
            assertThat(app.files()).containsExactly("a-more.json", "a.json", "b.json");
        }

        @Test
        void keepsAllWhereATestBeganAgainInTheNextExecutionAndDidNotEnd() throws IOException {
            app.recording("a-more.json", "acme.AIT#a", "x");
            Run run = allPass().execution("two");
            run.ledger().testStarted("2", "acme.AIT#a");
            run.ends();

            assertKeepsAll("began and did not end: acme.AIT#a");
        }

        @Test
        void keepsAllWhereARequestFoundNoRecording() throws IOException {
            app.recording("a-more.json", "acme.AIT#a", "x").recording("gone.json", "acme.GoneIT#g", "y");
            Run run = allPass();
            run.ledger()
                    .missed(
                            "acme.AIT#a",
                            AttributionConfidence.EXACT,
                            "No recording answers.",
                            "No recording answers.");
            run.ends();

            assertKeepsAll("1 request found no recording");
        }

        @Test
        void keepsAllAfterARunThatRecorded() throws IOException {
            app.recording("old.json", "acme.AIT#a", "x");
            Run run = app.runInMode("record").passes("acme.AIT#a").passes("acme.BIT#b");
            run.ledger().live("acme.AIT#a", AttributionConfidence.EXACT, "POST /v1/chat/completions");
            run.ledger().recorded("acme.AIT#a", AttributionConfidence.EXACT, "a.json");
            run.ends();

            assertKeepsAll("in mode record and called a real service", "in mode replay");
        }

        @Test
        void keepsAllWhereATestJvmCrashed() throws IOException {
            app.recording("a-more.json", "acme.AIT#a", "x").recording("gone.json", "acme.GoneIT#g", "y");
            Run run = app.run().passes("acme.BIT#b", "b.json");
            run.ledger().testStarted("1", "acme.AIT#a");
            run.ledger().served("acme.AIT#a", AttributionConfidence.EXACT, List.of("a.json"));
            run.ledger().reported(List.of(new LedgerEvent.Crashed("The forked VM terminated without saying goodbye")));
            run.ends();

            assertKeepsAll("The forked VM terminated", "began and did not end: acme.AIT#a");
        }

        @Test
        void keepsAllWhereAReportTellsOfAFailureThatTheListenerDidNotSee() throws IOException {
            app.recording("gone.json", "acme.GoneIT#g", "y");
            Run run = allPass();
            run.ledger().reported(List.of(new LedgerEvent.Report("failsafe", "acme.AIT", 2, 0, 1)));
            run.ends();

            assertKeepsAll("These tests failed: acme.AIT");
        }

        @Test
        void keepsAllAfterATestWasEdited() throws IOException {
            app.recording("gone.json", "acme.GoneIT#g", "y");
            allPass().ends();
            app.source("src/test/java/acme/AIT.java", "class AIT, edited");

            assertKeepsAll("Files of the build changed since the run of acme:app", "mvn verify");
        }

        @Test
        void keepsAllAfterATestWasCompiledAgain() throws IOException {
            app.recording("gone.json", "acme.GoneIT#g", "y");
            allPass().ends();
            Files.delete(app.project().testClasses().resolve("acme/BIT.class"));

            assertKeepsAll("The compiled tests of acme:app changed");
        }

        @Test
        void keepsAllAfterThePomWasEdited() throws IOException {
            app.recording("gone.json", "acme.GoneIT#g", "y");
            allPass().ends();
            app.source("pom.xml", "<project><!-- another client version --></project>");

            assertKeepsAll("Files of the build changed");
        }

        @Test
        void keepsAllAfterAFileBesideTheSourcesWasEdited() throws IOException {
            app.source("prompts/system.txt", "v1");
            app.recording("gone.json", "acme.GoneIT#g", "y");
            allPass().ends();
            app.source("prompts/system.txt", "v2");

            assertKeepsAll("Files of the build changed");
        }

        @Test
        void keepsAllAfterASnapshotOnTheClassPathChanged() throws IOException {
            app.recording("gone.json", "acme.GoneIT#g", "y");
            Path jar = Files.writeString(directory.resolve("app/target/lib-1-SNAPSHOT.jar"), "one");
            Run run = allPass();
            run.ledger()
                    .executionStarted(new LedgerEvent.Execution(
                            ScriptedBuild.EXECUTION,
                            false,
                            Map.of(jar.toString(), RecordingFingerprint.of(jar).sha256()),
                            List.of()));
            run.ends();
            Files.writeString(jar, "two");

            assertKeepsAll("lib-1-SNAPSHOT.jar changed since the run");
        }

        @Test
        void keepsAllWhereFilesWereEditedBeforeTheRunStarted() throws IOException {
            app.recording("gone.json", "acme.GoneIT#g", "y");
            Files.writeString(directory.resolve("app/src/test/java/acme/AIT.java"), "class AIT, edited after compile");
            allPass().ends();

            assertKeepsAll("While the build of acme:app ran, these files changed: app/src/test/java/acme/AIT.java");
        }

        @Test
        void keepsAllWhereFilesWereEditedWhileTheRunWentOn() throws Exception {
            app.recording("gone.json", "acme.GoneIT#g", "y");
            Run run = allPass();
            run.hasReadTheCode();
            app.source("src/test/java/acme/AIT.java", "class AIT, edited while tests ran");
            run.ends();

            assertKeepsAll("While the build of acme:app ran, these files changed: app/src/test/java/acme/AIT.java");
        }
    }

    @Nested
    final class WhatIsNotAskedForStaysWhere {

        @Test
        void theTestIsDisabled() throws IOException {
            allPass().skips("acme.AIT#off").ends();
            app.recording("off.json", "acme.AIT#off", "x").recording("old.json", "acme.GoneIT#g", "y");
            allPass().skips("acme.AIT#off").ends();

            PruneResult.Judged result = app.judged();

            assertThat(reasonOf(result, "off.json")).isEqualTo(Reason.TEST_DID_NOT_RUN);
            assertThat(app.files()).containsExactly("a.json", "b.json", "off.json");
        }

        @Test
        void theWholeClassIsDisabled() throws IOException {
            app.testClass("acme.OffIT", "x").recording("off.json", "acme.OffIT#x[2]", "x");
            app.recording("off-class.json", "acme.OffIT", "y").recording("nested.json", "acme.OffIT$Inner#z", "z");
            allPass().skips("acme.OffIT").ends();

            app.prune();

            assertThat(app.files()).contains("off.json", "off-class.json", "nested.json");
        }

        @Test
        void aNestedClassAboveItIsDisabled() throws IOException {
            app.recording("deep.json", "acme.AIT$Inner$Deep#x[1]", "x")
                    .recording("other.json", "acme.AIT$Innermost#y", "y");
            allPass().skips("acme.AIT$Inner").ends();

            PruneResult.Judged result = app.judged();

            assertThat(reasonOf(result, "deep.json")).isEqualTo(Reason.TEST_DID_NOT_RUN);
            assertThat(app.files()).containsExactly("a.json", "b.json", "deep.json");
        }

        @Test
        void theMethodIsDisabledInOneInvocationOfAParameterizedClass() throws IOException {
            app.recording("off.json", "acme.AIT#p[1.2]", "x");
            allPass().passes("acme.AIT#p[2]").skips("acme.AIT#p[1]").ends();

            assertThat(reasonOf(app.judged(), "off.json")).isEqualTo(Reason.TEST_DID_NOT_RUN);
            assertThat(app.files()).containsExactly("a.json", "b.json", "off.json");
        }

        @Test
        void anAssumptionEndsTheTest() throws IOException {
            app.testClass("acme.LiveIT", "live").recording("live.json", "acme.LiveIT#live", "x");
            app.recording("old.json", "acme.GoneIT#g", "y");
            allPass().plays("acme.LiveIT#live", TestStatus.ABORTED).ends();

            assertThat(app.judged().plan().evidence().complete()).isTrue();
            assertThat(app.files()).containsExactly("a.json", "b.json", "live.json");
        }

        @Test
        void itsMethodIsThereAndWasLeftOut() throws IOException {
            app.testClass("acme.AIT", "a", "slow").recording("slow.json", "acme.AIT#slow", "x");
            app.recording("class.json", "acme.AIT", "y").recording("never.json", "acme.AIT#never", "z");
            allPass().ends();

            PruneResult.Judged result = app.judged();

            assertThat(reasonOf(result, "slow.json")).isEqualTo(Reason.TEST_DID_NOT_RUN);
            assertThat(reasonOf(result, "class.json")).isEqualTo(Reason.TEST_DID_NOT_RUN);
            assertThat(app.files()).containsExactly("a.json", "b.json", "class.json", "slow.json");
        }

        @Test
        void itsClassIsThereAndIsNotCompiled() throws IOException {
            app.source("src/it/java/acme/NightlyIT.java", "class NightlyIT");
            app.recording("nightly.json", "acme.NightlyIT#n", "x");
            allPass().ends();

            assertThat(reasonOf(app.judged(), "nightly.json")).isEqualTo(Reason.TEST_DID_NOT_RUN);
        }

        @Test
        void itsClassWasRenamedAndRunsOutsideOfStartAndStop() throws IOException {
            app.testClass("acme.ChatTest", "asks").recording("chat.json", "acme.ChatIT#asks", "x");
            app.recording("set-up.json", "acme.ChatIT", "y").recording("old.json", "acme.GoneIT#other", "z");
            allPass().ends();

            PruneResult.Judged result = app.judged();

            assertThat(verdict(result, "chat.json").detail()).contains("acme.ChatTest#asks", "may be its new name");
            assertThat(app.files()).containsExactly("a.json", "b.json", "chat.json", "set-up.json");
        }

        @Test
        void aClassWithRecordingsOfWhichNothingRanMayHaveLeftSomethingForIt() throws IOException {
            app.testClass("acme.FirstIT", "imports").recording("first.json", "acme.FirstIT#imports", "title of one");
            app.recording("of-one.json", "acme.AIT#a", "summary of one");
            allPass().skips("acme.FirstIT").ends();

            assertKeepsAll("its test may request it when acme.FirstIT runs again");
        }

        @Test
        void itsClassIsInAnotherModuleNow() throws IOException {
            build.module("other").testClass("acme.MovedIT", "m");
            app.recording("moved.json", "acme.MovedIT#m", "x");
            allPass().ends();

            Verdict verdict = verdict(app.judged(), "moved.json");

            assertThat(verdict.reason()).isEqualTo(Reason.TEST_MOVED);
            assertThat(verdict.detail()).contains("acme:other");
            assertThat(app.files()).contains("moved.json");
        }

        @Test
        void aPatternNamesIt() throws IOException {
            app.recording("nightly/old.json", "acme.GoneIT#g", "x").recording("old.json", "acme.GoneIT#g", "y");
            allPass().ends();

            PruneService.run(app.request(
                    new PrunePlanner.PlanOptions(false, List.of("nightly/**"), Set.of()),
                    PruneOutcome.Kind.QUARANTINE));

            assertThat(app.files()).containsExactly("a.json", "b.json", "nightly/old.json");
        }

        @Test
        void itsNameIsNotInAsciiAndItsClassHasADisabledTest() throws IOException {
            app.testClass("acme.ÄrgerIT", "höflich", "aus");
            app.recording("h.json", "acme.ÄrgerIT#höflich", "h").recording("aus.json", "acme.ÄrgerIT#aus", "x");
            app.recording("gone.json", "acme.ÄrgerIT#früher", "y");
            allPass()
                    .passes("acme.\\xc4rgerIT#h\\xf6flich", "h.json")
                    .skips("acme.\\xc4rgerIT#aus")
                    .ends();

            assertThat(reasonOf(app.judged(), "gone.json")).isEqualTo(Reason.TEST_GONE);
            assertThat(app.files()).containsExactly("a.json", "aus.json", "b.json", "h.json");
        }

        @Test
        void theTestWasRenamedAndDisabled() throws IOException {
            app.recording("renamed.json", "acme.AIT#before", "x");
            allPass().skips("acme.AIT#after").ends();

            Verdict verdict = verdict(app.judged(), "renamed.json");

            assertThat(verdict.detail()).contains("acme.AIT#after", "may be its new name");
            assertThat(app.files()).contains("renamed.json");
        }

        @Test
        void aFormerIdOfADisabledTestIsNoNewName() throws IOException {
            app.recording("gone.json", "acme.AIT#scenario/gone", "x")
                    .recording("off.json", "acme.AIT#scenario/off", "y");
            Run run = allPass();
            run.ledger().testFinished("1", "acme.AIT#scenario/off", "[off]", "acme.AIT#scenario:5", TestStatus.SKIPPED);
            run.ends();

            PruneResult.Judged result = app.judged();

            assertThat(reasonOf(result, "gone.json")).isEqualTo(Reason.TEST_GONE);
            assertThat(app.files()).contains("off.json");
        }

        @Test
        void theDisabledTestWasSeenBesideTheOneThatIsGoneSoItIsPruned() throws IOException {
            app.recording("old.json", "acme.AIT#before", "x");
            allPass().passes("acme.AIT#before").skips("acme.AIT#off").ends();
            app.source("src/test/java/acme/AIT.java", "class AIT without before");
            allPass().skips("acme.AIT#off").ends();

            assertThat(reasonOf(app.judged(), "old.json")).isEqualTo(Reason.TEST_GONE);
        }

        @Test
        void itIsSharedAndSomeTestIsDisabled() throws IOException {
            app.recording("shared.json", null, "x");
            allPass().skips("acme.AIT#off").ends();

            app.prune();

            assertThat(app.files()).contains("shared.json");
        }

        @Test
        void itsClassNeedNotRun() throws IOException {
            app.testClass("acme.ManualIT", "m").recording("manual.json", "acme.ManualIT#m", "x");
            app.recording("a-old.json", "acme.AIT#a", "y");
            allPass().ends();

            assertKeepsAll("its test may request it when acme.ManualIT runs again");
            PruneService.run(app.request(
                    new PrunePlanner.PlanOptions(false, List.of(), Set.of("acme.ManualIT")),
                    PruneOutcome.Kind.QUARANTINE));

            assertThat(app.files()).containsExactly("a.json", "b.json", "manual.json");
        }

        @Test
        void itIsOfAnotherLanguagesTests() throws IOException {
            String python = "tests/test_chat.py::test_hello";
            app.recording("py.json", python, "x").recording("py-1.json", python + "[a#b]", "y");
            app.recording("named.json", "my test#", "z").recording("old.json", "acme.Gone\\\\u00e9IT#g[1]", "y");
            app.recording("old-class.json", "acme.GoneIT$Inner", "y");
            allPass().ends();
            PruneRequest forced =
                    app.request(new PrunePlanner.PlanOptions(true, List.of(), Set.of()), PruneOutcome.Kind.QUARANTINE);

            PruneResult.Judged result = app.judged();
            PruneService.run(forced);

            assertThat(verdict(result, "py.json").detail())
                    .isEqualTo(
                            "its id is of a suite or of no Java test, and prune cannot tell whether that test exists; delete"
                                    + " it yourself if not");
            assertThat(app.files()).containsExactly("a.json", "b.json", "named.json", "py-1.json", "py.json");
        }

        @Test
        void itWasAddedAfterTheRun() throws IOException {
            allPass().ends();
            app.recording("new.json", "acme.AIT#a", "from a colleague");

            assertThat(reasonOf(app.judged(), "new.json")).isEqualTo(Reason.CHANGED_SINCE);
            assertThat(app.files()).contains("new.json");
        }

        @Test
        void itWasChangedAfterTheRun() throws IOException {
            app.recording("old.json", "acme.AIT#a", "before");
            allPass().ends();
            app.recording("old.json", "acme.AIT#a", "after.");

            assertThat(reasonOf(app.judged(), "old.json")).isEqualTo(Reason.CHANGED_SINCE);
            assertThat(app.files()).contains("old.json");
        }

        @Test
        void itIsNoRecording() throws IOException {
            app.source("src/test/recordings/notes.json", "{\"by\": \"hand\"}");
            app.source("src/test/recordings/broken.json", "{\"test_id\": null, \"request\": {");
            app.source("src/test/recordings/README.md", "what these are");
            app.source("src/test/recordings/.hidden.json", "{}");
            app.source(
                    "src/test/recordings/file.json",
                    "{\"test_id\": null, \"request\": {\"test_id\": null, \"provider\": \"p\", \"api\": \"f\","
                            + " \"file_id\": \"1\"}, \"response\": {}}");
            allPass().ends();

            PruneResult.Judged result = app.judged();

            assertThat(reasonOf(result, "notes.json")).isEqualTo(Reason.NOT_A_RECORDING);
            assertThat(reasonOf(result, "broken.json")).isEqualTo(Reason.NOT_A_RECORDING);
            assertThat(reasonOf(result, "file.json")).isEqualTo(Reason.NOT_SERVABLE);
            assertThat(app.files())
                    .containsExactly(
                            ".hidden.json", "README.md", "a.json", "b.json", "broken.json", "file.json", "notes.json");
        }

        @Test
        void aLinkLeadsToIt() throws IOException {
            Path outside = Files.createDirectories(directory.resolve("elsewhere"));
            app.recording("old.json", "acme.GoneIT#g", "x");
            Files.move(app.recordings().resolve("old.json"), outside.resolve("old.json"));
            Files.createSymbolicLink(app.recordings().resolve("link.json"), outside.resolve("old.json"));
            Files.createSymbolicLink(app.recordings().resolve("folder"), outside);
            allPass().ends();

            app.prune();

            assertThat(outside.resolve("old.json")).exists();
            assertThat(Files.isSymbolicLink(app.recordings().resolve("link.json")))
                    .isTrue();
            assertThat(Files.isSymbolicLink(app.recordings().resolve("folder"))).isTrue();
        }
    }

    @Nested
    final class AcrossModulesAndMachines {

        private Module other;

        @BeforeEach
        void shareADirectory() throws IOException {
            Path shared = Files.createDirectories(build.root().resolve("shared-recordings"));
            build = new ScriptedBuild(directory);
            app = build.module("one", shared).testClass("acme.AIT", "a");
            other = build.module("other", shared).testClass("acme.OtherIT", "o");
            app.recording("a.json", "acme.AIT#a", "a").recording("o.json", "acme.OtherIT#o", "o");
            app.recording("old.json", "acme.GoneIT#g", "x").recording("shared.json", null, "y");
        }

        @Test
        void keepsWhatTheOtherModuleMayNeedWhereItDidNotRun() throws IOException {
            app.run().passes("acme.AIT#a", "a.json").ends();

            assertKeepsAll("The module acme:other uses this directory, and no run of it has left a ledger");
        }

        @Test
        void prunesWhenAllThatShareADirectoryRan() throws IOException {
            app.run().passes("acme.AIT#a", "a.json").ends();
            other.run().passes("acme.OtherIT#o", "o.json").ends();

            assertThat(app.judged().plan().evidence().complete()).isTrue();
            assertThat(app.files()).containsExactly("a.json", "o.json");
        }

        @Test
        void keepsAllWhereTheOtherModulesTestsWereEditedSince() throws IOException {
            app.run().passes("acme.AIT#a", "a.json").ends();
            other.run().passes("acme.OtherIT#o", "o.json").ends();
            other.source("src/test/java/acme/OtherIT.java", "class OtherIT, edited");

            assertKeepsAll("Files of the build changed since the run of acme:o");
        }

        @Test
        void leavesTheDirectoryToTheLastModuleOfTheSameBuild() throws IOException {
            app.run().passes("acme.AIT#a", "a.json").ends();
            PruneRequest early = app.request(
                    new PrunePlanner.PlanOptions(false, List.of(), Set.of()),
                    PruneOutcome.Kind.QUARANTINE,
                    Set.of(other.id()),
                    List.of());

            assertThat(PruneService.run(early)).isInstanceOf(PruneResult.Waiting.class);
            other.run().passes("acme.OtherIT#o", "o.json").ends();
            other.prune();

            assertThat(app.files()).containsExactly("a.json", "o.json");
        }

        @Test
        void takesSeveralExecutionsTogether() throws IOException {
            app.testClass("acme.UnitTest", "u").recording("u.json", "acme.UnitTest#u", "u");
            app.recording("u-old.json", "acme.UnitTest#u", "before").recording("a-gone.json", "acme.AIT#gone", "x");
            app.run()
                    .passes("acme.UnitTest#u", "u.json")
                    .execution("second")
                    .passes("acme.AIT#a", "a.json")
                    .ends();
            other.run().passes("acme.OtherIT#o", "o.json").ends();

            assertThat(app.judged().plan().evidence().gaps()).isEmpty();
            assertThat(app.files()).containsExactly("a.json", "o.json", "u.json");
        }

        @Test
        void keepsAllWhereOneDirectoryIsInTheOther() throws IOException {
            app = build.module("app").testClass("acme.AIT", "a");
            other = build.module("nested", app.recordings().resolve("nested")).testClass("acme.OtherIT", "o");
            app.recording("a.json", "acme.AIT#a", "a").recording("gone.json", "acme.GoneIT#g", "x");
            other.recording("o.json", "acme.OtherIT#o", "o").recording("shared.json", null, "y");
            app.run().passes("acme.AIT#a", "a.json").ends();
            other.run().passes("acme.OtherIT#o", "o.json").ends();

            assertKeepsAll("one of the two is in the other");
            other.prune();
            assertThat(app.files()).contains("nested/shared.json");
        }

        @Test
        void keepsWhatLedgersOfOtherMachinesSawServed() throws IOException {
            app.run().passes("acme.AIT#a", "a.json", "old.json").ends();
            Path nightly = build.root().resolve("one/target/nightly");
            ScriptedBuild.ship(app, nightly, build.root().toString(), "/ci/agent-1");
            app.run().passes("acme.AIT#a", "a.json").ends();
            other.run().passes("acme.OtherIT#o", "o.json").ends();

            PruneService.run(app.request(
                    new PrunePlanner.PlanOptions(false, List.of(), Set.of()),
                    PruneOutcome.Kind.QUARANTINE,
                    Set.of(),
                    List.of("one/target/nightly/**.jsonl")));

            assertThat(app.files()).containsExactly("a.json", "o.json", "old.json");
        }

        @Test
        void keepsWhatLedgersOfOtherMachinesSawServedToOlderCode() throws IOException {
            app.run()
                    .passes("acme.AIT#a", "a.json", "shared.json")
                    .passes("acme.AIT#nightly", "old.json")
                    .ends();
            Path nightly = build.root().resolve("one/target/nightly");
            ScriptedBuild.ship(app, nightly, build.root().toString(), "/ci/agent-1");
            app.testClass("acme.AIT", "a", "more");
            app.run().passes("acme.AIT#a", "a.json").passes("acme.AIT#more").ends();
            other.run().passes("acme.OtherIT#o", "o.json").ends();

            PruneService.run(app.request(
                    new PrunePlanner.PlanOptions(false, List.of(), Set.of()),
                    PruneOutcome.Kind.QUARANTINE,
                    Set.of(),
                    List.of("one/target/nightly")));

            assertThat(app.files()).containsExactly("a.json", "o.json", "old.json", "shared.json");
        }

        @Test
        void findsTheLedgersOfBuildsThatWereStartedElsewhere() throws IOException {
            other.run().passes("acme.OtherIT#o", "o.json", "old.json").ends();
            build = new ScriptedBuild(directory);
            app = build.module("one", app.recordings()).testClass("acme.AIT", "a");
            app.run().passes("acme.AIT#a", "a.json", "o.json").ends();

            app.prune();

            assertThat(app.files()).contains("old.json");
        }
    }

    @Nested
    final class CarriedOut {

        private PruneResult with(PruneOutcome.Kind action, boolean force) throws IOException {
            return PruneService.run(app.request(new PrunePlanner.PlanOptions(force, List.of(), Set.of()), action));
        }

        private Restorer restorer() {
            return new Restorer(app.project());
        }

        private String quarantine() throws IOException {
            return restorer().names().get(0);
        }

        @Test
        void prunedRecordingsComeBackAsTheyWere() throws IOException {
            app.recording("x/y/old.json", "acme.GoneIT#g", "x");
            byte[] before = Files.readAllBytes(app.recordings().resolve("x/y/old.json"));
            allPass().ends();
            app.prune();
            assertThat(app.recordings().resolve("x")).doesNotExist();

            RestoreOutcome outcome = restorer().restore(quarantine());

            assertThat(outcome.restored()).containsExactly("x/y/old.json");
            assertThat(outcome.failed()).isEmpty();
            assertThat(app.recordings().resolve("x/y/old.json")).hasBinaryContent(before);
            assertThat(restorer().names()).isEmpty();
        }

        @Test
        void whatGitCannotRestoreOutlivesAClean() throws IOException {
            app.recording("old.json", "acme.GoneIT#g", "x");
            allPass().ends();
            app.prune();
            app.clean();

            assertThat(restorer().restore(quarantine()).restored()).containsExactly("old.json");
            assertThat(app.files()).contains("old.json");
        }

        @Test
        void aCopiedBuildRestoresIntoItself() throws IOException {
            app.recording("old.json", "acme.GoneIT#g", "x");
            allPass().ends();
            app.prune();
            Path copy = directory.resolve("copy");
            try (Stream<Path> files = Files.walk(directory.resolve("app"))) {
                for (Path file : files.sorted().toList()) {
                    Files.copy(file, copy.resolve(directory.resolve("app").relativize(file)));
                }
            }

            new Restorer(List.of(copy.resolve("target/recorder/pruned"))).restore(quarantine());

            assertThat(copy.resolve("src/test/recordings/old.json")).exists();
            assertThat(app.files()).doesNotContain("old.json");
        }

        @Test
        void aFileThatIsThereAgainIsNotOverwritten() throws IOException {
            app.recording("old.json", "acme.GoneIT#g", "x");
            allPass().ends();
            app.prune();
            app.recording("old.json", "acme.NewIT#n", "new");
            String newer = Files.readString(app.recordings().resolve("old.json"));

            RestoreOutcome outcome = restorer().restore(quarantine());

            assertThat(outcome.failed())
                    .allMatch(text -> text.contains("old.json") && text.contains("not overwritten"));
            assertThat(app.recordings().resolve("old.json")).hasContent(newer);
            assertThat(app.project().quarantines().resolve(quarantine() + "/files/old.json"))
                    .exists();
        }

        @Test
        void onlyFoldersThatWereEmptiedGo() throws IOException {
            app.recording("kept/old.json", "acme.GoneIT#g", "x").recording("gone/deep/old.json", "acme.GoneIT#g", "y");
            app.source("src/test/recordings/kept/README.md", "why");
            Files.createDirectories(app.recordings().resolve("empty-before"));
            allPass().ends();

            app.prune();

            assertThat(app.recordings().resolve("gone")).doesNotExist();
            assertThat(app.recordings().resolve("kept/README.md")).exists();
            assertThat(app.recordings().resolve("empty-before")).exists();
        }

        @Test
        void aDryRunTouchesNothingAndSaysWhatItWould() throws IOException {
            app.recording("old.json", "acme.GoneIT#g", "x");
            allPass().ends();

            PruneResult.Judged result = (PruneResult.Judged) with(PruneOutcome.Kind.DRY_RUN, false);

            assertThat(result.plan().stale()).hasSize(1);
            assertThat(app.files()).contains("old.json");
            assertThat(app.project().quarantines()).doesNotExist();
            assertThat(app.project().pruneReport()).content().contains("\"test_gone\"", "\"dry_run\"");
        }

        @Test
        void deletingLeavesNoQuarantine() throws IOException {
            app.recording("old.json", "acme.GoneIT#g", "x");
            allPass().ends();

            with(PruneOutcome.Kind.DELETE, false);

            assertThat(app.files()).containsExactly("a.json", "b.json");
            assertThat(app.project().quarantines()).doesNotExist();
        }

        @Test
        void forceDoesWithoutTheProofButNotWithWhatWasServed() throws IOException {
            app.testClass("acme.AIT", "a", "off");
            app.recording("before.json", "acme.AIT#a", "before").recording("never.json", "acme.GoneIT#g", "x");
            app.recording("off.json", "acme.AIT#off", "y");
            app.run().passes("acme.AIT#a", "before.json").ends();
            app.source("src/main/java/acme/App.java", "class App");
            app.run(ONE_CLASS).passes("acme.AIT#a", "a.json").ends();
            app.recording("new.json", "acme.GoneIT#g", "added since");

            PruneResult.Judged result = (PruneResult.Judged) with(PruneOutcome.Kind.QUARANTINE, true);

            assertThat(reasonOf(result, "before.json")).isEqualTo(Reason.SERVED_EARLIER);
            assertThat(app.files()).containsExactly("a.json", "b.json", "before.json", "new.json", "off.json");
            assertThat(result.report().lines()).anyMatch(line -> line.startsWith("FORCED"));
        }

        @Test
        void aSecondPruneFindsNothingMore() throws IOException {
            app.recording("old.json", "acme.GoneIT#g", "x");
            allPass().ends();
            app.prune();

            PruneResult.Judged again = app.judged();

            assertThat(again.plan().stale()).isEmpty();
            assertThat(again.outcome().quarantine()).isNull();
        }

        @Test
        void thereIsNothingToDoWhereThereAreNoRecordings() throws IOException {
            Module empty = build.module("empty");

            assertThat(empty.prune()).isInstanceOf(PruneResult.Nothing.class);
        }

        @Test
        void theReportForProgramsIsWhatItsDocumentationSays() throws IOException {
            app.recording("a-before.json", "acme.AIT#a", "before");
            allPass().ends();
            app.prune();

            assertThat(app.project().pruneReport())
                    .content()
                    .contains(
                            "\"format\" : \"recorder-prune\"",
                            "\"version\" : \"2.1\"",
                            "\"complete\" : true",
                            "\"superseded_by\" : \"a.json\"",
                            "\"/messages/0/content\"",
                            "\"pruned\" : true");
        }
    }

    @Test
    void aLedgerSaysWhenItsRunStarted() throws IOException {
        Run run = allPass();
        run.ends();

        assertThat(app.judged().plan().evidence().ledgers())
                .singleElement()
                .satisfies(ledger -> assertThat(ledger.header().started()).isBefore(Instant.now()));
    }
}
