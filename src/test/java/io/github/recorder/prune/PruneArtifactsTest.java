package io.github.recorder.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.ledger.ArtifactFile;
import io.github.recorder.lifecycle.InterchangeConfig;
import io.github.recorder.lifecycle.PackageService;
import io.github.recorder.lifecycle.RequestParsingOptions;
import io.github.recorder.lifecycle.ScriptedBuild;
import io.github.recorder.lifecycle.ScriptedBuild.Module;
import io.github.recorder.recording.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What prune says of artifacts below a directory, of which it removes nothing. */
final class PruneArtifactsTest {

    private static final String NAME = "com.acme:shop-recordings:1.4";

    @TempDir
    private Path directory;

    /** The build of the artifact, and the artifact. */
    @TempDir
    private Path elsewhere;

    private ScriptedBuild build;
    private Module app;
    private Module source;

    @BeforeEach
    void setUp() throws IOException {
        build = new ScriptedBuild(directory);
        app = build.module("app").testClass("acme.AIT", "a");
        app.recording("a.json", "acme.AIT#a", "hello");
        source = new ScriptedBuild(elsewhere).module("shop");
    }

    private ArtifactFile artifact() throws Exception {
        Path zip = elsewhere.resolve("shop-recordings-1.4.zip");
        PackageService.PackagedRecordings packed = PackageService.write(
                new InterchangeConfig(
                        source.recordings(), "recordings", RequestParsingOptions.DEFAULT, Map.of(), Map.of()),
                List.of(),
                zip);
        assertThat(packed.problems()).isEmpty();
        return new ArtifactFile(NAME, zip);
    }

    @Test
    void listsWhatNoTestOfTheDirectoryNeeds() throws Exception {
        source.recording("used.json", "acme.AIT#a", "bye")
                .recording("gone.json", "acme.GoneIT#g", "gone")
                .recording("a.json", "acme.AIT#a", "covered");
        app.recording("old.json", "acme.OldIT#o", "old");
        ArtifactFile artifact = artifact();
        byte[] before = Files.readAllBytes(artifact.file());
        build.artifacts(artifact);
        app.run().passes("acme.AIT#a", "a.json", "used.json").ends();

        PruneResult.Judged result = app.judged();

        assertThat(result.plan().stale()).extracting(Verdict::path).containsExactly("old.json");
        assertThat(result.plan().total()).isEqualTo(2);
        assertThat(result.plan().served()).isEqualTo(1);
        ArtifactVerdicts verdicts = result.plan().artifacts().get(0);
        assertThat(verdicts.unneeded()).containsExactly("a.json", "gone.json");
        assertThat(verdicts.served()).isEqualTo(1);
        assertThat(result.report().lines())
                .contains(
                        "No test of recordings needs 2 of the 3 recordings in " + NAME
                                + " (prune-artifacts.txt). Its next version can leave out those that no other user of it needs.");
        assertThat(app.project().artifactList()).hasContent(NAME + " a.json\n" + NAME + " gone.json\n");
        assertThat(Json.parse(Files.readAllBytes(app.project().pruneReport()))
                        .at("/artifacts/0")
                        .toString())
                .isEqualTo("{\"artifact\":\"" + NAME
                        + "\",\"recordings\":3,\"served\":1,\"unneeded\":[\"a.json\",\"gone.json\"]}");
        assertThat(app.files()).containsExactly("a.json");
        assertThat(Files.readAllBytes(artifact.file())).isEqualTo(before);
    }

    @Test
    void doesNotListWhatATestOfAnotherDirectoryWasServed() throws Exception {
        Module other = build.module("other").testClass("acme.OtherIT", "o");
        source.recording("gone.json", "acme.GoneIT#g", "gone")
                .recording("shared.json", "acme.GoneIT#h", "shared")
                .recording("a.json", "acme.AIT#a", "covered");
        build.artifacts(artifact());
        app.run().passes("acme.AIT#a", "a.json").ends();
        other.run().passes("acme.OtherIT#o", "shared.json", "a.json").ends();

        assertThat(app.judged().plan().artifacts().get(0).unneeded()).containsExactly("gone.json");
    }

    @Test
    void aRunOfSomeTestsSaysOnlyWhatIsProbablyUnused() throws Exception {
        source.recording("gone.json", "acme.GoneIT#g", "gone");
        build.artifacts(artifact());
        app.run("-Dit.test=AIT").passes("acme.AIT#a", "a.json").ends();

        PruneResult.Judged result = app.judged();

        assertThat(result.plan().artifacts().get(0).unneeded()).isEmpty();
        assertThat(result.report().lines())
                .contains("1 of the 1 recording in " + NAME
                        + " are probably unused by its tests; a whole `mvn verify` would tell.");
        assertThat(app.project().artifactList()).doesNotExist();
    }

    @Test
    void aRecordingStaysIfOneOfAnArtifactMayOnlySeemToReplaceIt() throws Exception {
        source.recording("other.json", "acme.AIT#a", "good day");
        build.artifacts(artifact());
        app.run().passes("acme.AIT#a", "other.json").ends();

        assertThat(app.judged().plan().kept())
                .singleElement()
                .extracting(Verdict::reason)
                .isEqualTo(Verdict.Reason.NOT_PROVEN);
    }

    @Test
    void aRecordingStaysIfOneOfAnArtifactAnswersTheSameRequest() throws Exception {
        source.recording("same.json", "acme.AIT#a", "hello");
        build.artifacts(artifact());
        app.run().passes("acme.AIT#a", "a.json").ends();
        app.testClass("acme.AIT", "a", "b");
        app.run().passes("acme.AIT#a", "same.json").passes("acme.AIT#b").ends();

        assertThat(app.judged().plan().kept())
                .singleElement()
                .extracting(Verdict::reason)
                .isEqualTo(Verdict.Reason.REQUEST_SERVED);
    }

    @Test
    void aRecordingThatHidesOneOfAnArtifactStays() throws Exception {
        source.recording("gone.json", "acme.GoneIT#g", "below");
        build.artifacts(artifact());
        app.recording("gone.json", "acme.GoneIT#g", "above");
        app.run().passes("acme.AIT#a", "a.json").ends();

        PruneResult.Judged result = app.judged();

        assertThat(result.plan().kept()).singleElement().satisfies(kept -> {
            assertThat(kept.reason()).isEqualTo(Verdict.Reason.NOT_PROVEN);
            assertThat(kept.detail()).contains("the recording at the same path in " + NAME + " would be served");
        });
        assertThat(app.files()).containsExactly("a.json", "gone.json");
    }

    @Test
    void aFileOfAnArtifactThatWasRenamedReplacesNoRecording() throws Exception {
        source.recording("old-name.json", "acme.AIT#a", "bye");
        build.artifacts(artifact());
        app.run().passes("acme.AIT#a", "a.json").ends();
        Files.delete(source.recordings().resolve("old-name.json"));
        source.recording("new-name.json", "acme.AIT#a", "bye");
        build.artifacts(artifact());
        app.testClass("acme.AIT", "a", "b");
        app.run().passes("acme.AIT#a", "new-name.json").passes("acme.AIT#b").ends();

        assertThat(app.judged().plan().kept()).singleElement().satisfies(kept -> {
            assertThat(kept.reason()).isEqualTo(Verdict.Reason.NOT_PROVEN);
            assertThat(kept.detail()).contains("requested new-name.json this time, but nothing tells how old");
        });
        assertThat(app.files()).containsExactly("a.json");
    }

    @Test
    void nothingIsRemovedIfTheRunReadOtherArtifacts() throws Exception {
        source.recording("used.json", "acme.AIT#a", "bye");
        build.artifacts(artifact());
        app.run().passes("acme.AIT#a", "used.json").ends();
        build.artifacts();

        assertThat(app.prune())
                .isInstanceOfSatisfying(
                        PruneResult.Refused.class,
                        refused -> assertThat(refused.why())
                                .contains(
                                        "read the artifacts " + NAME + ", and this goal has (none). Set <artifacts>"));
        assertThat(app.files()).containsExactly("a.json");
    }

    @Test
    void aDirectoryNeedNotExistAboveAnArtifact() throws Exception {
        source.recording("used.json", "acme.AIT#a", "bye");
        build.artifacts(artifact());
        Files.delete(app.recordings().resolve("a.json"));
        Files.delete(app.recordings());
        app.run().passes("acme.AIT#a", "used.json").ends();

        assertThat(app.judged().plan().artifacts().get(0).served()).isEqualTo(1);
        assertThat(app.recordings()).doesNotExist();
    }
}
