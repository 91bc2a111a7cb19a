package io.github.recorder.lifecycle;

import io.github.recorder.attribution.EventServer;
import io.github.recorder.attribution.RunToken;
import io.github.recorder.diagnosis.MissLog;
import io.github.recorder.diagnosis.RemovedRecordings;
import io.github.recorder.failure.FileFailure;
import io.github.recorder.ledger.BlockedCalls;
import io.github.recorder.ledger.Ledger;
import io.github.recorder.ledger.LedgerReader;
import io.github.recorder.ledger.LedgerWriter;
import io.github.recorder.ledger.UnreadableLedgerException;
import io.github.recorder.provider.ComparableRequests;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.UpstreamTable;
import io.github.recorder.record.ChangedRecording;
import io.github.recorder.record.SequenceJournal;
import io.github.recorder.recording.PythonJson;
import io.github.recorder.redaction.SecretScan;
import io.github.recorder.rekey.TestRenames;
import io.github.recorder.report.LivePage;
import io.github.recorder.report.RunFacts;
import io.github.recorder.server.PortTakenException;
import io.github.recorder.server.ReplayServer;
import io.github.recorder.server.ServerSettings;
import io.github.recorder.store.CodeStamp;
import io.github.recorder.store.FileProblem;
import io.github.recorder.store.IndexFile;
import io.github.recorder.store.RecordedDates;
import io.github.recorder.store.RecordingArchive;
import io.github.recorder.store.RecordingStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/** One run, from start, when the server begins to listen, to stop. Thread-safe. */
public final class RecorderRun implements AutoCloseable {

    private static final int MAX_PORT = 65_535;
    private static final Pattern HOST = Pattern.compile("[a-z0-9_.-]+");

    private static final Pattern ORIGIN = Pattern.compile("https?://(?:[a-z0-9._-]+|\\[[0-9a-f:.]+])(?::[0-9]{1,5})?");

    private final RecordingStore store;
    private final LedgerWriter ledger;
    private final BlockedCalls blocked;
    private final ReplayServer server;
    private final RunToken token;
    private final LiveCalls recorder;
    private final @Nullable LedgerKeeper keeper;
    private final @Nullable HostInterception interception;
    private final @Nullable LedgerSettings settings;
    private final MissLog misses;
    private final @Nullable RunReporter reporter;
    private final @Nullable LivePage page;
    private final Consumer<String> warnings;
    private final UpstreamTable upstreams;
    private boolean ended;
    private @Nullable RunOutcome outcome;

    private RecorderRun(
            RecordingStore store,
            LedgerWriter ledger,
            BlockedCalls blocked,
            ReplayServer server,
            RunToken token,
            LiveCalls recorder,
            @Nullable LedgerKeeper keeper,
            @Nullable HostInterception interception,
            UpstreamTable upstreams,
            @Nullable LedgerSettings settings,
            MissLog misses,
            @Nullable RunReporter reporter,
            @Nullable LivePage page,
            Consumer<String> warnings) {
        this.page = page;
        this.settings = settings;
        this.misses = misses;
        this.reporter = reporter;
        this.warnings = warnings;
        this.upstreams = upstreams;
        this.store = store;
        this.ledger = ledger;
        this.blocked = blocked;
        this.server = server;
        this.token = token;
        this.recorder = recorder;
        this.keeper = keeper;
        this.interception = interception;
    }

    /** Opens the recordings and starts the server; the run keeps no ledger file. */
    public static RecorderRun start(RunConfig request, Consumer<String> warnings) throws InvalidConfigurationException {
        return start(request, null, warnings);
    }

    /**
     * Opens the recordings and starts the server.
     *
     * @param settings the ledger file of the run; null for none
     * @param warnings called, from any thread, once for each file that cannot be replayed and for each miss
     * @throws InvalidConfigurationException if the configuration is invalid, the directory cannot be listed, the ledger
     *     cannot be created, or the server cannot listen
     */
    public static RecorderRun start(RunConfig request, @Nullable LedgerSettings settings, Consumer<String> warnings)
            throws InvalidConfigurationException {
        CloseStack opened = new CloseStack();
        try {
            return start(request, settings, warnings, opened);
        } catch (InvalidConfigurationException | RuntimeException problem) {
            try (opened) {
                throw problem;
            }
        }
    }

    private static void inRange(String parameter, int value, int max) throws InvalidConfigurationException {
        if (value < 0 || value > max) {
            throw new InvalidConfigurationException(
                    parameter + " is " + value + ". Give a number from 0 to " + max + ".");
        }
    }

    private static RecorderRun start(
            RunConfig request, @Nullable LedgerSettings settings, Consumer<String> warnings, CloseStack opened)
            throws InvalidConfigurationException {
        RunToken token = RunToken.random();
        RecordingConfig configured = RecordingConfig.of(request.recording());
        RecordingConfig plan = configured.hidingAddress(token.text());
        inRange("<port> (-Drecorder.port)", request.port(), MAX_PORT);
        inRange("<cacheMegabytes> (-Drecorder.cacheMegabytes)", request.cacheMegabytes(), Integer.MAX_VALUE);
        BlockedCalls blocked = new BlockedCalls();
        HostInterception interception = interception(request, plan, blocked, warnings);
        if (interception != null) {
            opened.add(interception::close);
        }
        Dialects dialects = new Dialects(plan.matching().rules(warnings));
        UpstreamTable upstreams = interception == null ? plan.upstreams() : interception.upstreams();
        String code = request.indexes() == null ? null : code(request);
        RecordingStore store = RequestParsingConfig.open(
                request.recordings(),
                configured.redaction(),
                new ComparableRequests(upstreams, dialects),
                index(request.indexes(), code, configured.secrets(), request.recordings()),
                ArtifactLayers.open(
                        request.artifacts(), archive -> index(request.indexes(), code, configured.secrets(), archive)),
                problem -> warnings.accept(problem.sentence()));
        opened.add(store::close);
        warnOfUnfinished(store.sweep(SequenceJournal::merged), request.directory(), warnings);
        LedgerWriter ledger = ledger(settings, warnings);
        ledger.nameArtifacts(store::artifact);
        opened.add(ledger::abandon);
        MissLog misses = new MissLog();
        RunReporter reporter = settings == null
                ? null
                : new RunReporter(settings, request.directory(), store, ledger, dialects, plan.secrets());
        if (reporter != null) {
            opened.add(reporter::close);
        }
        ResponderChain answering = ResponderChain.of(
                request,
                plan,
                upstreams,
                dialects,
                store,
                ledger,
                blocked,
                token,
                settings == null
                        ? RemovedRecordings.NONE
                        : new PrunedRecordings(settings.module(), new ComparableRequests(upstreams, dialects)),
                misses,
                request.page()
                        ? calls -> page(request, settings, store, ledger, blocked, misses, calls, dialects, plan)
                        : null,
                warnings);
        opened.add(answering.recorder()::close);
        LivePage page = answering.page();
        if (page != null) {
            opened.add(page::close);
        }
        try {
            ReplayServer server = ReplayServer.start(
                    ServerSettings.onPort(
                                    request.port(),
                                    (text, cause) -> warnings.accept(plan.secrets()
                                            .masked(fault(plan.secrets().maskedValue(text), cause))))
                            .with(interception)
                            .allowing(allowedHosts(request))
                            .allowingPages(allowedOrigins(request)),
                    answering.responder());
            opened.add(server::close);
            store.startIndexing();
            LedgerKeeper keeper = settings == null
                    ? null
                    : LedgerKeeper.start(
                            ledger,
                            settings,
                            store,
                            answering.sessions(),
                            interception == null ? null : new ServerSessionPorts(server, warnings),
                            token,
                            answering.recorder(),
                            warnings);
            return new RecorderRun(
                    store,
                    ledger,
                    blocked,
                    server,
                    token,
                    answering.recorder(),
                    keeper,
                    interception,
                    plan.upstreams(),
                    settings,
                    misses,
                    reporter,
                    answering.page(),
                    warnings);
        } catch (PortTakenException taken) {
            throw new InvalidConfigurationException(
                    "Port " + request.port() + " of <port> (-Drecorder.port) is taken on the loopback interface."
                            + " Give another one, or 0 (the default) for any that is free.",
                    taken);
        } catch (IOException problem) {
            throw new InvalidConfigurationException(
                    "The replay server cannot listen: " + FileFailure.message(problem) + ".", problem);
        }
    }

    /** Warns, in one line, of responses that ended runs have received and not put in place of the earlier ones. */
    private static void warnOfUnfinished(List<String> files, String directory, Consumer<String> warnings) {
        if (files.isEmpty()) {
            return;
        }
        boolean one = files.size() == 1;
        warnings.accept(files.size()
                + (one ? " file has" : " files have")
                + " new responses of a recording that a run did not replace: "
                + directory + "/" + files.get(0)
                + (one ? "" : " and " + (files.size() - 1) + " more")
                + ". The earlier responses are served. Run the tests again with -Drecorder.mode=record, or delete "
                + (one ? "the file." : "the files."));
    }

    private static LivePage page(
            RunConfig request,
            @Nullable LedgerSettings settings,
            RecordingStore store,
            LedgerWriter ledger,
            BlockedCalls blocked,
            MissLog misses,
            LiveCalls calls,
            Dialects dialects,
            RecordingConfig plan) {
        LiveFacts facts = new LiveFacts(
                settings == null ? null : settings.header(),
                request.directory(),
                request.recording().mode(),
                store,
                ledger,
                blocked,
                misses,
                calls);
        LivePage page = new LivePage(facts, store, dialects, plan.secrets(), facts.restart(), calls.recording());
        ledger.listen(page);
        return page;
    }

    private static Set<String> allowedHosts(RunConfig request) throws InvalidConfigurationException {
        return names(
                "allowedHosts",
                request.allowedHosts(),
                HOST,
                "whole names of hosts, without scheme, port or path and without *, for instance"
                        + " build-agent.acme.example.");
    }

    private static Set<String> allowedOrigins(RunConfig request) throws InvalidConfigurationException {
        return names(
                "allowedOrigins",
                request.allowedOrigins(),
                ORIGIN,
                "whole origins as a browser sends them, scheme, host and port without a path, for instance"
                        + " http://localhost:3000; * would let every web page use the recorder.");
    }

    private static Set<String> names(String parameter, List<String> values, Pattern form, String wanted)
            throws InvalidConfigurationException {
        Set<String> names = new TreeSet<>();
        for (String value : values) {
            String name = value.strip().toLowerCase(Locale.ROOT);
            if (!form.matcher(name).matches()) {
                throw new InvalidConfigurationException("<" + parameter + "> (-Drecorder." + parameter + ") names "
                        + (name.isEmpty() ? "nothing" : name) + ". Give " + wanted);
            }
            names.add(name);
        }
        return names;
    }

    /** Only faults of this plugin are logged with a stack trace, which helps to fix them. */
    private static String fault(String text, @Nullable Throwable cause) {
        if (cause == null) {
            return text;
        }
        StringWriter stack = new StringWriter();
        cause.printStackTrace(new PrintWriter(stack));
        return text + "\n" + stack;
    }

    private static @Nullable HostInterception interception(
            RunConfig request, RecordingConfig plan, BlockedCalls blocked, Consumer<String> warnings)
            throws InvalidConfigurationException {
        InterceptionConfig interception = request.interception();
        return interception == null
                ? null
                : HostInterception.of(
                        interception,
                        plan.upstreams(),
                        text -> {
                            if (blocked.add(text)) {
                                warnings.accept(text);
                            }
                        },
                        warnings);
    }

    /**
     * Returns everything besides the recordings that decides how a request is parsed and compared: the code and the
     * configuration; null if the state of the code is unknown, so that keys of an earlier run cannot be trusted.
     */
    private static @Nullable String code(RunConfig request) {
        InterceptionConfig interception = request.interception();
        try {
            String code = CodeStamp.of(List.of(RecorderRun.class, JsonNode.class, JsonParser.class));
            JsonNode configuration = RecordJson.of(Arrays.asList(
                    request.recording().reading(), interception == null ? null : interception.ownHosts()));
            return code + PythonJson.sorted(configuration);
        } catch (IOException unknown) {
            return null;
        }
    }

    private static @Nullable IndexFile index(
            @Nullable Path folder, @Nullable String code, SecretScan secrets, Path directory) {
        return folder == null || code == null
                ? null
                : new IndexFile(folder, directory, code, text -> isSecret(secrets, text));
    }

    private static @Nullable IndexFile index(
            @Nullable Path folder, @Nullable String code, SecretScan secrets, RecordingArchive archive) {
        return folder == null || code == null
                ? null
                : IndexFile.of(folder, archive, code, text -> isSecret(secrets, text));
    }

    private static boolean isSecret(SecretScan secrets, String text) {
        return !secrets.masked(text).equals(text);
    }

    private static LedgerWriter ledger(@Nullable LedgerSettings settings, Consumer<String> warnings)
            throws InvalidConfigurationException {
        if (settings == null) {
            return new LedgerWriter();
        }
        Path directory = settings.module().ledgers();
        try {
            return LedgerWriter.create(directory, settings.header(), warnings);
        } catch (IOException problem) {
            throw new InvalidConfigurationException(
                    "No ledger can be written to " + directory + ": " + FileFailure.message(problem)
                            + ". Make the directory writable, or skip the plugin with -Drecorder.skip.",
                    problem);
        }
    }

    /** Returns the server's base URL with the token for the run's own programs, without a slash at its end. */
    public URI url() {
        return URI.create(server.url() + token.path());
    }

    /** Returns the server's address, {@code http://127.0.0.1:PORT}, which contains no secret. */
    public URI address() {
        return server.url();
    }

    /** Returns the address to which test JVMs report their tests; null if the run keeps no ledger. */
    public @Nullable EventServer events() {
        return keeper == null ? null : keeper.events();
    }

    /** Returns the services that the user knows, built in or configured. */
    UpstreamTable upstreams() {
        return upstreams;
    }

    /** Returns the intercepted hosts; null if none are. */
    @Nullable
    HostInterception interception() {
        return interception;
    }

    /** Returns the number of intercepted hosts; each pattern counts as one. */
    public int interceptedHosts() {
        return interception == null ? 0 : interception.patterns().size();
    }

    /** Returns the number of recording files that were found. */
    public int recordings() {
        return store.size();
    }

    /** Returns the ledger, which also receives the build's facts about its tests. */
    public LedgerWriter ledger() {
        return ledger;
    }

    /** Stops the server as {@link #stop(ExecutionOrder)} does, for a run whose build is not known. */
    public RunOutcome stop() {
        return stop(null);
    }

    /**
     * Stops the server and returns the outcome of the run; later calls only return the outcome. Never throws: a failure
     * is a warning.
     *
     * @param order the executions that run tests, which show the tests that bypassed the recorder; null if unknown
     */
    public synchronized RunOutcome stop(@Nullable ExecutionOrder order) {
        if (outcome == null) {
            try (CloseStack reading = new CloseStack()) {
                if (interception != null) {
                    reading.add(interception::close);
                }
                reading.add(store::close);
                end();
                RunOutcome counted = outcome(order);
                date(counted.recording().files());
                outcome = reporter == null ? counted : counted.withPage(reporter.write(counted, warnings));
            } catch (RuntimeException problem) {
                warnings.accept(fault("The run did not end as it should.", problem));
                outcome = Objects.requireNonNullElseGet(outcome, () -> outcome(List.of(), null));
            }
        }
        return outcome;
    }

    /** A list of dates that cannot be written costs no run its outcome. */
    private void date(RunFacts.RecordedFiles files) {
        List<String> made = Stream.of(
                        files.added().stream(),
                        files.changed().stream().map(ChangedRecording::path),
                        files.unchanged().stream())
                .flatMap(paths -> paths)
                .toList();
        try {
            if (settings != null) {
                RecordedDates.update(settings.module().recordings(), made, LocalDate.now(ZoneOffset.UTC));
            }
        } catch (IOException problem) {
            warnings.accept("The days of recording cannot be written: " + FileFailure.message(problem) + ".");
        }
    }

    /** A resource that cannot be closed prevents neither closing the others nor returning the outcome. */
    private void end() {
        try (CloseStack running = new CloseStack()) {
            if (keeper != null && !ended) {
                running.add(keeper::end);
            }
            running.add(server::close);
            if (page != null) {
                running.add(page::close);
            }
            running.add(recorder::close);
        } catch (RuntimeException problem) {
            warnings.accept(fault("The run did not end as it should.", problem));
        }
        ended = true;
    }

    @Override
    public void close() {
        stop();
    }

    private TestRenames renamed() {
        try {
            return settings == null ? TestRenames.NONE : TestRenames.of(ledger, store, settings.build());
        } catch (RuntimeException problem) {
            warnings.accept(fault("Whether tests were renamed cannot be told.", problem));
            return TestRenames.NONE;
        }
    }

    private RunOutcome outcome(@Nullable ExecutionOrder order) {
        return outcome(store.checkAll(), order);
    }

    private @Nullable Ledger written() {
        try {
            Path file = ledger.file();
            return file == null ? null : LedgerReader.readEvents(file);
        } catch (UnreadableLedgerException unreadable) {
            warnings.accept(unreadable.getMessage());
            return null;
        }
    }

    private List<String> bypassed(@Nullable Ledger written, @Nullable ExecutionOrder order) {
        List<String> bypassed = new ArrayList<>(blocked.passed());
        if (written != null && order != null && settings != null) {
            try {
                bypassed.addAll(BypassFinder.sentences(
                        written, settings.module(), settings.build().classes(), order, store.testIds()));
            } catch (IOException unreadable) {
                warnings.accept("Whether tests went past the recorder cannot be told: "
                        + FileFailure.message(unreadable) + ".");
            }
        }
        return List.copyOf(bypassed);
    }

    private RunOutcome outcome(List<FileProblem> problems, @Nullable ExecutionOrder order) {
        Ledger written = written();
        Set<String> served = ledger.servedRecordings();
        Set<String> unfit = Set.copyOf(problems.stream().map(FileProblem::path).toList());
        int neverAsked = (int) store.paths().stream()
                .filter(path -> !served.contains(path) && !unfit.contains(path) && !recorder.recorded(path))
                .filter(path -> store.artifact(path) == null)
                .count();
        List<String> corrupt = problems.stream()
                .filter(FileProblem::corrupt)
                .map(FileProblem::sentence)
                .toList();
        return new RunOutcome(
                ledger.servedCount(),
                ledger.missedCount(),
                ledger.missedByStrangersCount(),
                neverAsked,
                ledger.misses(),
                corrupt,
                blocked.count(),
                blocked.texts(),
                blocked.processesStarted(),
                recorder.outcome(),
                misses.groups(ledger::isMissOfTests),
                settings == null ? null : RunReporter.selection(settings.header()),
                null,
                renamed(),
                RecordedFailures.among(store, served),
                written == null ? List.of() : FirstMisses.sentences(written),
                bypassed(written, order));
    }
}
