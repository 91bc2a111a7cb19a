package io.github.recorder.replay;

import io.github.recorder.diagnosis.MissExplainer;
import io.github.recorder.ledger.LedgerWriter;
import io.github.recorder.matching.Digest;
import io.github.recorder.provider.Dialect;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.LiveRequest;
import io.github.recorder.store.RecordingStore;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Serves every request from recordings, and reports an unmatched one as a miss. Thread-safe. */
public final class ReplayResponder implements Responder {

    /** The length of a file from which on the bodies of a recording stay in it, in bytes. */
    private static final long LONG_FILE = 4 << 20;

    private final RecordingLookup lookup;
    private final MissExplainer explainer;
    private final Dialects dialects;
    private final LedgerWriter ledger;
    private final ReplaySettings settings;
    private final Consumer<String> warnings;

    /**
     * Creates a responder.
     *
     * @param explainer explains misses
     * @param warnings called once for each miss
     */
    public ReplayResponder(
            RecordingStore store,
            Dialects dialects,
            LedgerWriter ledger,
            ReplaySettings settings,
            MissExplainer explainer,
            Consumer<String> warnings) {
        this(store, dialects, ledger, settings, explainer, warnings, LONG_FILE);
    }

    /** @param longFile the length of a file from which on the bodies of a recording stay in it, in bytes */
    ReplayResponder(
            RecordingStore store,
            Dialects dialects,
            LedgerWriter ledger,
            ReplaySettings settings,
            MissExplainer explainer,
            Consumer<String> warnings,
            long longFile) {
        this.lookup = new RecordingLookup(store, dialects, settings, explainer, longFile);
        this.explainer = explainer;
        this.dialects = dialects;
        this.ledger = ledger;
        this.settings = settings;
        this.warnings = warnings;
    }

    @Override
    public RecorderResponse respond(Exchange exchange) {
        RecorderResponse response = sought(exchange);
        note(exchange.caller(), response);
        return response;
    }

    /** Returns the response if a recording matches, and counts it; a miss is not counted. */
    public Optional<RecorderResponse.Replayed> recorded(
            Exchange exchange, Predicate<RecorderResponse.Replayed> wanted) {
        LiveRequest request = read(exchange);
        Optional<RecorderResponse.Replayed> response = lookup.recorded(request).filter(wanted);
        response.ifPresent(replayed -> note(exchange.caller(), replayed));
        return response;
    }

    /** Returns a request in the form in which it is compared and recorded. */
    public LiveRequest read(Exchange exchange) {
        return RequestReader.read(exchange, settings);
    }

    private RecorderResponse sought(Exchange exchange) {
        Digest digest = RequestDigest.of(exchange, settings.headers());
        Optional<RecorderResponse> known = lookup.again(digest, exchange.caller());
        return known.isPresent() ? known.get() : resolve(exchange, digest);
    }

    private void note(CallerIdentity caller, RecorderResponse response) {
        if (response instanceof RecorderResponse.Replayed replayed) {
            ledger.served(caller.test(), caller.attribution(), replayed.recordings());
        } else if (response instanceof RecorderResponse.Missed missed && caller.stranger()) {
            if (ledger.missedByStranger(missed.text()) && !missed.log().isEmpty()) {
                warnings.accept("Not a request of the tests, and not counted as one: " + missed.log());
            }
        } else if (response instanceof RecorderResponse.Missed missed
                && ledger.missed(caller.test(), caller.attribution(), missed.text(), missed.noted())
                && !missed.log().isEmpty()) {
            warnings.accept(missed.log());
        }
    }

    /**
     * Restarts the response sequences of a test that begins, possibly again.
     *
     * @param test the test's id in ASCII, or a class name
     */
    public void testStarted(String test) {
        lookup.restart(test);
    }

    /**
     * Notes that a request was sent to the real service.
     *
     * @param request its method and path, without secrets
     */
    public void wentOut(CallerIdentity caller, String request) {
        ledger.live(caller.test(), caller.attribution(), request);
    }

    /** Notes that the response to a request was recorded. */
    public void wrote(CallerIdentity caller, String path) {
        ledger.recorded(caller.test(), caller.attribution(), path);
    }

    /** Returns the ids of the tests that have a recording of a request. */
    public Set<String> testsThatRecorded(Exchange exchange) {
        return lookup.owners(read(exchange));
    }

    private RecorderResponse resolve(Exchange exchange, Digest digest) {
        LiveRequest request = read(exchange);
        Dialect dialect = dialects.forEndpoint(request.method(), request.endpoint());
        return settings.upstreams().isUnaddressed(request.endpoint(), dialect)
                ? unaddressed(request, dialect, digest)
                : lookup.respond(request, digest);
    }

    /**
     * A request that names no service may have been recorded. If no recording has even its first segment, that segment
     * was probably meant as a name.
     */
    private RecorderResponse unaddressed(LiveRequest request, Dialect dialect, Digest digest) {
        if (request.method().equals("OPTIONS")) {
            return RecorderPages.options();
        }
        if (request.endpoint().path().equals("/") && Set.of("GET", "HEAD").contains(request.method())) {
            return RecorderPages.greeting(lookup.recordings(), settings.directory());
        }
        RecorderResponse response = lookup.respond(request, digest);
        return response instanceof RecorderResponse.Missed && !lookup.hasPathLike(request.endpoint())
                ? RecorderPages.unaddressed(explainer.shown(request), dialect, settings)
                : response;
    }
}
