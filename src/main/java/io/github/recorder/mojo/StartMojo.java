package io.github.recorder.mojo;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.ledger.CiJob;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.lifecycle.ClientSettings;
import io.github.recorder.lifecycle.RecorderRun;
import io.github.recorder.lifecycle.RunConfig;
import io.github.recorder.lifecycle.TestJvmSetup;
import java.io.IOException;
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
     * The name of the job of a CI that runs a part of the tests, which the ledger notes. Each job of a pipeline needs
     * its own. {@code 3/20}, or a name that ends so, is the third of twenty, so that {@code prune} names those that
     * left no ledger.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.job")
    private @Nullable String job;

    /**
     * The number of the try of the job, a whole number that is higher when the job is run again. A later try replaces
     * the earlier ones for {@code prune}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.attempt", defaultValue = "0")
    private long attempt;

    /**
     * Whether the server shows a page about the run in a browser: its requests as they come, misses with their
     * explanations, and the recordings. The address is logged and contains the token of the run, so whoever reads the
     * log on this machine can call the server until the build ends. The goal {@code run} always has the page.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.page", defaultValue = "false")
    private boolean page;

    @Override
    boolean page() {
        return page;
    }

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

    private boolean testsAreSkipped() {
        String phase = execution().getLifecyclePhase();
        boolean forIntegrationTests = phase != null && phase.endsWith(INTEGRATION_TEST);
        return skipTests || mavenTestSkip || (skipITs && forIntegrationTests);
    }

    private void start() throws MojoExecutionException {
        ClientSettings settings = clientSettings();
        RunConfig config = config();
        CiJob ciJob = job == null || job.isBlank() ? null : new CiJob(job.strip(), attempt);
        RecorderRun run = serve(config, ledger(RunHeader.START, ciJob));
        TestJvmSetup setup;
        try {
            setup = TestJvmSetup.write(workDirectory(), run, settings);
        } catch (IOException problem) {
            run.close();
            throw new MojoExecutionException(
                    "What the test JVMs need cannot be written to " + workDirectory() + ": "
                            + FileFailure.message(problem)
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
        if (page) {
            getLog().info(pageSentence(run));
        }
        rememberLaunch(config, settings);
        EarlierPlugins.warnings(session(), execution()).forEach(warning -> getLog().warn("Recorder: " + warning));
    }
}
