package io.github.recorder.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.ledger.FilterReach;
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

/** Recordings that look stale and that another run, or a test that did not run, may still need. */
final class PruneDoubtsTest {

    @TempDir
    private Path directory;

    private ScriptedBuild build;
    private Module app;

    @BeforeEach
    void setUp() throws IOException {
        build = new ScriptedBuild(directory);
        app = build.module("app").testClass("acme.AIT", "a");
        app.recording("a.json", "acme.AIT#a", "hello");
        app.source(".gitignore", "target/");
    }

    private Run whole() {
        return app.run().passes("acme.AIT#a", "a.json");
    }

    private Map<String, Reason> reasons(Set<String> ignoredClasses) throws IOException {
        PrunePlanner.PlanOptions options = new PrunePlanner.PlanOptions(false, List.of(), ignoredClasses);
        return ScriptedBuild.reasons(
                (PruneResult.Judged) PruneService.run(app.request(options, PruneOutcome.Kind.DRY_RUN)));
    }

    private Map<String, Reason> reasons() throws IOException {
        return reasons(Set.of());
    }

    @Test
    void aTestThatDidNotRunMayBorrowTheRecordingOfOneThatIsGone() throws IOException {
        app.testClass("acme.NightlyIT", "slow").recording("gone.json", "acme.GoneIT#g", "shared by both");
        whole().ends();

        assertThat(reasons()).containsOnly(Map.entry("gone.json", Reason.TEST_DID_NOT_RUN));
        assertThat(reasons(Set.of("acme.NightlyIT"))).containsOnly(Map.entry("gone.json", Reason.TEST_GONE));
    }

    @Test
    void aTestThatDidNotRunMayBorrowWhatAnotherOneRequestedBefore() throws IOException {
        app.testClass("acme.AIT", "a", "slow");
        app.recording("before.json", "acme.AIT#a", "hello, world");
        app.run().passes("acme.AIT#a", "before.json").ends();
        app.testClass("acme.AIT", "a", "slow", "another");
        whole().passes("acme.AIT#another").ends();

        assertThat(reasons()).containsOnly(Map.entry("before.json", Reason.TEST_DID_NOT_RUN));
    }

    @Test
    void aSkippedTestAndATestWithRecordingsAndAUnitTestBorrowNothing() throws IOException {
        app.testClass("acme.OffIT", "off")
                .testClass("acme.OwnIT", "own")
                .testClass("acme.UnitTest", "unit")
                .recording("own.json", "acme.OwnIT#own", "its own")
                .recording("gone.json", "acme.GoneIT#g", "bye");
        app.testClass("acme.HelperIT").nestedTestClass("acme.AIT", "Off", "nested");
        whole().skips("acme.OffIT#off").skips("acme.AIT$Off").ends();

        assertThat(reasons())
                .containsOnly(Map.entry("gone.json", Reason.TEST_GONE), Map.entry("own.json", Reason.TEST_DID_NOT_RUN));
    }

    @Test
    void aUnitTestNeedsNoSharedRecordingAndATestThatWasLeftOutMay() throws IOException {
        app.testClass("acme.UnitTest", "unit").testClass("acme.HelperIT");
        app.recording("shared.json", null, "bye");
        whole().ends();
        assertThat(reasons()).containsOnly(Map.entry("shared.json", Reason.SUPERSEDED));

        app.testClass("acme.NightlyIT", "slow").recording("slow.json", "acme.NightlyIT#slow", "its own");
        whole().ends();
        assertThat(reasons())
                .containsOnly(
                        Map.entry("shared.json", Reason.TEST_DID_NOT_RUN),
                        Map.entry("slow.json", Reason.TEST_DID_NOT_RUN));
        assertThat(reasons(Set.of("acme.NightlyIT"))).containsEntry("shared.json", Reason.SUPERSEDED);
    }

    @Test
    void aTestThatASuiteLeavesOutMayBorrow() throws IOException {
        app.suiteOfTags("acme.FastIT").recording("gone.json", "acme.GoneIT#g", "bye");
        whole().passes("acme.FastIT").ends();

        assertThat(reasons()).containsOnly(Map.entry("gone.json", Reason.TEST_DID_NOT_RUN));
        assertThat(reasons(Set.of("acme.FastIT"))).containsOnly(Map.entry("gone.json", Reason.TEST_GONE));
    }

    @Test
    void aTestThatASuiteLeavesOutMayNeedASharedRecording() throws IOException {
        build.isolation("strict");
        app.suiteOfTags("acme.FastIT").recording("shared.json", null, "bye");
        whole().passes("acme.FastIT").ends();

        assertThat(reasons()).containsOnly(Map.entry("shared.json", Reason.TEST_DID_NOT_RUN));
        assertThat(reasons(Set.of("acme.FastIT"))).containsOnly(Map.entry("shared.json", Reason.SUPERSEDED));
    }

    @Test
    void aTestOfALibraryThatWasLeftOutMayNeedWhatNobodyRequested() throws IOException {
        app.testClassOfLibrary("acme.KitIT", "kit.AbstractKit");
        app.recording("shared.json", null, "bye").recording("gone.json", "acme.GoneIT#g", "hi");
        whole().ends();

        assertThat(reasons())
                .containsOnly(
                        Map.entry("shared.json", Reason.TEST_DID_NOT_RUN),
                        Map.entry("gone.json", Reason.TEST_DID_NOT_RUN));
        assertThat(reasons(Set.of("acme.KitIT")))
                .containsOnly(Map.entry("shared.json", Reason.SUPERSEDED), Map.entry("gone.json", Reason.TEST_GONE));
    }

    @Test
    void nothingIsBorrowedInStrictIsolation() throws IOException {
        build.isolation("strict");
        app.testClass("acme.NightlyIT", "slow").recording("gone.json", "acme.GoneIT#g", "bye");
        whole().ends();

        assertThat(reasons()).containsOnly(Map.entry("gone.json", Reason.TEST_GONE));
    }

    @Test
    void anInvocationThatTheSameCodeHadWhenItWasCommittedStays() throws IOException {
        app.testClass("acme.AIT", "a", "p");
        app.recording("p1.json", "acme.AIT#p[1]", "one").recording("p2.json", "acme.AIT#p[2]", "two");
        build.commit();
        whole().passes("acme.AIT#p[1]", "p1.json").ends();
        assertThat(reasons()).containsOnly(Map.entry("p2.json", Reason.NOT_PROVEN));

        app.source("src/test/resources/cases.csv", "one");
        whole().passes("acme.AIT#p[1]", "p1.json").ends();
        assertThat(reasons()).containsOnly(Map.entry("p2.json", Reason.TEST_GONE));
    }

    @Test
    void aReadmeIsNoCode() throws IOException {
        app.recording("weekend.json", "acme.AIT#a", "it is weekend");
        build.commit();
        app.source("README.md", "about the app");
        build.commit();
        app.recording("a.json", "acme.AIT#a", "hello, weekday");
        build.commit();
        whole().ends();
        assertThat(reasons()).containsOnly(Map.entry("weekend.json", Reason.NOT_PROVEN));
    }

    @Test
    void anInvocationOfAClassThatReadsTheEnvironmentStays() throws IOException {
        app.testClass("acme.AIT", "a", "p").readsEnvironment("acme.AIT");
        app.recording("p1.json", "acme.AIT#p[1]", "one").recording("p2.json", "acme.AIT#p[2]", "two");
        whole().passes("acme.AIT#p[1]", "p1.json").ends();

        assertThat(reasons()).containsOnly(Map.entry("p2.json", Reason.NOT_PROVEN));
    }

    @Test
    void whatARunWithAProfileWasServedStaysThoughItsTestChanged() throws IOException {
        assertStaysAfterItsTestChanged(FilterReach.CLASSES, "-Pnightly");
    }

    @Test
    void whatARunWithAPropertyWasServedStaysThoughItsTestChanged() throws IOException {
        assertStaysAfterItsTestChanged(FilterReach.ANYTHING, "-Dmodel=big");
    }

    private void assertStaysAfterItsTestChanged(FilterReach reach, String filter) throws IOException {
        app.recording("big.json", "acme.AIT#a", "big");
        app.job("", 1, reach, filter).passes("acme.AIT#a", "big.json").ends();
        app.testClass("acme.AIT", "a", "more");
        whole().passes("acme.AIT#more").ends();

        assertThat(reasons()).containsOnly(Map.entry("big.json", Reason.SERVED_EARLIER));
    }

    @Test
    void aRunThatOnlySelectedTestsIsNoOther() throws IOException {
        app.recording("before.json", "acme.AIT#a", "hello, world");
        app.run("-Dit.test=AIT").passes("acme.AIT#a", "before.json").ends();
        app.testClass("acme.AIT", "a", "more");
        whole().passes("acme.AIT#more").ends();

        assertThat(reasons()).containsOnly(Map.entry("before.json", Reason.UNUSED));
    }

    @Test
    void aTestWhoseSourceIsNewerThanItsClassFileExists() throws IOException {
        app.recording("new.json", "acme.AIT#restored", "x").recording("gone.json", "acme.AIT#gone", "y");
        app.source(
                "src/test/java/acme/AIT.java",
                "class AIT { @Test void a() {} @Test void restored() throws Exception {} /* was: gone() */ }");
        whole().ends();

        assertThat(reasons())
                .containsOnly(Map.entry("new.json", Reason.TEST_DID_NOT_RUN), Map.entry("gone.json", Reason.TEST_GONE));
    }

    @Test
    void aNestedClassThatIsGoneHasNoTestsThoughAnotherOneHasTheSameMethod() throws IOException {
        app.recording("gone.json", "acme.AIT$Gone#asks", "x").recording("there.json", "acme.AIT$There#asks", "y");
        app.source(
                "src/test/java/acme/AIT.java",
                "class AIT { @Test void a() {} @Nested class There { @Test void asks() {} } }");
        whole().ends();

        assertThat(reasons())
                .containsOnly(
                        Map.entry("gone.json", Reason.TEST_GONE), Map.entry("there.json", Reason.TEST_DID_NOT_RUN));
    }

    @Test
    void aFeatureOfSpockIsReportedUnderAnotherNameThanItsMethod() throws IOException {
        app.testClass("acme.SpecIT", "$spock_feature_0_0").recording("gone.json", "acme.GoneIT#g", "bye");
        whole().passes("acme.SpecIT#asks the model").ends();

        assertThat(reasons()).containsOnly(Map.entry("gone.json", Reason.TEST_GONE));
    }

    @Test
    void aTestOfAnExecutionThatUsesAnotherDirectoryBorrowsNothing() throws IOException {
        app.testClass("acme.OtherIT", "o").recording("gone.json", "acme.GoneIT#g", "bye");
        app.runsElsewhere("**/OtherIT.java");
        whole().ends();

        assertThat(reasons()).containsOnly(Map.entry("gone.json", Reason.TEST_GONE));
    }

    @Test
    void aClassInTheFileOfAnotherOneExists() throws IOException {
        app.source("src/test/java/acme/AIT.java", "class AIT { @Test void a() {} }\nclass SecondIT { }");
        app.recording("second.json", "acme.SecondIT#s", "x").recording("third.json", "acme.ThirdIT#t", "y");
        whole().ends();

        assertThat(reasons())
                .containsOnly(
                        Map.entry("second.json", Reason.TEST_DID_NOT_RUN), Map.entry("third.json", Reason.TEST_GONE));
    }

    @Test
    void aKotlinNameMayEndInParentheses() throws IOException {
        app.testClass("acme.KIT", "k").recording("k.json", "acme.KIT#asks (slow)", "x");
        app.source("src/test/kotlin/acme/KIT.kt", "class KIT { @Test fun `asks (slow)`() {} }");
        whole().passes("acme.KIT#k").ends();

        assertThat(reasons()).containsOnly(Map.entry("k.json", Reason.TEST_DID_NOT_RUN));
    }

    @Test
    void aTopLevelClassMayHaveADollarSignInItsName() throws IOException {
        app.testClass("acme.F7$IT", "slow").recording("f.json", "acme.F7$IT#slow", "x");
        whole().ends();

        assertThat(reasons()).containsOnly(Map.entry("f.json", Reason.TEST_DID_NOT_RUN));
    }
}
