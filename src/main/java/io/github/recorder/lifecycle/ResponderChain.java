package io.github.recorder.lifecycle;

import io.github.recorder.attribution.RunToken;
import io.github.recorder.attribution.TestJvmSessions;
import io.github.recorder.diagnosis.MissExplainer;
import io.github.recorder.diagnosis.MissLog;
import io.github.recorder.diagnosis.MissReports;
import io.github.recorder.diagnosis.RemovedRecordings;
import io.github.recorder.ledger.BlockedCalls;
import io.github.recorder.ledger.LedgerWriter;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.UpstreamTable;
import io.github.recorder.replay.AccessResponder;
import io.github.recorder.replay.AttributingResponder;
import io.github.recorder.replay.BlockedCallEndpoint;
import io.github.recorder.replay.ExchangeListener;
import io.github.recorder.replay.LinkResponder;
import io.github.recorder.replay.ObservedResponder;
import io.github.recorder.replay.PageResponder;
import io.github.recorder.replay.ReplayResponder;
import io.github.recorder.replay.ReplaySettings;
import io.github.recorder.replay.RequestLog;
import io.github.recorder.replay.Responder;
import io.github.recorder.replay.ResponseVariants;
import io.github.recorder.report.LivePage;
import io.github.recorder.store.RecordingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The chain of responders of a run: first the page, links and access, then the endpoint for blocked requests, then
 * attribution to a test, then the real service if allowed, and recordings otherwise.
 *
 * @param responder the first responder
 * @param recorder the responder that calls real services
 * @param sessions the running tests
 * @param page the page that shows the run in a browser; null if the run has none
 */
record ResponderChain(
        Responder responder,
        LiveCalls recorder,
        TestJvmSessions sessions,
        @Nullable LivePage page) {

    private static final long BYTES_PER_MEGABYTE = 1024L * 1024L;

    /**
     * Creates the chain.
     *
     * @param upstreams the services, including intercepted hosts
     * @param token identifies the run's own programs
     * @param removed recordings that were once in the directory
     * @param misses keeps the misses of the run
     * @param pages makes the page of the run; null for none
     * @param warnings called once for each miss
     */
    static ResponderChain of(
            RunConfig request,
            RecordingConfig plan,
            UpstreamTable upstreams,
            Dialects dialects,
            RecordingStore store,
            LedgerWriter ledger,
            BlockedCalls blocked,
            RunToken token,
            RemovedRecordings removed,
            MissLog misses,
            @Nullable Function<LiveCalls, LivePage> pages,
            Consumer<String> warnings) {
        Consumer<String> masked = warning -> warnings.accept(plan.secrets().masked(warning));
        ReplaySettings settings = new ReplaySettings(
                request.isolation(),
                upstreams,
                request.directory(),
                request.cacheMegabytes() * BYTES_PER_MEGABYTE,
                plan.redaction(),
                plan.pace(),
                ResponseVariants.headers(dialects.rules().headers()));
        MissExplainer explainer = new MissExplainer(
                store,
                dialects,
                upstreams,
                request.directory(),
                reports(request, masked),
                plan.secrets(),
                removed,
                misses);
        // The explainer hides the secrets in what it tells of misses.
        ReplayResponder replay = new ReplayResponder(store, dialects, ledger, settings, explainer, warnings);
        Consumer<String> lines = request.requests();
        // Who sees each request needs no count of them.
        LiveCalls recorder = LiveCalls.of(
                plan, replay, store, dialects, settings, lines == null ? request.progress() : null, masked);
        TestJvmSessions sessions = new TestJvmSessions();
        LivePage page = pages == null ? null : pages.apply(recorder);
        List<ExchangeListener> listeners = new ArrayList<>();
        if (lines != null) {
            listeners.add(new RequestLog(plan.secrets(), lines));
        }
        if (page != null) {
            listeners.add(page);
        }
        Responder deciding = ObservedResponder.of(recorder.responder(), listeners);
        Responder attributing =
                new AttributingResponder(deciding, sessions, upstreams.names(), replay::testsThatRecorded);
        Responder reports = new BlockedCallEndpoint(attributing, blocked, masked);
        boolean open = request.open() || request.port() != 0;
        Responder access = new AccessResponder(reports, token, open);
        Responder links = new LinkResponder(access, upstreams);
        return new ResponderChain(
                page == null ? links : new PageResponder(links, token, page), recorder, sessions, page);
    }

    private static MissReports reports(RunConfig request, Consumer<String> warnings) {
        RunConfig.Folder folder = request.missReports();
        return folder == null
                ? MissReports.none()
                : MissReports.in(folder.path(), folder.shown(), folder.since(), warnings);
    }
}
