package io.github.recorder.mojo;

import io.github.recorder.check.CheckOptions;
import io.github.recorder.check.CheckResult;
import io.github.recorder.check.FailurePolicy;
import io.github.recorder.check.RecordingCheck;
import io.github.recorder.failure.FileFailure;
import io.github.recorder.lifecycle.CheckService;
import io.github.recorder.lifecycle.InvalidConfigurationException;
import io.github.recorder.lifecycle.RecordingOptions;
import io.github.recorder.progress.TimedProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Asks the real services what the recordings asked, and compares their responses with the recorded ones: identical,
 * reworded, changed, changed in shape. Writes no recording. The requests cost what they cost when they were recorded;
 * each needs a key in the environment variable of its service. The results are in {@code target/recorder/check.json}
 * and, for CI servers, in {@code target/recorder/TEST-recorder-check.xml}.
 *
 * <p>A check that was interrupted goes on where it was: results of the last 24 hours are taken over unless their
 * recordings changed.
 *
 * @since 0.1.0
 */
@Mojo(name = "check", threadSafe = true)
final class CheckMojo extends CheckingMojo {

    /**
     * The maximum number of recordings that are asked, those first that did not change for the longest time; 0, the
     * default, asks all. If no earlier check is known, the {@code day} chooses a part of them.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.check.maxRequests", defaultValue = "0")
    private int maxRequests;

    /**
     * The maximum number of tokens of all requests and responses, by the usage in the recordings; 0, the default, is no
     * limit. A recording without a usage counts as 0.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.check.maxTokens", defaultValue = "0")
    private long maxTokens;

    /**
     * The name of a model to ask in place of the recorded ones, to see what another model changes. A recording that
     * names no model is not asked.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.check.model")
    private @Nullable String model;

    /**
     * The day, for instance {@code 2026-11-27}, that chooses which recordings are asked first if the limits do not
     * allow all and no earlier check is known, as in a CI job with a new {@code target}; by default today, in UTC. Name
     * the day of an earlier check to ask the same recordings again.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.check.day")
    private @Nullable String day;

    /**
     * The time limit for each request and its whole response, in seconds. A recording whose response takes longer could
     * not be asked.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.check.requestTimeoutSeconds", defaultValue = "900")
    private int requestTimeoutSeconds;

    /**
     * Whether all recordings are asked again. By default a result of the last 24 hours is taken over if its recording
     * has not changed.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.check.restart", defaultValue = "false")
    private boolean restart;

    /**
     * The results that fail the goal: {@code none}; {@code shape}, if a field is gone, was added or has another type;
     * {@code changed}, also if a tool call, a refusal, the finish reason, the fields of JSON in the text or the status
     * differs; {@code reworded}, all but identical responses. A recording that could not be asked never fails the goal,
     * unless none could be asked.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.check.failOn", defaultValue = "changed")
    private String failOn;

    /**
     * The real services that are not built in, or that differ from the built-in ones; as for {@code start}.
     *
     * @since 0.1.0
     */
    @Parameter
    private @Nullable List<UpstreamParameter> upstreams;

    /**
     * The real service of requests whose base URL names none; as for {@code start}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.upstream")
    private @Nullable String upstream;

    /**
     * The base URL that recordings name instead of that of the real service; as for {@code start}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.recordAs")
    private @Nullable String recordAs;

    /**
     * Further values to replace by {@code REDACTED} before responses are compared; as for {@code start}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.redactions")
    private @Nullable List<String> redactions;

    /**
     * The time limit for a connection to a real service, in seconds.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.connectTimeoutSeconds", defaultValue = "10")
    private int connectTimeoutSeconds;

    /**
     * The time limit for the beginning of a response of a real service, in seconds. Reasoning models take minutes.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.answerTimeoutSeconds", defaultValue = "600")
    private int answerTimeoutSeconds;

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        CheckOptions options = options();
        CheckResult result;
        TimedProgress progress = progress();
        try {
            result = CheckService.check(
                    recordings(),
                    workDirectory(),
                    services(),
                    options,
                    execution().getVersion(),
                    progress,
                    line -> {
                        progress.clear();
                        getLog().info("Recorder: " + line);
                    });
        } catch (InvalidConfigurationException problem) {
            throw new MojoExecutionException(problem.getMessage(), problem);
        } catch (IOException problem) {
            throw new MojoExecutionException(
                    "The results cannot be written to " + shown(workDirectory()) + ": " + FileFailure.message(problem)
                            + ". Make the directory writable.",
                    problem);
        }
        Optional<Set<String>> inAllModules =
                ModuleFindings.add(session(), execution(), result.isEmpty() ? List.of() : List.of("recordings"));
        if (result.isEmpty()) {
            String nothing = nothing(recordings());
            if (options.policy() != FailurePolicy.NONE
                    && inAllModules.filter(Set::isEmpty).isPresent()) {
                throw new MojoFailureException("Nothing was checked: " + nothing + ". Give <recordings>"
                        + " (-Drecorder.recordings) the directory of the recordings, or let this pass with"
                        + " -Drecorder.check.failOn=none.");
            }
            getLog().info("Recorder: nothing was checked: " + nothing);
            return;
        }
        result.sentences().forEach(line -> getLog().info("Recorder: " + line));
        getLog().info("Recorder: details in " + shown(workDirectory().resolve(RecordingCheck.JSON)));
        writeReport().ifPresent(page -> getLog().info("Recorder: report: " + shown(page) + "#checks"));
        Optional<String> failure = result.failure(options.policy());
        if (failure.isPresent()) {
            throw new MojoFailureException(failure.get());
        }
    }

    private String nothing(Path directory) {
        if (!Files.exists(directory)) {
            return "the directory " + shown(directory) + " does not exist";
        }
        return Files.isDirectory(directory)
                ? "there are no recordings in " + shown(directory)
                : shown(directory) + " is not a directory";
    }

    private CheckOptions options() throws MojoExecutionException {
        if (maxRequests < 0 || maxTokens < 0) {
            throw new MojoExecutionException("<maxRequests> (-Drecorder.check.maxRequests) is " + maxRequests
                    + " and <maxTokens> (-Drecorder.check.maxTokens) is " + maxTokens
                    + ". Give numbers from 0 on; 0 is no limit.");
        }
        Optional<FailurePolicy> policy = FailurePolicy.of(failOn);
        if (policy.isEmpty()) {
            throw new MojoExecutionException("<failOn> (-Drecorder.check.failOn) is " + failOn + ". Give one of: "
                    + Arrays.stream(FailurePolicy.values())
                            .map(FailurePolicy::word)
                            .collect(Collectors.joining(", "))
                    + ".");
        }
        String other = model == null || model.isBlank() ? null : model.strip();
        if (requestTimeoutSeconds < 1) {
            throw new MojoExecutionException("<requestTimeoutSeconds> (-Drecorder.check.requestTimeoutSeconds) is "
                    + requestTimeoutSeconds + ". Give a number of seconds from 1 on.");
        }
        return new CheckOptions(
                maxRequests, maxTokens, other, restart, policy.get(), day(), Duration.ofSeconds(requestTimeoutSeconds));
    }

    private LocalDate day() throws MojoExecutionException {
        try {
            return day == null ? LocalDate.now(ZoneOffset.UTC) : LocalDate.parse(day.strip());
        } catch (DateTimeParseException invalid) {
            throw new MojoExecutionException(
                    "<day> (-Drecorder.check.day) is " + day + ". Give a date, for instance 2026-11-27.", invalid);
        }
    }

    private RecordingOptions services() {
        List<UpstreamParameter> configured = upstreams == null ? List.of() : upstreams;
        return RecordingOptions.checking(
                UpstreamParameter.reading(
                        configured.stream().map(UpstreamParameter::withoutMode).toList(),
                        upstream,
                        recordAs,
                        redactions,
                        allowedSecrets(),
                        null),
                connectTimeoutSeconds,
                answerTimeoutSeconds,
                System.getenv(),
                properties(),
                new SettingsProxies(session()));
    }
}
