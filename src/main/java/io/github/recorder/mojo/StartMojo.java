package io.github.recorder.mojo;

import io.github.recorder.ledger.RunHeader;
import io.github.recorder.lifecycle.ClientSettings;
import io.github.recorder.lifecycle.InterceptionConfig;
import io.github.recorder.lifecycle.InvalidConfigurationException;
import io.github.recorder.lifecycle.RecorderRun;
import io.github.recorder.lifecycle.TestJvmSetup;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Starts the server that replays the recordings, and configures the tests that Failsafe and Surefire run from then on
 * to find it.
 *
 * <p>The test JVMs get a small jar on their class path, which points the clients of LLM services at the server, so no
 * base URL, key or port needs to be configured. Everything that the project configures itself is kept. The properties
 * {@code recorder.url} and {@code recorder.NAME.url} (for instance {@code recorder.openai.url}) hold the server's
 * address: in the test JVMs as system properties, and in the pom's plugin configurations as project properties.
 *
 * <p>The server ends with the goal {@code stop}, or with the project's build if that comes first. In a project of
 * packaging {@code pom} the goal does nothing.
 *
 * @since 0.1.0
 */
@Mojo(name = "start", defaultPhase = LifecyclePhase.PRE_INTEGRATION_TEST, threadSafe = true)
final class StartMojo extends ServingMojo {

    // Maven 3 calls the phase pre-integration-test, Maven 4 before:integration-test.
    private static final String INTEGRATION_TEST = "integration-test";

    /**
     * Skips the goal if tests are skipped.
     *
     * @since 0.1.0
     */
    @Parameter(property = "skipTests", defaultValue = "false")
    private boolean skipTests;

    /**
     * Skips the goal if integration tests are skipped. This applies only if the goal is bound to {@code
     * pre-integration-test}. If it is bound to an earlier phase, for Surefire's tests, it runs.
     *
     * @since 0.1.0
     */
    @Parameter(property = "skipITs", defaultValue = "false")
    private boolean skipITs;

    /**
     * Skips the goal if tests are not compiled.
     *
     * @since 0.1.0
     */
    @Parameter(property = "maven.test.skip", defaultValue = "false")
    private boolean mavenTestSkip;

    /**
     * Settings for clients that the plugin does not know: values by system property, or by {@code env.} and environment
     * variable. In a value, <code>{url}</code> is replaced with the server's base URL, which has no trailing slash; the
     * next path segment names the real service, as in the example. A base URL is set unless the pom or the command line
     * sets the same property or variable. Any other value, such as a key, is set unless it is set anywhere. An entry
     * for a name that the plugin knows replaces the plugin's own value.
     * <pre>{@code
     * <clients>
     *   <acme.openai.url>{url}/openai/v1</acme.openai.url>
     *   <env.ACME_MISTRAL_URL>{url}/mistral</env.ACME_MISTRAL_URL>
     *   <env.ACME_KEY>none</env.ACME_KEY>
     * </clients>
     * }</pre>
     *
     * @since 0.1.0
     */
    @Parameter
    private Map<String, String> clients = Map.of();

    /**
     * Whether a test's request to the host of a known service, which would bypass the recordings, is blocked with an
     * exception that names the host, the calling line, and the line to add. It also fails the goal {@code verify}. In
     * the modes that call real services such a request is not blocked, and a warning names it. Clients of the JDK,
     * OkHttp, and everything that opens plain sockets are guarded; clients with their own transport, such as Netty's,
     * are not.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.guard", defaultValue = "true")
    private boolean guard;

    /**
     * Hosts that are guarded in addition to those of the known services, for example your company's gateway: names, in
     * which {@code *} matches any characters. Requests to this machine itself are never blocked.
     * <pre>{@code
     * <guardedHosts>
     *   <guardedHost>llm.acme.com</guardedHost>
     *   <guardedHost>*.llm.acme.com</guardedHost>
     * </guardedHosts>
     * }</pre>
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.guardedHosts")
    private List<String> guardedHosts = List.of();

    /**
     * Whether the server answers HTTPS requests of tests to the hosts of known services, of {@code upstreams} and of
     * {@code guardedHosts}, so that clients with such a host in their code replay and record without a change. The
     * server then presents certificates for these hosts that only this build's test JVMs trust: they get a trust store
     * with their usual certificates and the one of this build. The keys are created for the build, are valid for three
     * days, and exist in memory only. The trust stores of Maven's JVM, the JDK and the system are never changed, and
     * tests that run in Maven's own JVM ({@code forkCount} 0) are not intercepted.
     *
     * <p>This works for clients that use the JVM's default {@code ProxySelector} and trust store: the JDK's, OkHttp,
     * and Apache's with system properties. It does not work for clients with their own proxies, trust stores or pinned
     * certificates.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.intercept", defaultValue = "false")
    private boolean intercept;

    @Parameter(defaultValue = "${project.build.directory}/recorder", readonly = true, required = true)
    private File workDirectory;

    @Override
    void run() throws MojoExecutionException {
        if (project().getPackaging().equals("pom")) {
            getLog().debug("Recorder: a project of packaging pom has no tests");
        } else if (testsAreSkipped()) {
            getLog().info("Recorder: skipped because tests are skipped");
        } else {
            endRuns();
            start();
        }
    }

    @Override
    @Nullable
    InterceptionConfig interception() {
        return intercept ? new InterceptionConfig(workDirectory.toPath().resolve("intercept"), guardedHosts) : null;
    }

    private boolean testsAreSkipped() {
        String phase = execution().getLifecyclePhase();
        boolean forIntegrationTests = phase != null && phase.endsWith(INTEGRATION_TEST);
        return skipTests || mavenTestSkip || (skipITs && forIntegrationTests);
    }

    private void start() throws MojoExecutionException {
        ClientSettings settings = clientSettings();
        RecorderRun run = serve(ledger(RunHeader.START));
        TestJvmSetup setup;
        try {
            setup = TestJvmSetup.write(workDirectory.toPath(), run, settings);
        } catch (IOException problem) {
            run.close();
            throw new MojoExecutionException(
                    "What the test JVMs need cannot be written to " + workDirectory + ": " + problem.getMessage()
                            + ". Make the directory writable, or skip the plugin with -Drecorder.skip.",
                    problem);
        }
        ModuleRun projectRun = new ModuleRun(
                execution(),
                each -> SurefireExecution.ledgerEvent(session(), project(), each),
                project(),
                run,
                setup,
                getLog());
        runs().add(projectRun);
        BuildListener.follow(session().getRequest(), projectRun);
        getLog().info(startSentence(run, run.address()));
        EarlierPlugins.warnings(session(), execution()).forEach(warning -> getLog().warn("Recorder: " + warning));
    }

    private ClientSettings.Guard guardAction() {
        if (!guard) {
            return ClientSettings.Guard.OFF;
        }
        return modeWord().equals(RunHeader.REPLAY) ? ClientSettings.Guard.BLOCK : ClientSettings.Guard.REPORT;
    }

    private ClientSettings clientSettings() throws MojoExecutionException {
        try {
            return ClientSettings.of(clients, guardAction(), guardedHosts);
        } catch (InvalidConfigurationException problem) {
            throw new MojoExecutionException(problem.getMessage(), problem);
        }
    }
}
