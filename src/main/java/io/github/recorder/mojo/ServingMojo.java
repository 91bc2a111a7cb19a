package io.github.recorder.mojo;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.ledger.ArtifactFile;
import io.github.recorder.ledger.BuildLayout;
import io.github.recorder.ledger.CiJob;
import io.github.recorder.ledger.DeclaredExecution;
import io.github.recorder.ledger.FilterReach;
import io.github.recorder.ledger.ProjectModule;
import io.github.recorder.ledger.RecordingsPath;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.lifecycle.ClientSettings;
import io.github.recorder.lifecycle.InterceptionConfig;
import io.github.recorder.lifecycle.InvalidConfigurationException;
import io.github.recorder.lifecycle.LaunchPlan;
import io.github.recorder.lifecycle.LedgerSettings;
import io.github.recorder.lifecycle.RecorderRun;
import io.github.recorder.lifecycle.RecordingOptions;
import io.github.recorder.lifecycle.RequestParsingOptions;
import io.github.recorder.lifecycle.RunComparison;
import io.github.recorder.lifecycle.RunConfig;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Base of the goals that serve recordings. */
abstract class ServingMojo extends RecorderMojo {

    /**
     * The directory of the recordings, including subdirectories. A relative path is relative to the project. If the
     * directory is missing, there are no recordings, and no request matches.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.recordings", defaultValue = "src/test/recordings")
    private File recordings;

    /**
     * Artifacts with further recordings, which {@code recorder:package} made: {@code groupId:artifactId:version}, with
     * the classifier as a fourth part if it is not {@code recordings}. They lie below the recordings directory, the
     * first one uppermost, and are never changed: if several have a file with the same path, the uppermost one counts.
     * Maven resolves them as it resolves dependencies, from the repositories of the project.
     * <pre>{@code
     * <artifacts>
     *   <artifact>com.acme:shop-recordings:1.4</artifact>
     * </artifacts>
     * }</pre>
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.artifacts")
    private List<String> artifacts = List.of();

    /**
     * The port of the server, on the loopback interface. 0, the default, picks a free port, so that builds and modules
     * that run at the same time never collide. If the port is in use, the build fails.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.port", defaultValue = "0")
    private int port;

    /**
     * Whether programs of this machine may call the server without the token that is in the URLs of the test JVMs and
     * in the URL that the goal {@code run} prints. By default they need it in the modes {@code record}, {@code
     * record-if-missing} and {@code live}, because a request there costs money, unless {@code port} is fixed. In the
     * mode {@code replay} they do not need it, and their misses fail no build. Pages in browsers always need it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.open", defaultValue = "false")
    private boolean open;

    /**
     * Whether a test may be served a recording of another test. {@code strict}: never. {@code prefer}: only if neither
     * the test itself nor the shared recordings have one, and all others hold the same response. {@code shared}: as
     * {@code prefer}, but regardless of which test sends the request. A recording without a test id belongs to every
     * test.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.isolation", defaultValue = "prefer")
    private String isolation;

    /**
     * Maximum size of the response cache, in MiB. The cache keeps the responses that are requested most often; other
     * recordings are read from disk again when they are requested. The number of recordings does not matter. By default
     * a sixteenth of the memory that Maven may use, and at most 256 MiB.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.cacheMegabytes")
    private @Nullable Integer cacheMegabytes;

    /**
     * The action on requests of tests. {@code replay}: recordings are served and nothing leaves the machine. {@code
     * record}: requests are sent to the real services, and their responses replace the recordings. {@code
     * record-if-missing}: only requests without a recording are sent. {@code live}: all requests are sent and nothing
     * is recorded. An upstream in {@code <upstreams>} may have its own mode, but {@code -Drecorder.mode=replay} on the
     * command line overrides all of them. In a CI build only {@code replay} is allowed, see {@code allowOnCi}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.mode", defaultValue = "replay")
    private String mode;

    /**
     * The real services that are not built in, or that differ from the built-in ones, which the page on recording
     * lists. A client names one by the first segment of its base URL's path.
     *
     * <pre>{@code
     * <upstreams>
     *   <upstream>
     *     <name>openai</name>                              <!-- a part of URLs -->
     *     <url>https://llm.acme.example/openai/v1</url>    <!-- the base URL, as clients write it -->
     *     <recordAs>https://api.openai.com/v1</recordAs>   <!-- what recordings name instead -->
     *     <keyVariable>ACME_LLM_KEY</keyVariable>          <!-- holds the key for tests that have none -->
     *     <dialect>auto</dialect>                          <!-- or http: record every request as raw HTTP -->
     *     <mode>record-if-missing</mode>                   <!-- its own mode -->
     *     <matching>…</matching>                           <!-- its own rules, beside those for all -->
     *     <links><link>pointer:/next</link></links>        <!-- links in its JSON, which lead back to the recorder -->
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
     * The real service of requests whose base URL names none: the name of a service, or a URL. With a URL, the requests
     * to all built-in services are sent there too, without their keys from the environment. By default the service is
     * inferred from the path, for instance Ollama from {@code /api/chat}; if the path is unknown, it is OpenAI.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.upstream")
    private @Nullable String upstream;

    /**
     * The base URL that recordings name instead of that of the real service. By default this is the public URL of a
     * built-in service, and the configured URL of any other.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.recordAs")
    private @Nullable String recordAs;

    /**
     * Whether real services may be called if the environment variable {@code CI} is set. By default the goal then fails
     * unless all modes are {@code replay}, because a request costs money and its recording is lost with the machine.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.allowOnCi", defaultValue = "false")
    private boolean allowOnCi;

    /**
     * Which failures of real services are recorded (no connection, 401, 403, 408, 429, 5xx, a broken stream). {@code
     * never}: none. {@code missing}: only if the request has no good recording, and never a 401 or 403 of an LLM
     * service, which are about the key. {@code always}: even in place of a good one. Other errors, a 400 for instance,
     * are recorded like any other response.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.recordErrors", defaultValue = "missing")
    private String recordErrors;

    /**
     * Whether the arrival times of a stream's events are recorded, for {@code pace}. Off by default, because no two
     * recordings of the same response would then be equal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.recordTiming", defaultValue = "false")
    private boolean recordTiming;

    /**
     * How fast the events of a replayed stream follow one another, if their times were recorded: {@code none}, all at
     * once; {@code recorded}, with the recorded times; or a factor for the times, for instance 0.5 for twice the speed.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.pace", defaultValue = "none")
    private String pace;

    /**
     * Further values to replace by {@code REDACTED}, in requests and responses, before anything is compared or written:
     * values by JSON pointer ({@code pointer:/user/email}, where {@code *} matches every key or index), stored headers
     * ({@code header:link}), text by regular expression ({@code regex:ACME-\d+}; if it has groups, only what the groups
     * match). These rules add to the defaults, which replace values with names such as {@code api_key} or {@code
     * password} in JSON, forms, XML, URLs and headers.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.redactions")
    private @Nullable List<String> redactions;

    /**
     * Texts that look like secrets and are not, so that recordings may contain them, for instance an example key of a
     * documentation. Each is a part of the value, or {@code digest:} and four digits, which the message about the
     * unwritten recording gives.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.allowedSecrets")
    private @Nullable List<String> allowedSecrets;

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

    /** Returns the directory of the recordings. */
    final Path recordings() {
        return recordings.toPath();
    }

    /** Returns the recordings directory for messages: relative to the project if it is inside. */
    final String directory() {
        return shown(recordings.toPath());
    }

    /**
     * Your own rules about equal requests, for values that change from run to run: dates, ids, counters. They apply
     * only when live and recorded requests are compared; they do not change what is sent or recorded. {@code ignore}
     * removes values ({@code pointer:/metadata/run_id}, {@code *} for every key or index), query parameters ({@code
     * query:timestamp}), and fields of forms and multipart bodies ({@code field:nonce}). {@code replace} replaces text
     * that matches a regular expression with {@code *}, or with the text in {@code with}; if the expression has groups,
     * only what they match is replaced. {@code headers} names request headers that are compared. A service may have
     * rules of its own, in its {@code upstream}. A miss prints the rule under which it would match, if there is one.
     * <pre>{@code
     * <matching>
     *   <ignore>
     *     <ignore>pointer:/metadata/run_id</ignore>
     *   </ignore>
     *   <replace>
     *     <replacement><pattern>Today is (\d{4}-\d{2}-\d{2})</pattern></replacement>
     *   </replace>
     *   <headers>
     *     <header>X-Tenant</header>
     *   </headers>
     * </matching>
     * }</pre>
     *
     * @since 0.1.0
     */
    @Parameter
    private @Nullable MatchingParameter matching;

    /**
     * Names by which clients may call the server, besides {@code 127.0.0.1}, {@code localhost} and {@code [::1]}, and
     * {@code host.docker.internal} and {@code host.testcontainers.internal}, by which containers reach this machine.
     * Requests that name another host in {@code Host} are refused, because a web page could send them. The server
     * listens on the loopback interface, whatever is allowed.
     * <pre>{@code
     * <allowedHosts>
     *   <allowedHost>build-agent.acme.example</allowedHost>
     * </allowedHosts>
     * }</pre>
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.allowedHosts")
    private List<String> allowedHosts = List.of();

    /**
     * Origins of pages that may call the server from a browser and read its responses, besides the server's own. Other
     * pages are refused, because any web page could otherwise use the recorder and spend the keys behind it. Each is a
     * whole origin as browsers send it; {@code *} is refused.
     * <pre>{@code
     * <allowedOrigins>
     *   <allowedOrigin>http://localhost:3000</allowedOrigin>
     * </allowedOrigins>
     * }</pre>
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.allowedOrigins")
    private List<String> allowedOrigins = List.of();

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

    /**
     * Whether the context of OpenTelemetry has the mark of the running test as an entry {@code recorder.test} of its
     * baggage, so that requests of tests that run in parallel in one JVM are bound to their tests. Clients that are
     * instrumented with OpenTelemetry's libraries send the entry, and the server removes it. Off by default, because
     * tests can see the entry: the context of a running test is then never the root context, and its baggage never
     * empty. The page on the ledger says what else changes. Without OpenTelemetry's API 1.0 or later on the test class
     * path, this has no effect.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.testBaggage", defaultValue = "false")
    private boolean testBaggage;

    @Parameter(defaultValue = "${project.build.directory}/recorder", readonly = true, required = true)
    private File workDirectory;

    /** Returns the directory of the files of runs. */
    final Path workDirectory() {
        return workDirectory.toPath();
    }

    /**
     * Starts the server as configured. Misses and unreadable files are logged as warnings while it runs.
     *
     * @param ledger the ledger that the run keeps; null for none
     */
    final RecorderRun serve(RunConfig request, @Nullable LedgerSettings ledger) throws MojoExecutionException {
        try {
            return RecorderRun.start(request, ledger, warning -> getLog().warn("Recorder: " + warning));
        } catch (InvalidConfigurationException problem) {
            throw new MojoExecutionException(problem.getMessage(), problem);
        }
    }

    /** Returns the configuration of the run. */
    final RunConfig config() throws MojoExecutionException {
        return new RunConfig(
                recordings(),
                directory(),
                port,
                IsolationParameter.isolation(isolation),
                cacheMegabytes == null ? RunConfig.defaultCacheMegabytes() : cacheMegabytes,
                missReports(),
                recording(),
                interception(),
                allowedHosts,
                allowedOrigins,
                open,
                requestLog(),
                line -> getLog().info("Recorder: " + line),
                page(),
                indexes(),
                artifacts(artifacts));
    }

    /**
     * Writes the file from which a test in an IDE starts a recorder. A build does not fail if it cannot be written,
     * because its own tests do not need it.
     */
    final void rememberLaunch(RunConfig config, ClientSettings clients) throws MojoExecutionException {
        LedgerSettings ledger = ledger(RunHeader.RUN, null);
        if (ledger == null) {
            return;
        }
        try {
            LaunchPlan.of(classPath(), config, clients, ledger)
                    .write(
                            workDirectory(),
                            config.recording().environment(),
                            config.recording().properties())
                    .ifPresent(sentence -> getLog().info("Recorder: " + sentence));
        } catch (IOException problem) {
            getLog().warn("Recorder: a test in an IDE cannot start the recorder by itself, because " + LaunchPlan.FILE
                    + " cannot be written to " + workDirectory + ": " + FileFailure.message(problem) + ".");
        }
    }

    /** Returns the class path of this plugin. */
    private String classPath() {
        return execution().getMojoDescriptor().getPluginDescriptor().getArtifacts().stream()
                .map(artifact -> artifact.getFile().getAbsolutePath())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Returns whether a page shows the run in a browser. */
    abstract boolean page();

    /** Returns the consumer of the line about each request; null for none. */
    @Nullable
    Consumer<String> requestLog() {
        return null;
    }

    /** Returns the folder of the index files, which no {@code mvn clean} deletes; null if there is no repository. */
    private @Nullable Path indexes() {
        @Nullable
        File repository =
                session().getRequest() == null ? null : session().getRequest().getLocalRepositoryPath();
        return repository == null ? null : repository.toPath().resolve(".cache").resolve("recorder-maven-plugin");
    }

    private @Nullable InterceptionConfig interception() {
        return intercept ? new InterceptionConfig(workDirectory().resolve("intercept"), guardedHosts) : null;
    }

    private ClientSettings.Guard guardAction() {
        if (!guard) {
            return ClientSettings.Guard.OFF;
        }
        return modeWord().equals(RunHeader.REPLAY) ? ClientSettings.Guard.BLOCK : ClientSettings.Guard.REPORT;
    }

    /** Returns the configuration of clients. */
    final ClientSettings clientSettings() throws MojoExecutionException {
        try {
            return ClientSettings.of(clients, guardAction(), guardedHosts, testBaggage);
        } catch (InvalidConfigurationException problem) {
            throw new MojoExecutionException(problem.getMessage(), problem);
        }
    }

    private RequestParsingOptions reading() {
        return UpstreamParameter.reading(upstreams(), upstream, recordAs, redactions, allowedSecrets, matching);
    }

    private RecordingOptions recording() {
        return new RecordingOptions(
                mode,
                reading(),
                allowOnCi,
                recordErrors,
                recordTiming,
                pace,
                connectTimeoutSeconds,
                answerTimeoutSeconds,
                System.getenv(),
                properties(),
                new SettingsProxies(session()));
    }

    /**
     * Returns the directory for reports of misses; null without a project, because the plugin then creates no
     * directory.
     */
    private RunConfig.@Nullable Folder missReports() {
        if (project().getBasedir() == null) {
            return null;
        }
        Path folder = Path.of(project().getBuild().getDirectory(), "recorder", "misses");
        return new RunConfig.Folder(folder, shown(folder), buildStarted());
    }

    /**
     * Returns the log line of a started run.
     *
     * @param url the URL in the line
     */
    final String startSentence(RecorderRun run, URI url) throws MojoExecutionException {
        int hosts = run.interceptedHosts();
        String place = url + (hosts == 0 ? "" : " (" + hosts + " hosts intercepted)") + otherModes();
        if (!mode.equals("replay")) {
            int count = run.recordings();
            return "Recorder: mode " + mode + " at " + place + "; " + count
                    + (count == 1 ? " recording" : " recordings") + " in " + directory() + andArtifacts();
        }
        int count = run.recordings();
        if (count == 0) {
            return "Recorder: no recordings to replay at " + place + ": "
                    + (Files.isDirectory(recordings())
                            ? directory() + andArtifacts() + " holds none"
                            : "directory " + directory() + " does not exist")
                    + " (<recordings>, -Drecorder.recordings). Run `mvn verify -Drecorder.mode=record-if-missing` to"
                    + " record some.";
        }
        return "Recorder: replaying " + count + (count == 1 ? " recording" : " recordings") + " of " + directory()
                + andArtifacts() + " at " + place;
    }

    /** Returns the coordinates of the artifacts, separated by commas. */
    private String artifactNames() throws MojoExecutionException {
        return artifacts(artifacts).stream().map(ArtifactFile::name).collect(Collectors.joining(", "));
    }

    /** Returns the artifacts below the directory, as the end of a list. */
    private String andArtifacts() throws MojoExecutionException {
        return artifacts.isEmpty() ? "" : " and " + artifactNames();
    }

    /** Returns the log line with the address of the page, which contains the token. */
    static String pageSentence(RecorderRun run) {
        return "Recorder: live page at " + run.url() + "/";
    }

    /** Returns the upstreams with another mode, as the end of a sentence. */
    private String otherModes() {
        String others = upstreams().stream()
                .filter(upstream -> !upstream.mode(mode).equals(mode))
                .map(upstream -> upstream.name() + ": " + upstream.mode(mode))
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? "" : " (" + others + ")";
    }

    /** Returns the effective upstreams: replay on the command line overrides all their modes. */
    private List<UpstreamParameter> upstreams() {
        List<UpstreamParameter> configured = upstreams == null ? List.of() : upstreams;
        @Nullable Properties user = session().getUserProperties();
        boolean replay = user != null && RunHeader.REPLAY.equals(user.getProperty("recorder.mode"));
        return replay ? configured.stream().map(UpstreamParameter::withoutMode).toList() : configured;
    }

    /** Returns the effective mode: {@code replay} only if no request can be sent to a real service. */
    final String modeWord() {
        boolean others = upstreams().stream().anyMatch(UpstreamParameter::mayGoOut);
        return mode.equals("replay") && others ? "mixed" : mode;
    }

    /**
     * Returns the settings of a run's ledger; null without a project, which has no place for it.
     *
     * @param goal {@link RunHeader#START} or {@link RunHeader#RUN}
     * @param job the job of a CI that the build is; null if the user names none
     */
    final @Nullable LedgerSettings ledger(String goal, @Nullable CiJob job) throws MojoExecutionException {
        if (project().getBasedir() == null) {
            return null;
        }
        ProjectModule module = module(recordings());
        BuildLayout build = layout().with(module);
        boolean tests = goal.equals(RunHeader.START);
        Instant now = Instant.now();
        @Nullable
        TestFilters filters =
                tests ? read(() -> TestFilters.of(session(), project(), build.root(), module.recordings())) : null;
        List<RunHeader.Detail> details = new ArrayList<>(List.of(
                new RunHeader.Detail("maven", session().getSystemProperties().getProperty("maven.version", "")),
                new RunHeader.Detail(RunHeader.JAVA, Runtime.version().toString())));
        details.add(new RunHeader.Detail(
                RunHeader.MODULES, Integer.toString(session().getAllProjects().size())));
        project().getBuildPlugins().stream()
                .filter(plugin -> plugin.getArtifactId().equals("maven-failsafe-plugin") && plugin.getVersion() != null)
                .forEach(plugin -> details.add(new RunHeader.Detail(RunHeader.FAILSAFE, plugin.getVersion())));
        if (!artifacts.isEmpty()) {
            details.add(new RunHeader.Detail(RunHeader.ARTIFACTS, artifactNames()));
        }
        RunHeader header = read(() -> new RunHeader(
                RunHeader.newRun(now),
                execution().getVersion(),
                goal,
                module.id(),
                module.basedir().toString(),
                module.recordings().toString(),
                RecordingsPath.fromRoot(build.root(), module.recordings()),
                buildStarted(),
                now,
                modeWord(),
                isolation,
                filters == null ? List.of() : filters.texts(),
                filters == null ? FilterReach.NOTHING : filters.reach(),
                job,
                tests
                        ? SurefireExecution.declared(project(), execution().getLifecyclePhase()).stream()
                                .map(DeclaredExecution::name)
                                .toList()
                        : List.of(),
                build.modules().stream()
                        .map(each -> new RunHeader.ReactorModule(
                                each.id(), each.recordings().toString()))
                        .toList(),
                RunComparison.remembered(reading()),
                List.copyOf(details)));
        return new LedgerSettings(header, module, build);
    }
}
