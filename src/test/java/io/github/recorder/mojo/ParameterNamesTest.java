package io.github.recorder.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.Test;

final class ParameterNamesTest {

    private static final ParameterNames NAMES = new ParameterNames(
            new TreeSet<>(Set.of("mode", "port", "recordings")),
            new TreeSet<>(Set.of("recorder.mode", "recorder.recordings", "recorder.test")));

    private final Properties commandLine = new Properties();
    private final Properties pom = new Properties();
    private final Plugin plugin = new Plugin();

    @Test
    void knownNamesAreFine() throws Exception {
        plugin.setConfiguration(configuration("<mode>record</mode><port>0</port>"));
        commandLine.setProperty("recorder.mode", "replay");
        commandLine.setProperty("recorder.openai.url", "http://127.0.0.1:1/openai");
        commandLine.setProperty("other.modus", "x");
        pom.setProperty("recorder.version", "0.1.0");
        pom.setProperty("recorder.of.my.own", "x");

        assertThat(problems()).isEmpty();
    }

    @Test
    void anUnknownElementIsNamedWithTheNearest() throws Exception {
        plugin.setConfiguration(configuration("<mood>record</mood>"));
        PluginExecution execution = new PluginExecution();
        execution.setConfiguration(configuration("<zzz/>"));
        plugin.addExecution(execution);

        assertThat(problems())
                .containsExactly(
                        "<mood> is not a parameter of the recorder plugin. Did you mean <mode>?",
                        "<zzz> is not a parameter of the recorder plugin. Its parameters are: mode, port, recordings.");
    }

    @Test
    void anElementThatIsGivenTwiceIsNamedWhereMavenUsesOne() throws Exception {
        String matching = "<matching><ignore><ignore>query:a</ignore><ignore>query:b</ignore></ignore></matching>";
        String twice = "<port>0</port><mode>a</mode><mode>b</mode><recordings>"
                + "<matching><replace><replacement><pattern>a</pattern><pattern>b</pattern></replacement></replace>"
                + "<ignore/><ignore/></matching></recordings>";
        plugin.setConfiguration(configuration(matching.replace("matching", "port")));
        assertThat(problems()).isEmpty();

        plugin.setConfiguration(configuration(twice));
        PluginExecution execution = new PluginExecution();
        execution.setConfiguration(configuration(twice));
        plugin.addExecution(execution);

        String end =
                " of the recorder plugin, and Maven would use only the last one. Put the contents of all into one ";
        assertThat(problems())
                .containsExactly(
                        "<mode> is given more than once in <configuration>" + end + "<mode>.",
                        "<ignore> is given more than once in <matching>" + end + "<ignore>.",
                        "<pattern> is given more than once in <replacement>" + end + "<pattern>.");
    }

    @Test
    void anUnknownPropertyOfTheCommandLineIsNamedWithTheNearest() {
        commandLine.setProperty("recorder.recording", "src/x");
        commandLine.setProperty("recorder.zzz", "");

        assertThat(problems())
                .containsExactly(
                        "-Drecorder.recording is not a property of the recorder plugin."
                                + " Did you mean -Drecorder.recordings?",
                        "-Drecorder.zzz is not a property of the recorder plugin."
                                + " Its properties are: recorder.mode, recorder.recordings, recorder.test.");
    }

    @Test
    void aPropertyOfThePomCountsOnlyIfItIsNearlyAKnownOne() {
        pom.setProperty("recorder.Recording", "src/x");
        pom.setProperty("recorder.schedule", "x");

        assertThat(problems())
                .containsExactly("The property recorder.Recording of the pom is not a property of the recorder plugin."
                        + " Did you mean recorder.recordings?");
    }

    @SuppressWarnings("deprecation") // The only constructors that need no container.
    private List<String> problems() {
        MavenProject project = new MavenProject();
        project.getModel().setProperties(pom);
        MavenSession session = new MavenSession(
                null, new DefaultMavenExecutionRequest().setUserProperties(commandLine), null, project);
        return NAMES.problems(project, session, plugin);
    }

    private static Xpp3Dom configuration(String elements) throws Exception {
        return Xpp3DomBuilder.build(new StringReader("<configuration>" + elements + "</configuration>"));
    }
}
