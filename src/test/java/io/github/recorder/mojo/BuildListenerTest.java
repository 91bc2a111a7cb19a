package io.github.recorder.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.lifecycle.ClientSettings;
import io.github.recorder.lifecycle.RecorderRun;
import io.github.recorder.lifecycle.RunConfig;
import io.github.recorder.lifecycle.TestJvmSetup;
import io.github.recorder.matching.Isolation;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.ExecutionEvent;
import org.apache.maven.execution.ExecutionListener;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs follow a build's events; the server behind each is a real one. */
final class BuildListenerTest {

    @TempDir
    private Path directory;

    private final MavenExecutionRequest request = new DefaultMavenExecutionRequest();
    private final List<String> heard = new ArrayList<>();
    private final List<String> logged = new ArrayList<>();
    private final List<ModuleRun> runs = new ArrayList<>();

    @AfterEach
    void end() {
        runs.forEach(ModuleRun::end);
    }

    @Test
    void everyEventIsHandedOn() throws Exception {
        request.setExecutionListener(recordingListener());
        follow(project("a"));
        List<String> events = Arrays.stream(ExecutionListener.class.getMethods())
                .map(method -> method.getName())
                .sorted()
                .toList();

        for (String event : events) {
            fire(event, project("b"), null);
        }

        assertThat(heard).containsExactlyElementsOf(events);
    }

    @Test
    void aListenerServesAllModulesAlsoWhereTheyStartAtOnce() throws Exception {
        ExecutorService modules = Executors.newFixedThreadPool(8);
        CountDownLatch ready = new CountDownLatch(8);
        List<Future<ModuleRun>> started = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            MavenProject project = project("module-" + i);
            started.add(modules.submit(() -> {
                ModuleRun run = run(project);
                ready.countDown();
                ready.await();
                BuildListener.follow(request, run);
                return run;
            }));
        }
        for (Future<ModuleRun> run : started) {
            runs.add(run.get());
        }
        modules.shutdown();

        fire("sessionEnded", null, null);

        assertThat(logged).hasSize(8).allMatch(line -> line.contains("0 calls served"));
        assertThat(request.getExecutionListener()).isNull();
    }

    @Test
    void theEndOfItsProjectEndsARunAndOnlyThatOne() throws Exception {
        MavenProject failing = project("a");
        MavenProject other = project("b");
        URI ended = follow(failing);
        URI going = follow(other);

        fire("projectFailed", failing, null);

        assertThat(listens(ended)).isFalse();
        assertThat(listens(going)).isTrue();
        assertThat(failing.getProperties()).doesNotContainKey("recorder.url");
        assertThat(other.getProperties()).containsEntry("recorder.url", going.toString());
    }

    @Test
    void aForkedLifeCycleOfTheProjectDoesNotEndItsRun() throws Exception {
        MavenProject project = project("a");
        URI url = follow(project);

        fire("forkedProjectSucceeded", project.clone(), null);

        assertThat(listens(url)).isTrue();
    }

    @Test
    void testsArePreparedWhenTheyStartAndTheProjectIsItselfAgainWhenTheyEnd() throws Exception {
        MavenProject project = project("a");
        URI url = follow(project);
        MojoExecution tests = failsafe();

        fire("mojoStarted", project, tests);

        assertThat(tests.getConfiguration()
                        .getChild("systemPropertyVariables")
                        .getChild("recorder.url")
                        .getValue())
                .isEqualTo(url.toString());
        assertThat(project.getArtifacts()).hasSize(1);
        fire("mojoFailed", project, tests);
        assertThat(project.getArtifacts()).isEmpty();
    }

    @Test
    void testsOfAnotherProjectOrAfterTheEndAreLeftAlone() throws Exception {
        MavenProject project = project("a");
        follow(project);
        MojoExecution other = failsafe();
        MojoExecution late = failsafe();

        fire("mojoStarted", project("b"), other);
        runs.get(0).end();
        fire("mojoStarted", project, late);

        assertThat(other.getConfiguration()).isNull();
        assertThat(late.getConfiguration()).isNull();
    }

    @Test
    void theSummaryIsLoggedOnce() throws Exception {
        MavenProject project = project("a");
        follow(project);

        runs.get(0).end();
        fire("projectSucceeded", project, null);
        fire("sessionEnded", project, null);

        assertThat(logged).hasSize(1);
    }

    private URI follow(MavenProject project) throws Exception {
        ModuleRun run = run(project);
        runs.add(run);
        BuildListener.follow(request, run);
        return URI.create(project.getProperties().getProperty("recorder.url"));
    }

    private ModuleRun run(MavenProject project) throws Exception {
        RecorderRun run = RecorderRun.start(
                new RunConfig(directory.resolve("none"), "none", 0, Isolation.PREFER, 1, null), warning -> {});
        TestJvmSetup setup =
                TestJvmSetup.write(directory.resolve(project.getArtifactId()), run.url(), ClientSettings.DEFAULT, null);
        return new ModuleRun(
                new MojoExecution(new Plugin(), "start", "default"),
                each -> new LedgerEvent.Execution(each.getGoal(), false, Map.of(), List.of()),
                project,
                run,
                setup,
                new SystemStreamLog() {
                    @Override
                    public void info(CharSequence line) {
                        synchronized (logged) {
                            logged.add(line.toString());
                        }
                    }
                });
    }

    private void fire(String name, MavenProject project, MojoExecution execution) throws Exception {
        ExecutionEvent event = (ExecutionEvent) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ExecutionEvent.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "getProject" -> project;
                    case "getMojoExecution" -> execution;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        ExecutionListener.class.getMethod(name, ExecutionEvent.class).invoke(request.getExecutionListener(), event);
    }

    private ExecutionListener recordingListener() {
        return (ExecutionListener) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ExecutionListener.class}, (proxy, method, args) -> {
                    heard.add(method.getName());
                    return null;
                });
    }

    private static boolean listens(URI url) throws Exception {
        try {
            new Socket(url.getHost(), url.getPort()).close();
            return true;
        } catch (ConnectException refused) {
            return false;
        }
    }

    private static MavenProject project(String artifactId) {
        MavenProject project = new MavenProject();
        project.setGroupId("it");
        project.setArtifactId(artifactId);
        project.setVersion("1");
        return project;
    }

    private static MojoExecution failsafe() {
        Plugin plugin = new Plugin();
        plugin.setGroupId("org.apache.maven.plugins");
        plugin.setArtifactId("maven-failsafe-plugin");
        return new MojoExecution(plugin, "integration-test", "default");
    }
}
