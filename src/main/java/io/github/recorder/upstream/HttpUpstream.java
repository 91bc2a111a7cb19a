package io.github.recorder.upstream;

import io.github.recorder.recording.HttpHeader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to real services: over HTTP/2 if a service offers it over TLS, else over HTTP/1.1, and through the
 * proxy that {@link EnvironmentProxySelector} selects. It checks certificates as Java does, and returns redirects
 * instead of following them. Thread-safe.
 */
public final class HttpUpstream implements AutoCloseable {

    private static final String CONTENT_LENGTH = "content-length";
    private static final String PROXY_AUTHORIZATION = "proxy-authorization";

    private static final int PROXY_WANTS_PASSWORD = 407;
    private static final String CONTENT_ENCODING = "content-encoding";
    private static final String ACCEPT_ENCODING = "accept-encoding";

    /** No task waits for another or for the network, so more threads would not serve more calls. */
    private static final int MOST_THREADS = 32;

    private static final int IDLE_SECONDS = 10;

    /** The content codings that can be decoded here, the preferred one first. */
    private static final List<String> DECODED = List.of("gzip", "deflate");

    private final UpstreamTimeouts limits;
    private final EnvironmentProxySelector proxies;
    private final ExecutorService threads;

    /** Whether the current thread may do the work of an exchange itself: one of {@link #threads}, or one that sends. */
    private final ThreadLocal<Boolean> working = ThreadLocal.withInitial(() -> false);

    private final HttpClient client;

    /** Creates the client. It opens no connection before the first request. */
    public HttpUpstream(UpstreamTimeouts limits, EnvironmentProxySelector proxies) {
        this.limits = limits;
        this.proxies = proxies;
        this.threads = threads();
        this.client = HttpClient.newBuilder()
                .connectTimeout(limits.connect())
                .executor(this::execute)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(proxies)
                .build();
    }

    /** Runs work of Java's client here, unless this is the thread that receives for all connections. */
    private void execute(Runnable work) {
        if (working.get()) {
            work.run();
        } else {
            threads.execute(work);
        }
    }

    private ExecutorService threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                MOST_THREADS, MOST_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(
                            () -> {
                                working.set(true);
                                task.run();
                            },
                            "recorder-upstream");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /**
     * Sends a request.
     *
     * @return the response when its head has arrived, on another thread; fails with an {@link UpstreamException}, whose
     *     message names the host and never the query, if there is none
     */
    public CompletableFuture<UpstreamResponse> send(UpstreamRequest request) {
        CompletableFuture<Head> head = new CompletableFuture<>();
        CompletableFuture<HttpResponse<BodyQueue>> sent;
        boolean before = working.get();
        working.set(true);
        try {
            sent = begin(request, head);
        } catch (UpstreamException problem) {
            return CompletableFuture.failedFuture(problem);
        } finally {
            working.set(before);
        }
        return head.orTimeout(limits.response().toMillis(), TimeUnit.MILLISECONDS)
                // The JDK has only one timer thread, which must not be blocked.
                .exceptionallyComposeAsync(
                        failure -> {
                            sent.cancel(true);
                            return CompletableFuture.failedFuture(noResponse(request, failure));
                        },
                        threads)
                .thenApply(arrived -> response(request, arrived));
    }

    /** The head of a response whose body is still arriving; the body is null if no tunnel was established. */
    private record Head(
            int status, HttpHeaders headers, @Nullable BodyQueue body) {}

    private UpstreamResponse response(UpstreamRequest request, Head head) {
        BodyQueue body = head.body();
        if (head.status() == PROXY_WANTS_PASSWORD || body == null) {
            if (body != null) {
                body.cancel();
            }
            throw new CompletionException(UpstreamException.ofThisSide(
                    "No response from " + place(request.uri())
                            + ": the proxy asks who calls (407); name user and password in"
                            + " HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT,"
                            + " and let Java send them: MAVEN_OPTS=-Djdk.http.auth.tunneling.disabledSchemes=",
                    null));
        }
        return new StreamedResponse(request.method(), head, body);
    }

    /**
     * Sends a request. The head is completed as soon as it arrives, on the thread that receives it: Java's client takes
     * two threads more to complete the response.
     */
    private CompletableFuture<HttpResponse<BodyQueue>> begin(UpstreamRequest request, CompletableFuture<Head> head)
            throws UpstreamException {
        try {
            CompletableFuture<HttpResponse<BodyQueue>> sent = client.sendAsync(message(request), arrived -> {
                BodyQueue body = new BodyQueue(threads, limits.silence());
                head.complete(new Head(arrived.statusCode(), arrived.headers(), body));
                return body;
            });
            CompletableFuture<HttpResponse<BodyQueue>> unused = sent.whenComplete((response, failure) -> {
                if (failure == null) {
                    head.complete(new Head(response.statusCode(), response.headers(), response.body()));
                } else if (!head.completeExceptionally(failure)) {
                    failed(head, failure);
                }
            });
            return sent;
        } catch (RuntimeException problem) {
            // A foreign proxy selector may throw anything, and its message may hold the whole URL.
            String reason = FailureMessages.words(problem).replace(request.uri().toString(), address(request.uri()));
            throw UpstreamException.ofThisSide(
                    "The request to " + place(request.uri()) + " could not be sent: " + reason
                            + ". See the proxy settings of Java (MAVEN_OPTS) and of the environment",
                    problem);
        }
    }

    /** Fails the body of a response whose head has arrived. */
    private static void failed(CompletableFuture<Head> head, Throwable failure) {
        CompletableFuture<Void> unused = head.thenAccept(arrived -> {
            if (arrived.body() != null) {
                arrived.body().onError(failure);
            }
        });
    }

    private UpstreamException noResponse(UpstreamRequest request, Throwable failure) {
        String place = place(request.uri());
        if (failure instanceof TimeoutException late) {
            return UpstreamException.ofService(
                    place, "none came within " + limits.response().toSeconds() + " s", late);
        }
        Optional<String> mistrust = FailureMessages.ofCertificate(failure);
        return mistrust.isPresent()
                ? UpstreamException.ofThisSide("No response from " + place + ": " + mistrust.get(), failure)
                : UpstreamException.ofService(place, FailureMessages.words(failure), failure);
    }

    private HttpRequest message(UpstreamRequest request) throws UpstreamException {
        HttpRequest.Builder message;
        try {
            message = HttpRequest.newBuilder(request.uri());
        } catch (IllegalArgumentException problem) {
            throw UpstreamException.ofThisSide(place(request.uri()) + " is no URL of an HTTP service", problem);
        }
        // Some plain HTTP servers answer a request to upgrade to HTTP/2 with an error.
        boolean secure = "https".equalsIgnoreCase(request.uri().getScheme());
        message.version(secure ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
        try {
            message.method(
                    request.method(),
                    request.body().hasRemaining() ? publisher(request.body()) : HttpRequest.BodyPublishers.noBody());
        } catch (IllegalArgumentException problem) {
            throw UpstreamException.ofRequest("The method " + request.method() + " cannot be sent on", problem);
        }
        Set<String> ofConnection = named(request.headers());
        Set<String> accepted = new LinkedHashSet<>();
        for (HttpHeader header : request.headers()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (name.equals(ACCEPT_ENCODING)) {
                DECODED.stream()
                        .filter(coding -> HttpHeader.acceptsCoding(header.value(), coding))
                        .forEach(accepted::add);
            } else if (!header.isOfConnection() && !ofConnection.contains(name)) {
                add(message, header);
            }
        }
        // Accepts only encodings that can be decoded here and that the client accepts.
        message.header(ACCEPT_ENCODING, accepted.isEmpty() ? "identity" : String.join(", ", accepted));
        // Not a Java Authenticator: with one, a 401 without WWW-Authenticate would become a connection error.
        proxies.authorization(request.uri()).ifPresent(value -> message.header(PROXY_AUTHORIZATION, value));
        return message.build();
    }

    private static HttpRequest.BodyPublisher publisher(ByteBuffer body) {
        ByteBuffer source = body.duplicate();
        if (source.hasArray()) {
            return HttpRequest.BodyPublishers.ofByteArray(
                    source.array(), source.arrayOffset() + source.position(), source.remaining());
        }
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        return HttpRequest.BodyPublishers.ofByteArray(bytes);
    }

    private static void add(HttpRequest.Builder message, HttpHeader header) throws UpstreamException {
        try {
            message.header(header.name(), header.value());
        } catch (IllegalArgumentException problem) {
            throw UpstreamException.ofRequest(
                    "The header " + header.name() + " of the request cannot be sent on", problem);
        }
    }

    private static Set<String> named(List<HttpHeader> headers) {
        return headers.stream()
                .filter(header -> header.is("connection"))
                .flatMap(header -> List.of(header.value().split(",", -1)).stream())
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    /** Returns the target of a request for messages: without user, path and query. */
    private String place(URI uri) {
        return address(uri) + proxy(uri);
    }

    private static String address(URI uri) {
        String host = uri.getHost();
        return host == null
                ? "an address without a host"
                : uri.getScheme() + "://" + host + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    private String proxy(URI uri) {
        try {
            return proxies.address(uri)
                    .map(proxy -> " through the proxy " + proxy)
                    .orElse("");
        } catch (RuntimeException unknown) {
            return ""; // Even that is unknown; the message still says why the request failed.
        }
    }

    /** Ends all exchanges and threads. Idempotent. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static final class StreamedResponse implements UpstreamResponse {

        private final int status;
        private final List<HttpHeader> headers;
        private final Optional<String> trailers;
        private final long length;
        private final BodyQueue body;
        private final @Nullable InflatedBody decoded;
        private final boolean plain;

        StreamedResponse(String method, Head response, BodyQueue body) {
            this.status = response.status();
            this.body = body;
            this.trailers = response.headers().firstValue("trailer");
            this.length = response.headers().firstValueAsLong(CONTENT_LENGTH).orElse(0);
            String encoding = String.join(", ", response.headers().allValues(CONTENT_ENCODING));
            InflatedBody.Coding coding = InflatedBody.Coding.of(encoding);
            this.decoded = coding == null ? null : new InflatedBody(coding, body);
            boolean identity = encoding.strip().equalsIgnoreCase("identity");
            this.plain = coding != null || identity || encoding.isEmpty();
            this.headers = headers(method, response.headers(), identity);
        }

        private static List<HttpHeader> headers(String method, HttpHeaders all, boolean identity) {
            List<HttpHeader> kept = new ArrayList<>();
            all.map().forEach((name, values) -> {
                String lower = name.toLowerCase(Locale.ROOT);
                boolean encoding = lower.equals(CONTENT_ENCODING);
                // A {@code HEAD} response declares the length of another body.
                boolean told = !new HttpHeader(name, "").isOfConnection()
                        || (method.equals("HEAD") && lower.equals(CONTENT_LENGTH));
                if (told && !(identity && encoding)) {
                    values.forEach(value -> kept.add(new HttpHeader(name, value)));
                }
            });
            return List.copyOf(kept);
        }

        @Override
        public int status() {
            return status;
        }

        @Override
        public List<HttpHeader> headers() {
            return headers;
        }

        @Override
        public boolean decoded() {
            return plain;
        }

        @Override
        public long declaredLength() {
            return decoded == null ? length : 0;
        }

        @Override
        public Optional<String> trailers() {
            return trailers;
        }

        @Override
        public CompletableFuture<ByteBuffer> next() {
            return decoded == null ? body.next() : decoded.next();
        }

        @Override
        public void close() {
            body.cancel();
            if (decoded != null) {
                decoded.close();
            }
        }
    }
}
