package io.github.recorder.report;

import io.github.recorder.ledger.RecordingListener;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.WireResponse;
import io.github.recorder.record.RecordingResponder;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.MediaType;
import io.github.recorder.redaction.SecretScan;
import io.github.recorder.replay.Exchange;
import io.github.recorder.replay.ExchangeListener;
import io.github.recorder.replay.PageSource;
import io.github.recorder.replay.RecorderResponse;
import io.github.recorder.store.RecordingStore;
import io.github.recorder.store.UnreadableRecordingException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The page of a run that has not ended: the same page as the report, to which a thread sends what changes. A request
 * only puts a few words about itself into a bounded queue, so neither the page nor its readers slow a response. Nothing
 * else is done before a user opens the page, so a page that nobody opens takes no processor time from the tests.
 * Thread-safe.
 *
 * <p>All numbers that it sends are totals and all rows are whole, so an event that the page already knows does no harm.
 */
public final class LivePage implements PageSource, ExchangeListener, RecordingListener, AutoCloseable {

    private static final int MOST_QUEUED = 10_000;
    private static final int MOST_EVENTS = 2_000;
    private static final long MOST_EVENT_CHARACTERS = 8L << 20;

    /** A longer miss is loaded when a user opens it. */
    private static final int MOST_MISS_CHARACTERS = 32 << 10;

    private static final int MOST_STRANGERS = 100;
    private static final int MOST_AT_ONCE = 200;
    private static final long LOOK_MILLIS = 1_000;
    private static final long LONGEST_END_MILLIS = 2_000;
    private static final int LOOKS_PER_BEAT = 15;

    private static final String LAST = "";

    private final Supplier<RunFacts> source;
    private final RecordingStore store;
    private final Dialects dialects;
    private final SecretScan secrets;
    private final String restart;
    private final LiveRequests requests;
    private final LiveEvents events = new LiveEvents(MOST_EVENTS, MOST_EVENT_CHARACTERS);
    private final BlockingQueue<Object> queue = new LinkedBlockingQueue<>(MOST_QUEUED);
    private final Map<String, ObjectNode> rows = new ConcurrentHashMap<>();
    private final @Nullable RepeatableRequests repeatable;
    private final Thread thread;
    private final AtomicInteger strangers = new AtomicInteger();
    private volatile boolean closed;

    // The lock of the queue guards the following.
    private final LiveBacklog backlog = new LiveBacklog();
    private boolean collecting = true;
    private long count;

    private final AtomicBoolean opened = new AtomicBoolean();

    // Only the thread uses the following, and before it starts the first reader.
    private final Set<String> knownMisses = new HashSet<>();
    private final Set<String> knownUnchanged = new HashSet<>();
    private @Nullable JsonNode knownCounts;

    /**
     * Creates a page, whose thread starts when a user opens it.
     *
     * @param source returns the facts of the run so far, with the misses that are not of the tests
     * @param secrets the secrets that are hidden in the page
     * @param restart the command that starts the same run so that it records; empty if there is none
     * @param recorder records requests again; null in a run that only replays
     */
    public LivePage(
            Supplier<RunFacts> source,
            RecordingStore store,
            Dialects dialects,
            SecretScan secrets,
            String restart,
            @Nullable RecordingResponder recorder) {
        this.source = source;
        this.store = store;
        this.dialects = dialects;
        this.secrets = secrets;
        this.restart = restart;
        this.requests = new LiveRequests(secrets);
        this.repeatable = recorder == null ? null : new RepeatableRequests(recorder);
        this.thread = new Thread(this::work, "recorder-page");
        thread.setDaemon(true);
    }

    @Override
    public void onResponse(Exchange exchange, RecorderResponse response, long nanos) {
        // Programs that are not the tests must not push the tests' requests off the page.
        boolean many = exchange.caller().stranger() && strangers.incrementAndGet() > MOST_STRANGERS;
        if (many || response instanceof RecorderResponse.Banner) {
            return;
        }
        // The page lists requests by their numbers, so they have to be in the queue in the same order.
        synchronized (queue) {
            long number = ++count;
            if (repeatable != null && !exchange.caller().stranger()) {
                repeatable.add(number, exchange);
            }
            LiveRequests.Answered answered = LiveRequests.Answered.of(number, exchange, response, nanos);
            if (collecting) {
                backlog.add(answered);
            } else {
                queue.offer(answered);
            }
        }
    }

    @Override
    public void onServed(String path) {
        // The request that it was served to says so.
    }

    @Override
    public void onWritten(String path) {
        synchronized (queue) {
            if (collecting) {
                backlog.add(path);
            } else {
                queue.offer(path);
            }
        }
    }

    /** Makes the page ready for its first reader. If there are many recordings, the thread tells of the rest. */
    private void open() {
        if (opened.compareAndSet(false, true)) {
            List<Object> news = new ArrayList<>();
            synchronized (queue) {
                collecting = false;
                news.addAll(backlog.takeRequests());
                news.addAll(backlog.takeRecordings(MOST_AT_ONCE));
            }
            tell(news);
            thread.start();
        }
    }

    private List<String> fromBacklog() {
        synchronized (queue) {
            return backlog.takeRecordings(MOST_AT_ONCE);
        }
    }

    private void work() {
        int looks = 0;
        try {
            for (List<String> older = fromBacklog(); !older.isEmpty() && !closed; older = fromBacklog()) {
                tell(List.copyOf(older));
            }
            while (!closed) {
                List<Object> news = new ArrayList<>();
                Object first = queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    news.add(first);
                    queue.drainTo(news, MOST_AT_ONCE);
                }
                if (!closed) {
                    tell(news);
                }
                if (++looks % LOOKS_PER_BEAT == 0) {
                    events.beat();
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(List<Object> news) {
        if (news.isEmpty() && !events.hasSubscribers()) {
            return;
        }
        try {
            RunFacts facts = source.get();
            Set<String> touched = new HashSet<>();
            List<LiveRequests.Answered> answered = new ArrayList<>();
            Set<String> written = new HashSet<>();
            for (Object each : news) {
                if (each instanceof LiveRequests.Answered request) {
                    answered.add(request);
                    touched.addAll(request.recordings());
                } else {
                    written.add(each.toString());
                }
            }
            facts.recorded().unchanged().stream().filter(knownUnchanged::add).forEach(touched::add);
            touched.forEach(path -> rows.computeIfAbsent(path, this::row));
            written.stream().filter(path -> !path.equals(LAST)).forEach(path -> {
                touched.add(path);
                rows.put(path, row(path));
            });
            ArrayNode shown = requests.add(answered, misses(facts), this::isRepeatable);
            ObjectNode update = report(facts, touched).json(touched::contains, id -> !knownMisses.contains(id));
            update.path("misses")
                    .forEach(miss -> knownMisses.add(miss.path("id").asString("")));
            update.retain("counts", "recordings", "misses", "causes", "changes", "troubles");
            JsonNode counts = update.path("counts");
            if (touched.isEmpty() && shown.isEmpty() && counts.equals(knownCounts)) {
                return;
            }
            knownCounts = counts;
            bounded(update);
            update.set("requests", shown);
            events.publish("update", Json.strict(update));
        } catch (RuntimeException | StackOverflowError problem) {
            // A fault of this plugin costs an update; the next load of the page shows everything.
            events.publish("reload", "{}");
        }
    }

    /** Only its test can request the responses of a sequence in order. */
    private boolean isRepeatable(LiveRequests.Answered request) {
        return repeatable != null
                && request.recordings().size() <= 1
                && request.recordings().stream().allMatch(path -> {
                    ObjectNode row = rows.get(path);
                    return row != null && row.path("responses").asInt(0) == 1;
                })
                && repeatable.has(request.number());
    }

    private RunReport report(RunFacts facts, Set<String> touched) {
        Map<String, ObjectNode> some = new HashMap<>();
        touched.forEach(path -> {
            ObjectNode row = rows.get(path);
            if (row != null) {
                some.put(path, row);
            }
        });
        return new RunReport(facts, prepared(some), dialects, secrets);
    }

    private static ReportedRecordings.Prepared prepared(Map<String, ObjectNode> rows) {
        return new ReportedRecordings.Prepared(rows, List.of(), Json.nodes().objectNode());
    }

    private ObjectNode row(String path) {
        return detail(path).row();
    }

    private RecordingDetail detail(String path) {
        try {
            return RecordingDetail.of(store.read(path), dialects, secrets);
        } catch (UnreadableRecordingException problem) {
            return RecordingDetail.unreadable(secrets.masked(problem.problem().sentence()));
        } catch (RuntimeException | StackOverflowError problem) {
            return RecordingDetail.unreadable("The page cannot show this recording: " + problem);
        }
    }

    /** Returns the ids of the misses by the text that their clients received. */
    private static Map<String, String> misses(RunFacts facts) {
        return facts.misses().stream()
                .flatMap(group -> group.misses().stream())
                .collect(Collectors.toMap(miss -> miss.text(), miss -> miss.id(), (one, other) -> one));
    }

    private static void bounded(ObjectNode run) {
        for (JsonNode miss : run.path("misses")) {
            if (Json.strict(miss).length() > MOST_MISS_CHARACTERS) {
                ((ObjectNode) miss)
                        .retain(
                                "id",
                                "test",
                                "method",
                                "endpoint",
                                "hash",
                                "why",
                                "removed",
                                "advice",
                                "command",
                                "title");
                ((ObjectNode) miss).put("rule", "").put("large", true).putArray("near");
            }
        }
    }

    @Override
    public RecorderResponse respond(Exchange exchange) {
        String path = exchange.path();
        if (path.equals("/")) {
            return page();
        }
        return switch (exchange.method() + " " + path.substring(PATH.length())) {
            case "GET events" -> events(exchange);
            case "GET recording" ->
                found(parameter(exchange, "path")
                        .filter(store::has)
                        .map(name -> detail(name).body()));
            case "GET miss" -> found(parameter(exchange, "id").flatMap(this::miss));
            case "POST record" -> recordAgain(parameter(exchange, "n").orElse(""));
            default -> found(Optional.empty());
        };
    }

    private RecorderResponse page() {
        open();
        long after = events.last();
        ArrayNode shown = requests.all();
        RunFacts facts = source.get();
        ObjectNode run = new RunReport(facts, prepared(Map.copyOf(rows)), dialects, secrets).json();
        bounded(run);
        ObjectNode live = Json.nodes().objectNode().put("after", after).put("restart", restart);
        live.set("requests", shown);
        ReportPage.LiveHtml page = ReportPage.live(facts.header().module(), run, live);
        return response(200, "text/html;charset=utf-8", page.html(), page.policy());
    }

    private RecorderResponse events(Exchange exchange) {
        // A browser that connects again says which event it got last; its URL still names the one of the page.
        String seen = exchange.headers().first("Last-Event-ID");
        String after = seen == null ? parameter(exchange, "after").orElse("") : seen;
        if (!after.matches("\\d{1,18}")) {
            return found(Optional.empty());
        }
        open();
        List<HttpHeader> headers = headers("text/event-stream;charset=utf-8", "default-src 'none'");
        return new RecorderResponse.Page(
                new WireResponse(200, headers, ByteBuffer.allocate(0)), events.after(Long.parseLong(after)));
    }

    /** Sends a request again; an event has the outcome. */
    private RecorderResponse recordAgain(String number) {
        ObjectNode told = Json.nodes().objectNode().put("n", number);
        boolean sent = repeatable != null
                && number.matches("\\d{1,18}")
                && repeatable.record(
                        Long.parseLong(number),
                        text -> events.publish("recorded", Json.strict(told.put("text", secrets.masked(text)))));
        return sent ? json(202, "{}") : found(Optional.empty());
    }

    private Optional<ObjectNode> miss(String id) {
        RunFacts facts = source.get();
        return new RunReport(facts, prepared(Map.of()), dialects, secrets)
                .json(path -> false, id::equals)
                .path("misses")
                .valueStream()
                .map(ObjectNode.class::cast)
                .findFirst();
    }

    private static Optional<String> parameter(Exchange exchange, String name) {
        String query = exchange.query();
        if (query == null || !query.startsWith(name + "=") || query.indexOf('&') >= 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(URLDecoder.decode(query.substring(name.length() + 1), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static RecorderResponse found(Optional<ObjectNode> json) {
        return json(json.isPresent() ? 200 : 404, json.map(Json::strict).orElse("{}"));
    }

    private static RecorderResponse json(int status, String text) {
        ByteBuffer body = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        return response(status, MediaType.JSON, body, "default-src 'none'");
    }

    private static RecorderResponse response(int status, String type, ByteBuffer body, String policy) {
        return new RecorderResponse.Page(new WireResponse(status, headers(type, policy), body), null);
    }

    /** No cache keeps the response, no other page embeds it, and no link tells anybody its address. */
    private static List<HttpHeader> headers(String type, String policy) {
        return List.of(
                new HttpHeader("Content-Type", type),
                new HttpHeader("Content-Security-Policy", policy + "; frame-ancestors 'none'"),
                new HttpHeader("Cache-Control", "no-store"),
                new HttpHeader("Cross-Origin-Opener-Policy", "same-origin"),
                new HttpHeader("Cross-Origin-Resource-Policy", "same-origin"),
                new HttpHeader("Referrer-Policy", "no-referrer"),
                new HttpHeader("X-Content-Type-Options", "nosniff"));
    }

    /**
     * Tells the page that the run has ended, and ends its streams and the thread, for which it does not wait long.
     * Idempotent.
     */
    @Override
    public void close() {
        closed = true;
        queue.clear();
        queue.offer(LAST);
        try {
            thread.join(LONGEST_END_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        events.close("end", "{}");
    }
}
