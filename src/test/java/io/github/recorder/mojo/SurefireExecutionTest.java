package io.github.recorder.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.clients.ClientLibraries;
import io.github.recorder.lifecycle.TestJvmSetup;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SurefireExecutionTest {

    private static final TestJvmSetup SETUP = new TestJvmSetup(
            Path.of("/build/recorder/recorder-listener.jar"),
            Map.of("recorder.url", "http://127.0.0.1:4711"),
            URI.create("http://127.0.0.1:4711"),
            ClientLibraries.builtIn());

    private final MavenProject project = new MavenProject();

    @ParameterizedTest
    @CsvSource({
        "maven-failsafe-plugin, integration-test, true",
        "maven-surefire-plugin, test, true",
        "maven-failsafe-plugin, verify, false",
        "maven-surefire-plugin, help, false",
        "maven-compiler-plugin, test, false"
    })
    void testsAreRunByTwoGoals(String plugin, String goal, boolean runsTests) {
        assertThat(SurefireExecution.runsTests(execution(plugin, goal))).isEqualTo(runsTests);
    }

    @Test
    void propertiesAndVariablesAreAddedWhereNothingIsConfigured() throws Exception {
        MojoExecution execution = failsafe(null);

        prepare(execution, Map.of());

        Xpp3Dom configuration = execution.getConfiguration();
        assertThat(value(configuration, "systemPropertyVariables", "recorder.url"))
                .isEqualTo("http://127.0.0.1:4711");
        assertThat(value(configuration, "environmentVariables", "GOOGLE_GEMINI_BASE_URL"))
                .isEqualTo("http://127.0.0.1:4711/gemini");
        assertThat(configuration.getChild("properties")).isNull();
    }

    @Test
    void whatTheUserConfiguredIsKept() throws Exception {
        MojoExecution execution = failsafe("<configuration>"
                + "<systemPropertyVariables><recorder.url>own</recorder.url><a>b</a></systemPropertyVariables>"
                + "<environmentVariables><GEMINI_API_KEY>own</GEMINI_API_KEY></environmentVariables>"
                + "</configuration>");

        prepare(execution, Map.of());

        Xpp3Dom configuration = execution.getConfiguration();
        assertThat(value(configuration, "systemPropertyVariables", "recorder.url"))
                .isEqualTo("own");
        assertThat(value(configuration, "systemPropertyVariables", "a")).isEqualTo("b");
        assertThat(configuration.getChild("environmentVariables").getChild("GOOGLE_API_KEY"))
                .isNull();
    }

    @Test
    void aVariableThatTheForksInheritIsKeptUnlessItIsBlank() throws Exception {
        MojoExecution execution = failsafe(null);

        prepare(execution, Map.of("GOOGLE_API_KEY", "own", "GOOGLE_GEMINI_BASE_URL", ""));

        Xpp3Dom variables = execution.getConfiguration().getChild("environmentVariables");
        assertThat(variables.getChild("GOOGLE_API_KEY")).isNull();
        assertThat(variables.getChild("GOOGLE_GEMINI_BASE_URL")).isNotNull();
    }

    @Test
    void theGatewayOfTheMachineIsNotUsed() throws Exception {
        MojoExecution execution = failsafe(null);

        prepare(execution, Map.of("OPENAI_BASE_URL", "https://gateway.acme.com"));

        assertThat(value(execution.getConfiguration(), "environmentVariables", "OPENAI_BASE_URL"))
                .isEqualTo("http://127.0.0.1:4711/openai/v1");
    }

    @Test
    void theTestJvmIsToldWhichVariablesAreTheProjectsOwn() throws Exception {
        MojoExecution execution = failsafe(
                "<configuration><environmentVariables><OPENAI_BASE_URL>own</OPENAI_BASE_URL><A>b</A></environmentVariables></configuration>");

        prepare(execution, Map.of());

        assertThat(value(execution.getConfiguration(), "environmentVariables", "OPENAI_BASE_URL"))
                .isEqualTo("own");
        assertThat(value(execution.getConfiguration(), "systemPropertyVariables", "recorder.ownVariables"))
                .isEqualTo("OPENAI_BASE_URL,A");
    }

    @Test
    void theConfigurationThatOthersMayShareIsNotTouched() throws Exception {
        MojoExecution execution = failsafe("<configuration><systemPropertyVariables/></configuration>");
        Xpp3Dom shared = execution.getConfiguration();

        prepare(execution, Map.of());

        assertThat(shared.getChild("systemPropertyVariables").getChildCount()).isZero();
        assertThat(shared.getChild("environmentVariables")).isNull();
    }

    @Test
    void junit4IsToldOfTheListenerByNameAfterTheUsersOwn() throws Exception {
        project.setArtifacts(Set.of(artifact("junit")));
        MojoExecution execution = failsafe("<configuration><properties>"
                + "<property><name>listener</name><value>own.Listener</value></property>"
                + "</properties></configuration>");

        prepare(execution, Map.of());

        Xpp3Dom property = execution.getConfiguration().getChild("properties").getChild("property");
        assertThat(property.getChild("value").getValue())
                .isEqualTo("own.Listener,io.github.recorder.testjvm.JUnit4Listener");
    }

    @Test
    void junit4WithoutAListenerOfItsOwnGetsOurs() throws Exception {
        project.setArtifacts(Set.of(artifact("junit")));
        MojoExecution execution = failsafe(null);

        prepare(execution, Map.of());

        Xpp3Dom property = execution.getConfiguration().getChild("properties").getChild("property");
        assertThat(property.getChild("name").getValue()).isEqualTo("listener");
        assertThat(property.getChild("value").getValue()).isEqualTo("io.github.recorder.testjvm.JUnit4Listener");
    }

    @Test
    void junit4OnTheJUnitPlatformFindsItsListenerItself() throws Exception {
        project.setArtifacts(new LinkedHashSet<>(List.of(artifact("junit"), artifact("org.junit.vintage"))));
        MojoExecution execution = failsafe(null);

        prepare(execution, Map.of());

        assertThat(execution.getConfiguration().getChild("properties")).isNull();
    }

    @Test
    void theJarIsAnArtifactOfTheProjectOnlyWhileTestsRun() throws Exception {
        Artifact junit = artifact("org.junit.jupiter");
        project.setArtifacts(Set.of(junit));

        SurefireExecution prepared = prepare(failsafe(null), Map.of());

        assertThat(project.getArtifacts()).hasSize(2).contains(junit).anySatisfy(jar -> {
            assertThat(jar.getFile()).isEqualTo(SETUP.listenerJar().toFile());
            assertThat(jar.getScope()).isEqualTo("test");
            assertThat(jar.getArtifactHandler().isAddedToClasspath()).isTrue();
        });
        prepared.restore();
        assertThat(project.getArtifacts()).containsExactly(junit);
    }

    private SurefireExecution prepare(MojoExecution execution, Map<String, String> environment) {
        return SurefireExecution.prepare(project, execution, SETUP, environment);
    }

    private static String value(Xpp3Dom configuration, String parameter, String name) {
        return configuration.getChild(parameter).getChild(name).getValue();
    }

    private static MojoExecution failsafe(String configuration) throws Exception {
        MojoExecution execution = execution("maven-failsafe-plugin", "integration-test");
        if (configuration != null) {
            execution.setConfiguration(Xpp3DomBuilder.build(new StringReader(configuration)));
        }
        return execution;
    }

    private static MojoExecution execution(String artifactId, String goal) {
        Plugin plugin = new Plugin();
        plugin.setGroupId("org.apache.maven.plugins");
        plugin.setArtifactId(artifactId);
        return new MojoExecution(plugin, goal, "default");
    }

    private static Artifact artifact(String group) {
        return new DefaultArtifact(group, "any", "1", "test", "jar", null, new DefaultArtifactHandler("jar"));
    }
}
