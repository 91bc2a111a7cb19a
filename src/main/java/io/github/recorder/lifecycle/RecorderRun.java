package io.github.recorder.lifecycle;

import io.github.recorder.diagnosis.Explainer;
import io.github.recorder.diagnosis.MissReports;
import io.github.recorder.ledger.BlockedCalls;
import io.github.recorder.ledger.RunLedger;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.Upstreams;
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
    private @Nullable RunOutcome outcome;

    private RecorderRun(RecordingStore store, RunLedger ledger, BlockedCalls blocked, ReplayServer server) {
        this.store = store;
        this.ledger = ledger;
        this.blocked = blocked;
        this.server = server;
    }

    /**
     * Opens the recordings and starts the server.
     *
     * @param warnings told, from any thread, of each file that cannot be replayed and of each miss, once
     * @throws StartException where the directory cannot be listed or the server cannot listen
     */
    public static RecorderRun start(RunRequest request, Consumer<String> warnings) throws StartException {
        Dialects dialects = new Dialects();
        RecordingStore store;
        try {
            store = RecordingStore.open(
                    request.recordings(), dialects::wire, problem -> warnings.accept(problem.sentence()));
        } catch (IOException problem) {
            throw new StartException(
                    "The recordings directory " + request.recordings() + " cannot be listed: " + problem.getMessage()
                            + ". Give <recordings> (-Drecorder.recordings) a directory that can be read.",
                    problem);
        }
        RunLedger ledger = new RunLedger();
        ReplaySettings settings = new ReplaySettings(
                request.isolation(),
                Upstreams.builtIn(),
                request.directory(),
                request.cacheMegabytes() * BYTES_PER_MEGABYTE);
        Explainer explainer =
                new Explainer(store, dialects, settings.upstreams(), request.directory(), reports(request, warnings));
        ReplayResponder recordings = new ReplayResponder(store, dialects, ledger, settings, explainer, warnings);
        BlockedCalls blocked = new BlockedCalls();
        GuardReports responder = new GuardReports(recordings, blocked, warnings);
        try {
            ReplayServer server = ReplayServer.start(
                    ServerSettings.onPort(request.port(), (text, cause) -> warnings.accept(text)), responder);
            store.startIndexing();
            return new RecorderRun(store, ledger, blocked, server);
        } catch (PortTakenException taken) {
            store.close();
            throw new StartException(
                    "Port " + request.port() + " of <port> (-Drecorder.port) is taken on the loopback interface."
                            + " Give another one, or 0 (the default) for any that is free.",
                    taken);
        } catch (IOException problem) {
            store.close();
            throw new StartException("The replay server cannot listen: " + problem.getMessage() + ".", problem);
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

    /** Returns the number of recording files that were found. */
    public int recordings() {
        return store.size();
    }

    /** Stops the server and says what the run came to; from the second time on only says it. */
    public synchronized RunOutcome stop() {
        if (outcome == null) {
            server.close();
            outcome = outcome();
            store.close();
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
                .filter(path -> !served.contains(path) && !unfit.contains(path))
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
                blocked.texts());
    }
}
