package io.github.recorder.mojo;

import io.github.recorder.lifecycle.InterceptionConfig;
import io.github.recorder.lifecycle.InvalidConfigurationException;
import io.github.recorder.lifecycle.LedgerSettings;
import io.github.recorder.lifecycle.RecorderRun;
import io.github.recorder.lifecycle.RecordingOptions;
import io.github.recorder.lifecycle.RunConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What the goals that serve recordings have in common. */
abstract class ServingMojo extends RecordingsMojo {

    /**
     * The port that the server listens on, on the loopback interface. 0, the default, takes any that is free, so that builds
     * and modules that run at the same time never meet. A port that is taken fails the build.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.port", defaultValue = "0")
    private int port;

    /**
     * Whether a test may be answered with a recording of another test: {@code strict}, never; {@code prefer}, where
     * neither the test itself nor a shared recording answers and all the others would answer alike; {@code shared}, as
     * {@code prefer}, but without regard to which test asks. A recording without a test id is everyone's.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.isolation", defaultValue = "prefer")
    private String isolation;

    /**
     * The bound on the answers that the server keeps in memory, in MiB. Recordings beyond it are read from the disk again
     * when they are asked for; the number of recordings does not matter.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.cacheMegabytes", defaultValue = "32")
    private int cacheMegabytes;

    /**
     * What is done with the calls of tests: {@code replay}, they are answered from recordings and nothing leaves the machine;
     * {@code record}, they go to the real services, and what those answer replaces the recordings of these calls;
     * {@code record-if-missing}, only calls without a recording go there; {@code live}, all go there and nothing is recorded.
     * An upstream in {@code <upstreams>} may have a mode of its own. In a CI build all but {@code replay} are refused, see
     * {@code allowOnCi}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.mode", defaultValue = "replay")
    private String mode;

    /**
     * The real services that are not built in, or not as they are. Built in are openai, anthropic, gemini, vertex, ollama, mistral,
     * groq, openrouter and, without a URL, azure. A client names one by the first segment of its base URL's path.
     *
     * <pre>{@code
     * <upstreams>
     *   <upstream>
     *     <name>openai</name>                              <!-- a part of URLs -->
     *     <url>https://llm.acme.example/openai/v1</url>    <!-- the base URL, as clients write it -->
     *     <recordAs>https://api.openai.com/v1</recordAs>   <!-- what recordings name instead -->
     *     <keyVariable>ACME_LLM_KEY</keyVariable>          <!-- holds the key for tests that have none -->
     *     <dialect>auto</dialect>                          <!-- or http: record every call as it stands on the wire -->
     *     <mode>record-if-missing</mode>                   <!-- its own mode -->
     *   </upstream>
     * </upstreams>
     * }</pre>
     *
     * Recordings of a built-in service name its public URL, whatever {@code url} is, so that the address of a company's
     * gateway never gets into one.
     *
     * @since 0.1.0
     */
    @Parameter
    private @Nullable List<UpstreamParameter> upstreams;

    /**
     * The real service of calls whose base URL names none: the name of one; or the URL of one, to which then the calls of all
     * built-in services go as well, without their keys from the environment. By default the kind of a call tells: {@code /v1/messages} is
     * Anthropic's, {@code /api/chat} Ollama's, {@code :generateContent} Gemini's, all else OpenAI's.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.upstream")
    private @Nullable String upstream;

    /**
     * The base URL that recordings name instead of that of the real service. By default the public URL of a built-in service,
     * for others their own.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.recordAs")
    private @Nullable String recordAs;

    /**
     * Whether real services may be called where the environment variable {@code CI} is set. By default the goal fails there unless all
     * modes are {@code replay}: a call costs money, and what it records is lost with the machine.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.allowOnCi", defaultValue = "false")
    private boolean allowOnCi;

    /**
     * Which failures of real services are recorded (no connection, 401, 403, 408, 429, 5xx, a stream that breaks off): {@code never};
     * {@code missing}, where the call has no good recording; {@code always}, also in the place of a good one. Other errors, a 400 for
     * instance, are answers like any other.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.recordErrors", defaultValue = "missing")
    private String recordErrors;

    /**
     * Whether the times at which a stream's events came are recorded, for {@code pace}. Off by default, because then no two
     * recordings of the same answer are alike.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.recordTiming", defaultValue = "false")
    private boolean recordTiming;

    /**
     * How fast the events of a replayed stream follow one another, where their times were recorded: {@code none}, all at once;
     * {@code recorded}, as they came; or a number that the times are multiplied by, 0.5 being twice as fast.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.pace", defaultValue = "none")
    private String pace;

    /**
     * What else is replaced by {@code REDACTED}, in requests and answers, before anything is compared or written: values by JSON pointer
     * ({@code pointer:/user/email}, where {@code *} is every key or index), stored headers ({@code header:link}), text by regular
     * expression ({@code regex:ACME-\d+}; of one with groups, what the groups match). These add to what is replaced anyway: credentials in
     * queries and in JSON fields with names such as {@code api_key} or {@code password}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.redactions")
    private @Nullable List<String> redactions;

    /**
     * How long a connection to a real service may take, in seconds.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.connectTimeoutSeconds", defaultValue = "10")
    private int connectTimeoutSeconds;

    /**
     * How long a real service may take until its answer begins, in seconds; models that think take minutes.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.answerTimeoutSeconds", defaultValue = "600")
    private int answerTimeoutSeconds;

    /**
     * Starts the server as configured; misses and unfit files are logged as warnings while it runs.
     *
     * @param ledger the ledger that the run keeps; null for none
     */
    final RecorderRun serve(@Nullable LedgerSettings ledger) throws MojoExecutionException {
        RunConfig request = new RunConfig(
                recordings(),
                directory(),
                port,
                IsolationParameter.isolation(isolation),
                cacheMegabytes,
                missReports(),
                recording(),
                interception());
        try {
            return RecorderRun.start(request, ledger, warning -> getLog().warn("Recorder: " + warning));
        } catch (InvalidConfigurationException problem) {
            throw new MojoExecutionException(problem.getMessage(), problem);
        }
    }

    /** Returns which hosts the server takes the place of; null for none. */
    @Nullable
    InterceptionConfig interception() {
        return null;
    }

    private RecordingOptions recording() {
        Map<String, String> properties = new HashMap<>();
        System.getProperties()
                .stringPropertyNames()
                .forEach(name -> properties.put(name, System.getProperty(name, "")));
        // The command line's -D are there, too: Maven keeps them from the JVM's own.
        @Nullable Properties user = session().getUserProperties();
        if (user != null) {
            user.stringPropertyNames().forEach(name -> properties.put(name, user.getProperty(name, "")));
        }
        return new RecordingOptions(
                mode,
                UpstreamParameter.reading(upstreams, upstream, recordAs, redactions),
                allowOnCi,
                recordErrors,
                recordTiming,
                pace,
                connectTimeoutSeconds,
                answerTimeoutSeconds,
                System.getenv(),
                properties);
    }

    /** Returns where misses are written to; null without a project, for then nobody asked for a directory of ours. */
    private RunConfig.@Nullable Folder missReports() {
        if (project().getBasedir() == null) {
            return null;
        }
        Path folder = Path.of(project().getBuild().getDirectory(), "recorder", "misses");
        return new RunConfig.Folder(folder, shown(folder));
    }

    /** Returns what is logged of a run that has started. */
    final String startSentence(RecorderRun run) {
        int hosts = run.interceptedHosts();
        String place = run.url() + (hosts == 0 ? "" : " (" + hosts + " hosts intercepted)");
        if (!mode.equals("replay")) {
            int count = run.recordings();
            return "Recorder: mode " + mode + " at " + place + "; " + count
                    + (count == 1 ? " recording" : " recordings") + " in " + directory();
        }
        int count = run.recordings();
        if (count == 0) {
            return "Recorder: no recordings to replay at " + place + ", for there "
                    + (Files.isDirectory(recordings()) ? "are none in " : "is no directory ") + directory()
                    + " (<recordings>, -Drecorder.recordings); `mvn verify -Drecorder.mode=record-if-missing` makes them";
        }
        return "Recorder: replaying " + count + (count == 1 ? " recording" : " recordings") + " of " + directory()
                + " at " + place;
    }

    /** Returns the word for what is done with calls: {@code replay} only where none can go to a real service. */
    final String modeWord() {
        boolean others = upstreams != null && upstreams.stream().anyMatch(UpstreamParameter::mayGoOut);
        return mode.equals("replay") && others ? "mixed" : mode;
    }

    /** Returns the word for the isolation. */
    final String isolationWord() {
        return isolation;
    }
}
