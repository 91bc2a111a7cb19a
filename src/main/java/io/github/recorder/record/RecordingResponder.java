package io.github.recorder.record;

import io.github.recorder.provider.Dialect;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.Endpoint;
import io.github.recorder.provider.LiveExchange;
import io.github.recorder.provider.LiveRequest;
import io.github.recorder.provider.LiveResponse;
import io.github.recorder.provider.LoopbackHost;
import io.github.recorder.provider.ServiceHeaders;
import io.github.recorder.provider.Upstream;
import io.github.recorder.provider.WireResponse;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.MediaType;
import io.github.recorder.redaction.SecretScan;
import io.github.recorder.replay.CallerIdentity;
import io.github.recorder.replay.Exchange;
import io.github.recorder.replay.Mode;
import io.github.recorder.replay.RecorderPages;
import io.github.recorder.replay.RecorderResponse;
import io.github.recorder.replay.ReplayResponder;
import io.github.recorder.replay.ReplaySettings;
import io.github.recorder.replay.RequestReader;
import io.github.recorder.replay.Responder;
import io.github.recorder.replay.StreamedBody;
import io.github.recorder.store.RecordingStore;
import io.github.recorder.upstream.HttpUpstream;
import io.github.recorder.upstream.UpstreamException;
import io.github.recorder.upstream.UpstreamRequest;
import io.github.recorder.upstream.UpstreamResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers each request in the mode of its upstream: from recordings, or from the real service while recording its
 * response. Thread-safe.
 */
public final class RecordingResponder implements Responder, AutoCloseable {

    private static final String OURS = ServiceHeaders.OURS;
    private static final String TEST_ID = "X-Recorder-Test-Id";

    /** The maximum number of calls that a warning names. */
    private static final int MOST_NAMED = 3;

    private static final Duration LONGEST_WAIT_AT_THE_END = Duration.ofSeconds(10);

    /** The wait at the end that needs no explanation. */
    private static final Duration SILENT_WAIT = Duration.ofSeconds(2);

    /** A draft only computes, and whoever needs one that has not begun makes it. */
    private static final int DRAFT_THREADS = 2;

    private static final Duration LONGEST_WAIT_FOR_LONG = Duration.ofSeconds(60);

    private final ReplayResponder replay;
    private final Dialects dialects;
    private final ReplaySettings settings;
    private final RecordingSettings recording;
    private final RecordingBody.Limits limits =
            RecordingBody.Limits.of(Runtime.getRuntime().maxMemory());
    private final HttpUpstream services;
    private final RecordingWriter writer;
    private final RecordingLog log;
    private final SecretScan secrets;
    private final Consumer<String> warnings;

    /** The calls whose response had not begun when the run ended. */
    private final Queue<String> unanswered = new ConcurrentLinkedQueue<>();

    /** The calls whose response had not ended when the run did. */
    private final Queue<String> brokenOff = new ConcurrentLinkedQueue<>();

    private final ThreadPoolExecutor longRecordings = threads("recorder-long-responses", 1);
    private final ThreadPoolExecutor drafts = threads("recorder-drafts", DRAFT_THREADS);
    private final Phaser underWay = new Phaser(1);
    private final Set<Call> passing = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Creates a responder.
     *
     * @param replay serves the requests that are not sent to a real service
     * @param services closed with this
     * @param log notified of recordings
     * @param warnings called once for each response that was not recorded, with the reason
     */
    public RecordingResponder(
            ReplayResponder replay,
            RecordingStore store,
            Dialects dialects,
            ReplaySettings settings,
            RecordingSettings recording,
            HttpUpstream services,
            SecretScan secrets,
            RecordingLog log,
            Consumer<String> warnings) {
        this.replay = replay;
        this.dialects = dialects;
        this.settings = settings;
        this.recording = recording;
        this.services = services;
        this.writer = new RecordingWriter(store, dialects, settings, recording.errors(), log, warnings);
        this.secrets = secrets;
        this.log = log;
        this.warnings = warnings;
        // After the end of the run, whoever needs a draft makes it.
        drafts.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    private static ThreadPoolExecutor threads(String name, int count) {
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(count, count, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    @Override
    public RecorderResponse respond(Exchange exchange) {
        return respondLater(exchange).toCompletableFuture().join();
    }

    @Override
    public CompletionStage<RecorderResponse> respondLater(Exchange exchange) {
        String method = RequestReader.method(exchange);
        Endpoint endpoint = RequestReader.endpoint(exchange, settings);
        Dialect dialect = dialects.forEndpoint(method, endpoint);
        if (settings.upstreams().isUnaddressed(endpoint, dialect)) {
            return CompletableFuture.completedFuture(unaddressed(exchange, dialect));
        }
        String name = settings.upstreams().nameFor(endpoint, dialect);
        Mode mode = recording.of(name);
        if (mode == Mode.REPLAY) {
            return CompletableFuture.completedFuture(replay.respond(exchange));
        }
        if (exchange.caller().stranger()) {
            return CompletableFuture.completedFuture(refused(exchange, method, endpoint, dialect, mode));
        }
        if (mode == Mode.RECORD_IF_MISSING) {
            Optional<RecorderResponse.Replayed> recorded = replay.recorded(exchange, this::isGoodAndOlder);
            if (recorded.isPresent()) {
                return CompletableFuture.completedFuture(recorded.get());
            }
        }
        Optional<Upstream> upstream = settings.upstreams().named(name, exchange.host());
        if (upstream.isEmpty() || upstream.get().url() == null) {
            return CompletableFuture.completedFuture(RecorderPages.unsent(
                    dialect,
                    400,
                    "The call " + shown(method, endpoint)
                            + " cannot be recorded: the upstream " + name
                            + " has no URL. Give it one with <upstreams> (name and url), or -Drecorder.upstream=URL."));
        }
        return new Call(exchange, endpoint, upstream.get(), dialect, mode, false).pass();
    }

    /** Returns whether {@link #recordAgain} sends a request: one of the tests, to a service whose mode records. */
    public boolean canRecordAgain(Exchange exchange) {
        return !closed.get() && again(exchange).isPresent();
    }

    /**
     * Sends a request to its service once more, and replaces its recording unless the response is a failure.
     *
     * @return the outcome, as sentences, when the response is recorded; never fails
     */
    public CompletionStage<String> recordAgain(Exchange exchange) {
        Optional<Call> call = again(exchange);
        if (call.isEmpty()) {
            return CompletableFuture.completedFuture("The mode of its service does not record. Nothing was sent.");
        }
        CompletableFuture<String> told = new CompletableFuture<>();
        call.get().pass().whenComplete((response, failure) -> {
            if (response instanceof RecorderResponse.Proxied proxied) {
                readToTheEnd(proxied.streamed(), () -> told.complete(call.get().recordedAgain(response)));
            } else {
                told.complete(
                        response instanceof RecorderResponse.Unreachable unreachable
                                ? unreachable.text()
                                : "The request was not sent. The log says why.");
            }
        });
        return told;
    }

    private Optional<Call> again(Exchange exchange) {
        Endpoint endpoint = RequestReader.endpoint(exchange, settings);
        Dialect dialect = dialects.forEndpoint(RequestReader.method(exchange), endpoint);
        if (exchange.caller().stranger() || settings.upstreams().isUnaddressed(endpoint, dialect)) {
            return Optional.empty();
        }
        String name = settings.upstreams().nameFor(endpoint, dialect);
        Mode mode = recording.of(name);
        return settings.upstreams()
                .named(name, exchange.host())
                .filter(upstream -> upstream.url() != null)
                .filter(upstream -> mode == Mode.RECORD || mode == Mode.RECORD_IF_MISSING)
                .map(upstream -> new Call(exchange, endpoint, upstream, dialect, Mode.RECORD, true));
    }

    private static void readToTheEnd(StreamedBody body, Runnable ended) {
        while (true) {
            CompletableFuture<StreamedBody.Piece> piece = body.next().toCompletableFuture();
            if (!piece.isDone()) {
                CompletableFuture<Void> unused = piece.thenAccept(arrived -> {
                    if (arrived.ending() == null) {
                        readToTheEnd(body, ended);
                    } else {
                        ended.run();
                    }
                });
                return;
            }
            if (piece.join().ending() != null) {
                ended.run();
                return;
            }
        }
    }

    /** A page in a browser, or another program, could spend the user's key. A request to the root costs nothing. */
    private RecorderResponse refused(Exchange exchange, String method, Endpoint endpoint, Dialect dialect, Mode mode) {
        String path = endpoint.path();
        if (path.equals("/")) {
            return replay.respond(exchange);
        }
        String text = "The request " + shown(method, endpoint)
                + " was refused because its URL does not have this run's token and the mode is " + word(mode)
                + ". Use the URL that the build prints or sets (the system property recorder.url), or let the programs"
                + " of this machine in with a fixed port (-Drecorder.port) or -Drecorder.open.";
        if (log.refused(text)) {
            warnings.accept(text);
        }
        return RecorderPages.stranger(dialect, text);
    }

    private String shown(String method, Endpoint endpoint) {
        return secrets.maskedRequest(method, endpoint.path());
    }

    private static String word(Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A request that names no service is sent to none. */
    private RecorderResponse unaddressed(Exchange exchange, Dialect dialect) {
        LiveRequest request = RequestReader.read(exchange, settings);
        boolean ours =
                request.method().equals("OPTIONS") || request.endpoint().path().equals("/");
        if (ours || recording.mode() == Mode.REPLAY) {
            return replay.respond(exchange);
        }
        RecorderResponse.Missed refused =
                RecorderPages.unaddressed(shown(request.method(), request.endpoint()), dialect, settings);
        if (log.stopped(refused.text())) {
            warnings.accept(refused.text());
        }
        return refused;
    }

    /**
     * A response recorded by this run is requested again, because the next one may differ: a polling test waits for
     * that.
     */
    private boolean isGoodAndOlder(RecorderResponse.Replayed response) {
        boolean failure = LiveResponse.isFailure(response.wire().status())
                || response.wire().ending() == WireResponse.Ending.CUT;
        return !failure && response.recordings().stream().noneMatch(writer::isOfThisRun);
    }

    /**
     * Restarts the recorded sequences of a test that begins, possibly again.
     *
     * @param test the test's id in ASCII, or a class name
     */
    public void testStarted(String test) {
        writer.testStarted(test);
    }

    /**
     * Notes that a test ended.
     *
     * @param test as for {@link #testStarted}
     * @param passed whether it ran to its end
     */
    public void testFinished(String test, boolean passed) {
        writer.testFinished(test, passed);
    }

    /** Returns whether this run wrote a file, or confirmed its content. */
    public boolean recorded(String path) {
        return writer.isOfThisRun(path);
    }

    /**
     * Waits, for a limited time, until active exchanges of tests are recorded, and closes the connections to the
     * services. Requests that are being recorded again end at once. No request is served afterwards. Idempotent.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            List<Call> repeated = passing.stream().filter(call -> call.again).toList();
            repeated.forEach(Call::abandon);
            warnOf(
                    repeated.stream().map(Call::name).toList(),
                    "of a request that was being recorded again had not ended when the run did: no file changed");
            try {
                int phase = underWay.arriveAndDeregister();
                underWay.awaitAdvanceInterruptibly(phase, LONGEST_WAIT_AT_THE_END.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException | InterruptedException enough) {
                passing.forEach(Call::stop);
            }
            recordTheLongOnes();
            warnOf(unanswered, "had not begun when the run ended: not recorded");
            warnOf(
                    brokenOff,
                    "had not ended when the run did: recorded as far as arrived, and cut there on replay, unless a good"
                            + " recording was there");
            try {
                writer.end();
            } finally {
                drafts.shutdown();
                services.close();
            }
        }
    }

    /** Warns of responses that share a fate, in one line however many they are. */
    private void warnOf(Collection<String> calls, String fate) {
        if (!calls.isEmpty()) {
            List<String> distinct = calls.stream().distinct().toList();
            List<String> named = distinct.subList(0, Math.min(distinct.size(), MOST_NAMED));
            boolean more = distinct.size() > named.size();
            warnings.accept(calls.size() + (calls.size() == 1 ? " response " : " responses ") + fate + " ("
                    + String.join(", ", named) + (more ? ", ..." : "") + ").");
        }
    }

    /** Waits until the long responses that have arrived are recorded. */
    private void recordTheLongOnes() {
        longRecordings.shutdown();
        boolean all = false;
        try {
            all = longRecordings.awaitTermination(SILENT_WAIT.toSeconds(), TimeUnit.SECONDS);
            if (!all) {
                int waiting = longRecordings.getQueue().size() + longRecordings.getActiveCount();
                warnings.accept(waiting + (waiting == 1 ? " long response is" : " long responses are")
                        + " still being recorded. The run waits for up to " + LONGEST_WAIT_FOR_LONG.toSeconds()
                        + " seconds.");
                all = longRecordings.awaitTermination(LONGEST_WAIT_FOR_LONG.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InterruptedException enough) {
            Thread.currentThread().interrupt();
        }
        if (!all) {
            longRecordings.getQueue().clear();
            warnings.accept(passing.size() + (passing.size() == 1 ? " long response is" : " long responses are")
                    + " not recorded, because the run waited long enough.");
            passing.forEach(Call::lost);
            passing.clear();
        }
    }

    /** One request on its way to a real service. */
    private final class Call {

        private final Exchange exchange;
        private final String method;
        private final Endpoint endpoint;
        private final Upstream upstream;
        private final Dialect dialect;
        private final Mode mode;

        /** Whether a person sends the request once more, and not its test. */
        private final boolean again;

        private volatile @Nullable String writtenAgain;

        // Kept, because the recording may be written after the request has ended.
        private final CallerIdentity caller;
        private SecretScan known = secrets;

        /** The request and what follows from it, which nobody needs before the request is sent. */
        private final FutureTask<RecordingWriter.Draft> draft = new FutureTask<>(this::made);

        /** The response on its way to the client; null until it begins. */
        private volatile @Nullable RecordingBody body;

        Call(Exchange exchange, Endpoint endpoint, Upstream upstream, Dialect dialect, Mode mode, boolean again) {
            this.again = again;
            this.exchange = exchange;
            this.method = RequestReader.method(exchange);
            this.endpoint = endpoint;
            this.upstream = upstream;
            this.dialect = dialect;
            this.mode = mode;
            this.caller = exchange.caller();
        }

        CompletionStage<RecorderResponse> pass() {
            List<HttpHeader> sent = exchange.headers().all().stream()
                    .map(header -> new HttpHeader(header.getKey(), header.getValue()))
                    .toList();
            Credentials credentials;
            try {
                credentials = Credentials.of(sent, exchange.query(), upstream, dialect, recording);
            } catch (Credentials.MissingKeyException problem) {
                String text = String.valueOf(problem.getMessage());
                stopped(text);
                lost();
                return CompletableFuture.completedFuture(RecorderPages.unsent(dialect, 401, text));
            }
            boolean registered = underWay.register() >= 0;
            if (!registered) {
                return CompletableFuture.completedFuture(
                        RecorderPages.unreachable(dialect, "The run has ended; nothing more is recorded."));
            }
            passing.add(this);
            boolean sending = false;
            try {
                CompletionStage<RecorderResponse> response = send(sent, credentials);
                sending = true;
                return response;
            } finally {
                if (!sending) {
                    ended();
                }
            }
        }

        /** The client's own headers, and those with the key of the environment. */
        private List<Map.Entry<String, String>> carried(List<HttpHeader> sent, Credentials credentials) {
            return Stream.concat(sent.stream(), credentials.headers().stream())
                    .map(header -> Map.entry(header.name(), header.value()))
                    .toList();
        }

        /** Ends the exchange with the run. */
        void stop() {
            RecordingBody arriving = body;
            if (arriving != null) {
                arriving.stop();
            } else {
                unanswered.add(name());
                lost();
            }
        }

        /** Ends a request that a person sent once more. No test waits for it, so the end of the run does not either. */
        void abandon() {
            RecordingBody arriving = body;
            if (arriving != null) {
                arriving.stop();
            } else {
                ended();
            }
        }

        private void ended() {
            if (passing.remove(this)) {
                underWay.arriveAndDeregister();
            }
        }

        private CompletionStage<RecorderResponse> send(List<HttpHeader> ofClient, Credentials credentials) {
            long start = System.nanoTime();
            CompletableFuture<UpstreamResponse> sent;
            try {
                URI target = target(credentials);
                if ("".equals(target.getRawQuery())) {
                    warnings.accept("The upstream gets " + name() + " without the ? at its end, because Java's HTTP"
                            + " client does not send an empty query.");
                }
                sent = services.send(
                        new UpstreamRequest(method, target, headers(credentials, target), exchange.sent()));
            } catch (UpstreamException problem) {
                sent = CompletableFuture.failedFuture(problem);
            }
            // The service works meanwhile.
            known = secrets.ofRequest(carried(ofClient, credentials), credentials.query());
            log.wentOut();
            replay.wentOut(caller, name());
            if (mode != Mode.LIVE) {
                drafts.execute(draft);
            }
            return sent.handle((response, failure) -> {
                boolean passed = false;
                try {
                    RecorderResponse decided =
                            response == null ? unreachable(UpstreamException.in(failure)) : passed(response, start);
                    passed = decided instanceof RecorderResponse.Proxied;
                    return decided;
                } finally {
                    if (!passed) {
                        ended();
                    }
                }
            });
        }

        private RecorderResponse passed(UpstreamResponse response, long start) {
            WireResponse head = new WireResponse(
                    response.status(), ServiceHeaders.passedOn(response.headers()), ByteBuffer.allocate(0));
            boolean decodable = response.decoded();
            if (mode != Mode.LIVE && !decodable) {
                stopped("The response to " + name()
                        + " is not recorded: its Content-Encoding is "
                        + response.header("content-encoding").orElse("")
                        + ", and only gzip and deflate can be decoded. Let the service choose one of these:"
                        + " the recorder asks for no other.");
                lost();
            }
            if (mode != Mode.LIVE) {
                response.trailers().ifPresent(this::trailersAreLost);
            }
            RecordingBody arriving = new RecordingBody(
                    response,
                    start,
                    recording.timing(),
                    limits,
                    mode == Mode.LIVE || !decodable ? null : recorder(response),
                    longRecordings,
                    this::ended);
            body = arriving;
            if (again && closed.get()) {
                arriving.stop();
            }
            return new RecorderResponse.Proxied(head, arriving);
        }

        private void trailersAreLost(String names) {
            warnings.accept("The response to " + name()
                    + " announces trailing header fields (" + names
                    + "). They are neither passed on nor recorded, because Java's HTTP client does not hand them"
                    + " over.");
        }

        private RecordingBody.BodyListener recorder(UpstreamResponse response) {
            String what = "The response to " + name() + " is not recorded: ";
            MediaType type = MediaType.of(response.header("content-type").orElse(""));
            Optional<ArrivingEvents> events = type.isStream()
                    ? Optional.of(new ArrivingEvents(settings.redaction(), known, type.isJsonLines(), drafts))
                    : Optional.empty();
            return new RecordingBody.BodyListener() {

                @Override
                public void arrived(ByteBuffer piece) {
                    events.ifPresent(arriving -> arriving.add(piece));
                }

                @Override
                public void whole(RecordingBody.Copy copy, @Nullable String broken) {
                    LiveResponse live = live(response, copy);
                    Optional<LiveResponse> read = events.filter(
                                    arriving -> copy.ending() == WireResponse.Ending.COMPLETE)
                            .flatMap(arriving -> arriving.whole(copy.body().remaining()))
                            .map(live::withEvents);
                    record(read.orElse(live), broken);
                }

                @Override
                public void tooLong(int most) {
                    stopped(what + "it is longer than " + (most >> 20)
                            + " MiB, the most that a recording takes with the memory that Maven has. Let the test"
                            + " ask for less, call the service with <mode>live</mode>, or, up to 64 MiB, give Maven"
                            + " more memory (MAVEN_OPTS=-Xmx2g).");
                    lost();
                }

                @Override
                public void notKept(String reason) {
                    stopped(what + reason);
                    lost();
                }

                @Override
                public void unfinished(RecordingBody.Copy copy) {
                    if (closed.get() && again) {
                        return;
                    }
                    if (closed.get()) {
                        brokenOff.add(name());
                    } else {
                        warnings.accept("The response to " + name() + " had not ended when its client was gone. It is"
                                + " recorded as far as it had arrived, and breaks off there on replay. A good"
                                + " recording, if there is one, stays.");
                    }
                    write(live(response, copy));
                }
            };
        }

        private URI target(Credentials credentials) throws UpstreamException {
            String query = credentials.query();
            String url = upstream.target(endpoint) + (query == null ? "" : "?" + query);
            try {
                return new URI(url);
            } catch (URISyntaxException problem) {
                throw UpstreamException.ofRequest(
                        "The path of the request is no part of a URL: " + problem.getReason(), problem);
            }
        }

        private List<HttpHeader> headers(Credentials credentials, URI target) {
            // A recorder behind this one uses the test's id; it means nothing to other services.
            boolean keepsTestId = target.getHost() != null && LoopbackHost.matches(target.getHost());
            return credentials.headers().stream()
                    .filter(header -> !header.name().toLowerCase(Locale.ROOT).startsWith(OURS)
                            || (keepsTestId && header.is(TEST_ID)))
                    .toList();
        }

        private void record(LiveResponse live, @Nullable String broken) {
            if (live.failed()) {
                failed(broken == null ? answered(live.status()) : broken, upstream.isRefusal(live.status()));
            }
            write(live);
        }

        private LiveResponse live(UpstreamResponse response, RecordingBody.Copy copy) {
            return new LiveResponse(
                            response.status(),
                            ServiceHeaders.passedOn(response.headers()),
                            copy.body(),
                            copy.ending(),
                            copy.arrivals())
                    .withLinks(upstream.links(), this::asRecorded);
        }

        /** A client that came through a tunnel follows the real links, also on replay. */
        private Optional<String> asRecorded(String link) {
            return exchange.host() == null ? settings.upstreams().asRecorded(link, upstream) : Optional.empty();
        }

        private void write(LiveResponse response) {
            try {
                if (again) {
                    writer.writeAgain(draft(), response, known, path -> {
                        writtenAgain = path;
                        replay.wrote(caller, path);
                    });
                } else {
                    writer.write(
                            draft(),
                            response,
                            mode == Mode.RECORD_IF_MISSING,
                            known,
                            path -> replay.wrote(caller, path));
                }
            } catch (RuntimeException | StackOverflowError fault) {
                stopped("The response to " + name() + " could not be recorded, which is a fault of this plugin: "
                        + fault);
                lost();
            }
        }

        private void lost() {
            if (mode != Mode.LIVE && !again) {
                writer.lost(draft());
            }
        }

        String recordedAgain(RecorderResponse response) {
            String path = writtenAgain;
            return "The service answered " + response.wire().status() + ". "
                    + (path == null
                            ? "No file changed: the response is the same or a failure, or the log says why it was not"
                                    + " recorded."
                            : "It is recorded in " + settings.directory() + "/" + path + ".");
        }

        private String name() {
            return known.maskedRequest(method, endpoint.path());
        }

        private RecordingWriter.Draft made() {
            return writer.draft(new LiveExchange(RequestReader.read(exchange, settings), upstream, dialect), known);
        }

        private RecordingWriter.Draft draft() {
            draft.run(); // Does nothing if another thread has begun.
            try {
                return draft.get();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return made();
            } catch (ExecutionException failed) {
                return made(); // With the failure that the caller expects.
            }
        }

        private RecorderResponse unreachable(UpstreamException problem) {
            String call = name();
            String sentence = known.maskedValue(problem.sentence());
            String text = "The upstream " + upstream.name() + " did not answer " + call + ": " + sentence
                    + ". The mode is " + word(mode)
                    + "; see that the service can be reached from here, or replay what is recorded"
                    + " (-Drecorder.mode=replay).";
            Optional<String> reason = problem.reasonOfService();
            if (problem.isOfRequest()) {
                lost();
                return RecorderPages.unsent(dialect, 400, sentence + ". Correct the request.");
            }
            if (reason.isEmpty()) {
                stopped(text);
                lost();
                return RecorderPages.unreachable(dialect, text);
            }
            failed(sentence, false);
            if (mode != Mode.LIVE) {
                String recorded = "The service did not answer " + call + " when this was recorded: "
                        + known.maskedValue(reason.get()) + ".";
                byte[] body = Json.compact(dialect.error(502, recorded, "upstream_unreachable"));
                write(new LiveResponse(
                        502,
                        List.of(new HttpHeader("Content-Type", MediaType.JSON)),
                        ByteBuffer.wrap(body),
                        WireResponse.Ending.COMPLETE,
                        List.of()));
            }
            return RecorderPages.unreachable(dialect, text);
        }

        private String answered(int status) {
            return "it answered " + status
                    + (status == 401 ? ", which means that the key it was sent is wrong or missing" : "");
        }

        private void failed(String what, boolean refused) {
            String text = name() + " at the upstream " + upstream.name() + " failed: " + what;
            if (log.failed(text)) {
                warnings.accept(text + "." + fateOfRecording(refused));
            }
        }

        private String fateOfRecording(boolean refused) {
            if (mode == Mode.LIVE) {
                return "";
            }
            return switch (recording.errors()) {
                case NEVER -> " It is not recorded (recordErrors is never).";
                case MISSING ->
                    refused
                            ? " It is not recorded because it is about the key, not about the request."
                                    + " Fix the key and record again; only recordErrors=always records it."
                            : " A good recording, if there is one, stays.";
                case ALWAYS -> " It is recorded, also in the place of a good recording (recordErrors is always).";
            };
        }

        private void stopped(String text) {
            if (log.stopped(text)) {
                warnings.accept(text);
            }
        }
    }
}
