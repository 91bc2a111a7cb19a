package io.github.recorder.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.Mojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The goals as Maven configures them from the plugin's descriptor. */
@MojoTest
final class GoalParametersTest {

    private final Map<String, Object> context = new HashMap<>();
    private final List<String> logged = new ArrayList<>();

    @AfterEach
    void end() {
        ModuleRuns.in(context).end(new MojoExecution(new Plugin(), "stop", "default"), new BuildPlan(List.of()));
    }

    @Test
    @InjectMojo(goal = "start")
    void startTakesAnyPortAndTheUsualDirectory(Mojo start) throws Exception {
        execute(start);

        assertThat(logged)
                .singleElement()
                .asString()
                .matches("Recorder: no recordings to replay at http://127\\.0\\.0\\.1:\\d+:"
                        + " directory src/test/recordings does not exist \\(<recordings>, -Drecorder\\.recordings\\)."
                        + " Run `mvn verify -Drecorder\\.mode=record-if-missing` to record some\\.");
    }

    @Test
    @InjectMojo(goal = "start")
    @MojoParameter(name = "recordings", value = "src/it/openai-java/src/test/recordings")
    void startTakesAnotherDirectory(Mojo start) throws Exception {
        execute(start);

        assertThat(logged)
                .singleElement()
                .asString()
                .startsWith("Recorder: replaying 5 recordings of src/it/openai-java/src/test/recordings at http");
    }

    @Test
    @InjectMojo(goal = "start")
    void startSaysThatItsPortIsTaken(StartMojo start) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            set(start, "port", taken.getLocalPort());

            assertThatThrownBy(() -> execute(start))
                    .isInstanceOf(MojoExecutionException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort() + " of <port> (-Drecorder.port) is taken");
        }
    }

    @Test
    @InjectMojo(goal = "start")
    @MojoParameter(name = "isolation", value = "total")
    void startSaysWhichIsolationsThereAre(Mojo start) {
        assertThatThrownBy(() -> execute(start))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage("<isolation> (-Drecorder.isolation) is total. Give one of: strict, prefer, shared.");
    }

    @Test
    @InjectMojo(goal = "start")
    @MojoParameter(name = "port", value = "70000")
    void startSaysWhichPortsThereAre(Mojo start) {
        assertThatThrownBy(() -> execute(start))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage("<port> (-Drecorder.port) is 70000. Give a number from 0 to 65535.");
    }

    @Test
    @InjectMojo(goal = "start")
    @MojoParameter(name = "connectTimeoutSeconds", value = "-1")
    void startSaysWhichTimeoutsThereAre(Mojo start) {
        assertThatThrownBy(() -> execute(start))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage("<connectTimeoutSeconds> (-Drecorder.connectTimeoutSeconds) is -1."
                        + " Give a number of seconds from 1 on.");
    }

    @Test
    @InjectMojo(goal = "start")
    @MojoParameter(name = "recordings", value = "pom.xml")
    void startSaysThatTheRecordingsAreAFile(Mojo start) {
        assertThatThrownBy(() -> execute(start))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageMatching("<recordings> \\(-Drecorder\\.recordings\\) is .*pom\\.xml, which is a file\\."
                        + " Give a directory; it need not exist yet\\.");
    }

    @Test
    @InjectMojo(goal = "start")
    void startNamesAnUnknownPropertyAndTheNearest(StartMojo start) {
        start.session().getUserProperties().setProperty("recorder.modus", "record");

        assertThatThrownBy(() -> execute(start))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage("-Drecorder.modus is not a property of the recorder plugin. Did you mean -Drecorder.mode?");
    }

    @Test
    @InjectMojo(goal = "start")
    @MojoParameter(name = "skip", value = "true")
    void startIsSkipped(Mojo start) throws Exception {
        execute(start);

        assertThat(logged).containsExactly("Recorder: skipped (<skip>, -Drecorder.skip)");
    }

    @Test
    @InjectMojo(goal = "start")
    @MojoParameter(name = "skipTests", value = "true")
    void startIsSkippedWithTheTests(Mojo start) throws Exception {
        execute(start);

        assertThat(logged).containsExactly("Recorder: skipped because tests are skipped");
    }

    @Test
    @InjectMojo(goal = "start")
    @MojoParameter(name = "skipITs", value = "true")
    void startGoesOnForSurefireWhereOnlyIntegrationTestsAreSkipped(Mojo start) throws Exception {
        execute(start);

        assertThat(logged).singleElement().asString().startsWith("Recorder: no recordings to replay");
    }

    @Test
    @InjectMojo(goal = "start")
    void startDoesNothingInAProjectOfPackagingPom(StartMojo start) throws Exception {
        start.project().setPackaging("pom");

        execute(start);

        assertThat(logged).isEmpty();
    }

    @Test
    @InjectMojo(goal = "stop")
    void stopDoesNothingWhereNothingRuns(Mojo stop) throws Exception {
        execute(stop);
        execute(stop);

        assertThat(logged).isEmpty();
    }

    @Test
    @InjectMojo(goal = "verify")
    void verifyDoesNothingWhereNothingRan(Mojo verify) throws Exception {
        execute(verify);

        assertThat(logged).isEmpty();
    }

    private void execute(Mojo mojo) throws Exception {
        mojo.setLog(new SystemStreamLog() {
            @Override
            public void info(CharSequence line) {
                logged.add(line.toString());
            }
        });
        ((RecorderMojo) mojo).setPluginContext(context);
        // Maven resolves the plugin's artifacts before it runs a goal.
        ((RecorderMojo) mojo)
                .execution()
                .getMojoDescriptor()
                .getPluginDescriptor()
                .setArtifacts(List.of());
        mojo.execute();
    }

    private static void set(ServingMojo mojo, String name, Object value) throws Exception {
        var field = ServingMojo.class.getDeclaredField(name);
        field.setAccessible(true);
        field.set(mojo, value);
    }
}
