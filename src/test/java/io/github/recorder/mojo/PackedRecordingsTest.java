package io.github.recorder.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.report.RunFacts.RecordedFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Build;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PackedRecordingsTest {

    private static final String PLUGIN = "io.github.recorder:recorder-maven-plugin";
    private static final Path INSTALLED = Path.of("shop-recordings-1.4-recordings.zip");
    private static final RecordedFiles NOTHING = new RecordedFiles(List.of(), List.of(), List.of("c.json"));

    private final MavenProject module = new MavenProject();
    private ArtifactParameter artifact;

    @BeforeEach
    void makeModule() throws Exception {
        module.setGroupId("com.acme");
        module.setArtifactId("shop-recordings");
        module.setVersion("1.4");
        module.getModel().setBuild(new Build());
        artifact = ArtifactParameter.of("com.acme:shop-recordings:1.4");
    }

    @Test
    void namesAModuleThatDoesNotBindTheGoal() {
        assertThat(missing(INSTALLED))
                .hasValue("The artifact com.acme:shop-recordings:1.4 of <artifacts> (-Drecorder.artifacts) is"
                        + " the module shop-recordings of this build, which has not packed it in this build. The"
                        + " recordings of an earlier build are used, of shop-recordings-1.4-recordings.zip. Add an execution to this"
                        + " plugin in the pom of that module:"
                        + " <execution><goals><goal>package</goal></goals></execution>");
        assertThat(missing(null).orElseThrow()).doesNotContain("are used");
    }

    @Test
    void namesThePhaseOfAModuleThatHasYetToPack() {
        bind(null);
        assertThat(missing(INSTALLED).orElseThrow()).contains("The module packs it in the phase verify, if it has");
        bind("package");
        assertThat(missing(INSTALLED).orElseThrow()).contains("The module packs it in the phase package, if it has");
    }

    @Test
    void saysNothingOfWhatIsPackedOrOfAnotherModule() {
        attach("nightly");
        assertThat(missing(INSTALLED)).as("another classifier").isPresent();
        attach(ArtifactParameter.CLASSIFIER);
        assertThat(missing(INSTALLED)).isEmpty();
        module.setVersion("1.5");
        assertThat(missing(INSTALLED)).isEmpty();
    }

    @Test
    void saysIfRecordingsAreWrittenAfterTheyWerePacked() {
        RecordedFiles two = new RecordedFiles(List.of("a.json", "b.json"), List.of(), List.of());

        assertThat(PackedRecordings.outdated(module, two)).isEmpty();
        PackedRecordings.remember(module, "target/shop.zip");
        assertThat(PackedRecordings.outdated(module, NOTHING)).isEmpty();
        assertThat(PackedRecordings.outdated(module, two))
                .hasValue("2 recordings were written after target/shop.zip was packed, which is without them. Bind the"
                        + " goal package to the phase verify, its default, and build again.");
    }

    @SuppressWarnings("deprecation") // The only way to make a session without a whole Maven.
    private Optional<String> missing(Path found) {
        MavenSession session =
                new MavenSession(null, null, new DefaultMavenExecutionRequest(), new DefaultMavenExecutionResult());
        session.setProjects(List.of(module));
        return PackedRecordings.missing(artifact, session, PLUGIN, found);
    }

    private void bind(String phase) {
        PluginExecution execution = new PluginExecution();
        execution.addGoal("package");
        execution.setPhase(phase);
        Plugin plugin = new Plugin();
        plugin.setGroupId("io.github.recorder");
        plugin.setArtifactId("recorder-maven-plugin");
        plugin.addExecution(execution);
        module.getModel().getBuild().setPlugins(List.of(plugin));
    }

    @SuppressWarnings("deprecation") // Maven's helper, which is not, needs a whole Maven.
    private void attach(String classifier) {
        Artifact attached = new DefaultArtifact(
                "com.acme", "shop-recordings", "1.4", null, "zip", classifier, new DefaultArtifactHandler("zip"));
        module.addAttachedArtifact(attached);
    }
}
