package io.github.recorder.lifecycle;

import io.github.recorder.attribution.EventServer;
import io.github.recorder.attribution.Sessions;
import io.github.recorder.diagnosis.Explainer;
import io.github.recorder.diagnosis.MissReports;
import io.github.recorder.ledger.BlockedCalls;
import io.github.recorder.ledger.RunLedger;
import io.github.recorder.provider.Dialects;
import io.github.recorder.replay.AttributingResponder;
import io.github.recorder.replay.GuardReports;
import io.github.recorder.replay.ReplayResponder;
import io.github.recorder.replay.ReplaySettings;
import io.github.recorder.server.PortTakenException;
import io.github.recorder.server.ReplayServer;
import io.github.recorder.server.ServerSettings;
import io.github.recorder.store.Problem;
import io.github.recorder.store.RecordingStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run: from start, when the server begins to listen, to stop. Safe for use by many threads. */
public final class RecorderRun implements AutoCloseable {

    private static final long BYTES_PER_MEGABYTE = 1024L * 1024L;

    private final RecordingStore store;
    private final RunLedger ledger;
    private final BlockedCalls blocked;
    private final ReplayServer server;
    private final Recorder recorder;
    private final @Nullable LedgerKeeper keeper;
    private final @Nullable HostInterception interception;
    private @Nullable RunOutcome outcome;

    private RecorderRun(
            RecordingStore store,
            RunLedger ledger,
            BlockedCalls blocked,
            ReplayServer server,
            Recorder recorder,
            @Nullable LedgerKeeper keeper,
            @Nullable HostInterception interception) {
        this.store = store;
        this.ledger = ledger;
        this.blocked = blocked;
        this.server = server;
        this.recorder = recorder;
        this.keeper = keeper;
        this.interception = interception;
    }

    /** Opens the recordings and starts the server; the run keeps no ledger file. */
    public static RecorderRun start(RunRequest request, Consumer<String> warnings) throws StartException {
        return start(request, null, warnings);
    }

    /**
     * Opens the recordings and starts the server.
     *
     * @param settings the ledger file that the run keeps; null for none
     * @param warnings told, from any thread, of each file that cannot be replayed and of each miss, once
     * @throws StartException where what is asked for makes no sense, the directory cannot be listed, the ledger cannot be made
     *     or the server cannot listen
     */
    public static RecorderRun start(RunRequest request, @Nullable LedgerSettings settings, Consumer<String> warnings)
            throws StartException {
        RecordingPlan plan = RecordingPlan.of(request.recording());
        BlockedCalls blocked = new BlockedCalls();
        HostInterception interception = interception(request, plan, blocked, warnings);
        try {
            return start(request, settings, plan, blocked, interception, warnings);
        } catch (StartException problem) {
            if (interception != null) {
                interception.close();
            }
            throw problem;
        }
    }

    private static RecorderRun start(
            RunRequest request,
            @Nullable LedgerSettings settings,
            RecordingPlan plan,
            BlockedCalls blocked,
            @Nullable HostInterception interception,
            Consumer<String> warnings)
            throws StartException {
        Dialects dialects = new Dialects();
        RecordingStore store;
        try {
            store = RecordingStore.open(
                    request.recordings(),
                    recorded -> dialects.wire(plan.redaction().request(recorded)),
                    problem -> warnings.accept(problem.sentence()));
        } catch (IOException problem) {
            throw new StartException(
                    "The recordings directory " + request.recordings() + " cannot be listed: " + problem.getMessage()
                            + ". Give <recordings> (-Drecorder.recordings) a directory that can be read.",
                    problem);
        }
        RunLedger ledger = ledger(settings, warnings);
        ReplaySettings replay = new ReplaySettings(
                request.isolation(),
                interception == null ? plan.upstreams() : interception.upstreams(),
                request.directory(),
                // What is recorded anew has to be read anew.
                plan.settings().replaysOnly() ? request.cacheMegabytes() * BYTES_PER_MEGABYTE : 0,
                plan.redaction(),
                plan.pace());
        Explainer explainer =
                new Explainer(store, dialects, replay.upstreams(), request.directory(), reports(request, warnings));
        ReplayResponder responder = new ReplayResponder(store, dialects, ledger, replay, explainer, warnings);
        Recorder recorder = Recorder.of(plan, responder, store, dialects, replay, warnings);
        Sessions sessions = new Sessions();
        AttributingResponder attributing = new AttributingResponder(
                recorder.responder(), sessions, replay.upstreams().names(), responder::testsThatRecorded);
        GuardReports guarded = new GuardReports(attributing, blocked, warnings);
        try {
            ReplayServer server = ReplayServer.start(
                    ServerSettings.onPort(request.port(), (text, cause) -> warnings.accept(text))
                            .with(interception),
                    guarded);
            store.startIndexing();
            LedgerKeeper keeper = settings == null
                    ? null
                    : LedgerKeeper.start(
                            ledger,
                            settings,
                            store,
                            sessions,
                            interception == null ? null : new ServerEntrances(server, warnings),
                            recorder::testStarted,
                            warnings);
            return new RecorderRun(store, ledger, blocked, server, recorder, keeper, interception);
        } catch (PortTakenException taken) {
            recorder.close();
            store.close();
            ledger.abandon();
            throw new StartException(
                    "Port " + request.port() + " of <port> (-Drecorder.port) is taken on the loopback interface."
                            + " Give another one, or 0 (the default) for any that is free.",
                    taken);
        } catch (IOException problem) {
            recorder.close();
            store.close();
            ledger.abandon();
            throw new StartException("The replay server cannot listen: " + problem.getMessage() + ".", problem);
        }
    }

    private static @Nullable HostInterception interception(
            RunRequest request, RecordingPlan plan, BlockedCalls blocked, Consumer<String> warnings)
            throws StartException {
        InterceptionRequest interception = request.interception();
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

    private static RunLedger ledger(@Nullable LedgerSettings settings, Consumer<String> warnings)
            throws StartException {
        if (settings == null) {
            return new RunLedger();
        }
        Path directory = settings.module().ledgers();
        try {
            return RunLedger.create(directory, settings.header(), warnings);
        } catch (IOException problem) {
            throw new StartException(
                    "No ledger can be written to " + directory + ": " + problem.getMessage()
                            + ". Make the directory writable, or skip the plugin with -Drecorder.skip.",
                    problem);
        }
    }

    private static MissReports reports(RunRequest request, Consumer<String> warnings) {
        RunRequest.Folder folder = request.missReports();
        return folder == null ? MissReports.none() : MissReports.in(folder.path(), folder.shown(), warnings);
    }

    /** Returns the server's base URL, without a slash at its end. */
    public URI url() {
        return server.url();
    }

    /** Returns where test JVMs tell which test runs; null where the run keeps no ledger. */
    public @Nullable EventServer events() {
        return keeper == null ? null : keeper.events();
    }

    /** Returns the hosts whose place the server takes; null for none. */
    @Nullable
    HostInterception interception() {
        return interception;
    }

    /** Returns the number of hosts whose place the server takes, each pattern counted as one. */
    public int interceptedHosts() {
        return interception == null ? 0 : interception.patterns().size();
    }

    /** Returns the number of recording files that were found. */
    public int recordings() {
        return store.size();
    }

    /** Returns the ledger, which takes what the build knows of its tests. */
    public RunLedger ledger() {
        return ledger;
    }

    /** Stops the server and says what the run came to; from the second time on only says it. */
    public synchronized RunOutcome stop() {
        if (outcome == null) {
            recorder.close();
            server.close();
            if (keeper != null) {
                keeper.end();
            }
            outcome = outcome();
            store.close();
            if (interception != null) {
                interception.close();
            }
        }
        return outcome;
    }

    @Override
    public void close() {
        stop();
    }

    private RunOutcome outcome() {
        Set<String> served = ledger.servedRecordings();
        List<Problem> problems = store.checkAll();
        Set<String> unfit = Set.copyOf(problems.stream().map(Problem::path).toList());
        int neverAsked = (int) store.paths().stream()
                .filter(path -> !served.contains(path) && !unfit.contains(path) && !recorder.recorded(path))
                .count();
        List<String> corrupt = problems.stream()
                .filter(Problem::corrupt)
                .map(Problem::sentence)
                .toList();
        return new RunOutcome(
                ledger.servedCount(),
                ledger.missedCount(),
                neverAsked,
                ledger.misses(),
                corrupt,
                blocked.count(),
                blocked.texts(),
                recorder.outcome(),
                RenamedTests.of(ledger, store));
    }
}
