package io.github.recorder.record;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.LiveResponse;
import io.github.recorder.provider.RecordingFactory;
import io.github.recorder.provider.ServiceHeaders;
import io.github.recorder.provider.UpstreamTable;
import io.github.recorder.provider.WireResponse;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.Recording;
import io.github.recorder.redaction.Redaction;
import io.github.recorder.redaction.SecretScan;
import io.github.recorder.upstream.HttpUpstream;
import io.github.recorder.upstream.UpstreamException;
import io.github.recorder.upstream.UpstreamRequest;
import io.github.recorder.upstream.UpstreamResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests of recordings to their real services again, with the credentials of the user, as the mode {@code
 * record} sends those of tests that have none of their own. Writes nothing. For one thread at a time.
 *
 * <p>A service that limits requests is asked again after the time that it names in {@code Retry-After}, a few times and
 * within {@link #LONGEST_WAIT}. A service that fails again and again is not asked any more.
 */
public final class RequestRepeater implements AutoCloseable {

    private static final int MOST_TRIES = 4;

    /** A service that failed so often in a row is not asked any more. */
    private static final int MOST_FAILURES = 3;

    /** The maximum wait before another try. */
    static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    /** A longer time is not waited anyway. */
    private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(9_999_999_999L);

    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,99}(\\.[0-9]{1,99})?");

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    private static final String RETRY_AFTER = "Retry-After";

    private final UpstreamTable upstreams;
    private final Dialects dialects;
    private final Redaction redaction;
    private final RecordingSettings settings;
    private final HttpUpstream services;
    private final SecretScan secrets;
    private final RetryPause pause;
    private final Duration longestRequest;
    private final Consumer<String> notes;
    private final Clock clock = Clock.systemUTC();

    /** The failures in a row of each service. */
    private final Map<String, Integer> failures = new HashMap<>();

    /** When each service allows the next request, if it said so in its last response. */
    private final Map<String, Instant> allowedFrom = new HashMap<>();

    private int sent;

    private final int mostBytes =
            RecordingBody.Limits.of(Runtime.getRuntime().maxMemory()).bytes();

    /** Waits before another try. */
    @FunctionalInterface
    public interface RetryPause {

        /** Returns after a time. */
        void pause(Duration time) throws InterruptedException;
    }

    /**
     * Creates a repeater.
     *
     * @param services closed with this
     * @param secrets the secrets that must not be written
     * @param longestRequest the time limit for a request and its whole response
     * @param notes called with a sentence before each wait for another try
     */
    public RequestRepeater(
            UpstreamTable upstreams,
            Dialects dialects,
            Redaction redaction,
            RecordingSettings settings,
            HttpUpstream services,
            SecretScan secrets,
            RetryPause pause,
            Duration longestRequest,
            Consumer<String> notes) {
        this.upstreams = upstreams;
        this.dialects = dialects;
        this.redaction = redaction;
        this.settings = settings;
        this.services = services;
        this.secrets = secrets;
        this.pause = pause;
        this.longestRequest = longestRequest;
        this.notes = notes;
    }

    /** Returns why the request of a recording cannot be sent, as a part of a sentence; empty if it can. */
    public Optional<String> obstacle(Recording recording, @Nullable String model) {
        try {
            credentials(RepeatableRequest.of(recording, model, upstreams, dialects, settings.dummyKey()));
            return Optional.empty();
        } catch (UnansweredRequestException unsendable) {
            return Optional.of(unsendable.reason());
        }
    }

    /** Returns the number of requests that were sent. */
    public int sent() {
        return sent;
    }

    /**
     * Sends the request of a recording.
     *
     * @param model the model to request in place of the recorded one; null for the recorded one
     * @param expected the statuses of the recorded responses, which are never failures
     * @throws UnansweredRequestException if the request cannot be sent, or if the service or the network failed
     * @throws InterruptedException if the thread was interrupted in a wait for another try
     */
    public RepeatedExchange repeat(Recording recording, @Nullable String model, Set<Integer> expected)
            throws UnansweredRequestException, InterruptedException {
        RepeatableRequest request = RepeatableRequest.of(recording, model, upstreams, dialects, settings.dummyKey());
        Credentials credentials = credentials(request);
        SecretScan known = secrets.ofRequest(
                Stream.concat(request.headers().stream(), credentials.headers().stream())
                        .map(header -> Map.entry(header.name(), header.value()))
                        .toList(),
                credentials.query());
        LiveResponse live = respondUnlessDown(request, credentials, expected);
        Recording recorded = RecordingFactory.recording(
                request.call(),
                live.withLinks(
                                request.call().upstream().links(),
                                link -> upstreams.asRecorded(
                                        link, request.call().upstream()))
                        .withBody(redaction::body, redaction::header));
        return new RepeatedExchange(recorded, known);
    }

    private Credentials credentials(RepeatableRequest request) throws UnansweredRequestException {
        try {
            return Credentials.of(
                    request.headers(),
                    request.query(),
                    request.call().upstream(),
                    request.call().dialect(),
                    settings);
        } catch (Credentials.MissingKeyException missing) {
            throw new UnansweredRequestException(
                    "there is no key: set the environment variable "
                            + request.call().upstream().keyVariable(),
                    false);
        }
    }

    private LiveResponse respondUnlessDown(RepeatableRequest request, Credentials credentials, Set<Integer> expected)
            throws UnansweredRequestException, InterruptedException {
        String service = service(request);
        if (failures.getOrDefault(service, 0) >= MOST_FAILURES) {
            throw new UnansweredRequestException(
                    MOST_FAILURES + " requests to " + service + " in a row failed, so no more were sent", false);
        }
        waitUntilAllowed(service);
        try {
            LiveResponse live = respond(request, credentials, expected);
            failures.remove(service);
            return live;
        } catch (UnansweredRequestException failed) {
            if (failed.isOfService()) {
                failures.merge(service, 1, Integer::sum);
            }
            throw failed;
        }
    }

    /** Waits for what is left of the time that a service named in its last response to another request. */
    private void waitUntilAllowed(String service) throws UnansweredRequestException, InterruptedException {
        Duration left = Duration.between(clock.instant(), allowedFrom.getOrDefault(service, Instant.EPOCH));
        if (left.isNegative() || left.isZero()) {
            return;
        }
        if (left.compareTo(LONGEST_WAIT) > 0) {
            throw new UnansweredRequestException(service + " allows no request for more than two minutes", false);
        }
        notes.accept(service + " allows the next request in " + seconds(left));
        pause.pause(left);
        allowedFrom.remove(service);
    }

    private LiveResponse respond(RepeatableRequest request, Credentials credentials, Set<Integer> expected)
            throws UnansweredRequestException, InterruptedException {
        String service = service(request);
        Duration usual = FIRST_WAIT;
        for (int tries = 1; ; tries++) {
            LiveResponse live = send(request, credentials);
            // As in recordings, a response that was cut has no status.
            int status = live.ending() == WireResponse.Ending.CUT ? 0 : live.status();
            if (expected.contains(status) || !live.failed()) {
                return live;
            }
            Optional<Duration> told =
                    HttpHeader.first(live.headers(), RETRY_AFTER).flatMap(value -> retryAfter(value, clock));
            boolean busy = status == TOO_MANY_REQUESTS || (status == UNAVAILABLE && told.isPresent());
            Duration wait = told.orElse(usual);
            if (!busy || tries == MOST_TRIES || wait.compareTo(LONGEST_WAIT) > 0) {
                if (busy) {
                    told.ifPresent(
                            time -> allowedFrom.put(service, clock.instant().plus(time)));
                }
                throw failure(service, live, tries, told);
            }
            notes.accept(service + " answered " + status + ", so the next try is in " + seconds(wait));
            pause.pause(wait);
            usual = usual.multipliedBy(2);
        }
    }

    private static UnansweredRequestException failure(
            String service, LiveResponse live, int tries, Optional<Duration> told) {
        int status = live.status();
        if (live.ending() == WireResponse.Ending.CUT) {
            return new UnansweredRequestException("the response of " + service + " broke off", false);
        }
        String often = tries > 1 ? " " + tries + " times" : "";
        String wait = told.map(time -> ", and the next request is allowed in " + seconds(time))
                .orElse("");
        boolean key = status == 401 || status == 403;
        return new UnansweredRequestException(
                service + " answered " + status + often + (key ? ", so the key is wrong or missing" : wait), true);
    }

    private static String seconds(Duration time) {
        return time.plusMillis(999).toSeconds() + " s";
    }

    private LiveResponse send(RepeatableRequest request, Credentials credentials) throws UnansweredRequestException {
        String query = credentials.query();
        try {
            URI target =
                    new URI(request.call().upstream().target(request.target()) + (query == null ? "" : "?" + query));
            UpstreamRequest outgoing = new UpstreamRequest(
                    request.call().request().method(), target, credentials.headers(), request.body());
            sent++;
            long from = System.nanoTime();
            try (UpstreamResponse response = services.send(outgoing).join()) {
                return received(response, service(request), from);
            }
        } catch (URISyntaxException invalid) {
            throw new UnansweredRequestException("its path is not valid in a URL: " + invalid.getReason(), false);
        } catch (CompletionException failed) {
            UpstreamException problem = UpstreamException.in(failed);
            throw new UnansweredRequestException(problem.sentence(), !problem.isOfRequest());
        } catch (IOException failed) {
            throw new UnansweredRequestException(
                    "the temporary file of the response failed: " + FileFailure.message(failed), false);
        }
    }

    private static String service(RepeatableRequest request) {
        return request.call().upstream().name();
    }

    /**
     * Receives a response.
     *
     * @param from when the request was sent, by {@link System#nanoTime}
     */
    private LiveResponse received(UpstreamResponse response, String service, long from)
            throws IOException, UnansweredRequestException {
        if (!response.decoded()) {
            throw new UnansweredRequestException(
                    "its response has the Content-Encoding "
                            + response.header("content-encoding").orElse("") + ", which cannot be decoded",
                    false);
        }
        WireResponse.Ending ending = WireResponse.Ending.COMPLETE;
        try (ResponseCopy copy = new ResponseCopy()) {
            try {
                for (ByteBuffer chunk = next(response, from); chunk.hasRemaining(); chunk = next(response, from)) {
                    copy.append(chunk);
                    if (copy.size() > mostBytes) {
                        throw new UnansweredRequestException(
                                "its response is longer than " + (mostBytes >> 20) + " MiB", false);
                    }
                }
            } catch (TimeoutException late) { // A service that sends a byte from time to time is never silent for long.
                throw new UnansweredRequestException(
                        "the response of " + service + " did not end within " + longestRequest.toSeconds() + " s",
                        true);
            } catch (CompletionException broken) {
                ending = WireResponse.Ending.CUT;
            }
            return new LiveResponse(
                    response.status(), ServiceHeaders.passedOn(response.headers()), copy.content(), ending, List.of());
        }
    }

    /** Waits for the next bytes, until the time of the whole response is over. */
    private ByteBuffer next(UpstreamResponse response, long from) throws TimeoutException {
        long left = longestRequest.toNanos() - (System.nanoTime() - from);
        if (left <= 0) {
            throw new TimeoutException();
        }
        try {
            return response.next().copy().orTimeout(left, TimeUnit.NANOSECONDS).join();
        } catch (CompletionException failed) {
            if (System.nanoTime() - from >= longestRequest.toNanos()) {
                throw new TimeoutException();
            }
            throw failed;
        }
    }

    /**
     * Returns the time of {@code Retry-After} (RFC 9110, 10.2.3): seconds, a fraction rounded up, or a date; empty if
     * it is neither.
     */
    static Optional<Duration> retryAfter(String value, Clock clock) {
        String text = value.strip();
        if (DECIMAL.matcher(text).matches()) { // Some services send fractions.
            BigDecimal seconds = new BigDecimal(text).setScale(0, RoundingMode.CEILING);
            return Optional.of(Duration.ofSeconds(seconds.min(MOST_SECONDS).longValueExact()));
        }
        try {
            ZonedDateTime date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration left = Duration.between(clock.instant(), date.toInstant());
            return Optional.of(left.isNegative() ? Duration.ZERO : left);
        } catch (DateTimeException neither) {
            return Optional.empty();
        }
    }

    /** Ends the connections to the services. */
    @Override
    public void close() {
        services.close();
    }
}
