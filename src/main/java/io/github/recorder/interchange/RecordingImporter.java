package io.github.recorder.interchange;

import io.github.recorder.matching.Isolation;
import io.github.recorder.matching.TestId;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.LiveExchange;
import io.github.recorder.provider.LiveRequest;
import io.github.recorder.provider.LiveResponse;
import io.github.recorder.provider.RecordingFactory;
import io.github.recorder.provider.ServiceHeaders;
import io.github.recorder.provider.Upstream;
import io.github.recorder.provider.UpstreamTable;
import io.github.recorder.provider.WireResponse;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.Recording;
import io.github.recorder.redaction.Redaction;
import io.github.recorder.redaction.SecretScan;
import io.github.recorder.replay.CallerIdentity;
import io.github.recorder.replay.Exchange;
import io.github.recorder.replay.ReplayPace;
import io.github.recorder.replay.ReplaySettings;
import io.github.recorder.replay.RequestReader;
import io.github.recorder.replay.ResponseVariants;
import io.github.recorder.store.RecordingStore;
import io.github.recorder.store.UnwritableRecordingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes the exchanges of other tools as recordings, in the form in which a recording run writes them. An
 * existing file is never changed. For one use.
 */
public final class RecordingImporter {

    /** RFC 9110, 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private static final Pattern URL =
            Pattern.compile("(?i)(https?://)(?:[^/?#@]*@)?([^/?#@\\s]+)([^#\\s\\p{Cntrl}]*)(?:#.*)?");

    private final RecordingStore store;
    private final Dialects dialects;
    private final Redaction redaction;
    private final SecretScan secrets;
    private final String directory;
    private final @Nullable String test;
    private final boolean dryRun;
    private final List<String> imported = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    /**
     * Creates an importer.
     *
     * @param directory the recordings directory for messages
     * @param test the test that the recordings belong to; null if they belong to none
     * @param dryRun whether nothing is written
     */
    public RecordingImporter(
            RecordingStore store,
            Dialects dialects,
            Redaction redaction,
            SecretScan secrets,
            String directory,
            @Nullable String test,
            boolean dryRun) {
        this.store = store;
        this.dialects = dialects;
        this.redaction = redaction;
        this.secrets = secrets;
        this.directory = directory;
        this.test = test;
        this.dryRun = dryRun;
    }

    /**
     * A recording before it is written.
     *
     * @param recording that of the first response
     * @param required the request headers that must match
     * @param responses all responses, in order
     * @param entries their entries
     * @param scans the searches for the credentials of their requests
     */
    private record Draft(
            Recording recording,
            Set<String> required,
            List<ResponseVariants.VariantResponse> responses,
            List<SourceEntry> entries,
            List<SecretScan> scans) {

        /** Returns whether the response of another entry to the same request has its place in this recording. */
        boolean takes(SourceEntry entry, Map<String, String> headers) {
            return entry.sequence().equals(entries.get(0).sequence())
                    || responses.stream()
                            .allMatch(other -> other.headers().keySet().equals(headers.keySet())
                                    && !other.headers().equals(headers));
        }
    }

    /**
     * Writes the entries of a source.
     *
     * @param upstreams the known services; each other host becomes a service of its own
     */
    public ImportResult write(ImportSource source, UpstreamTable upstreams) {
        List<SourceEntry> entries = new ArrayList<>();
        for (SourceEntry entry : source.entries()) {
            ForeignExchange exchange = entry.exchange();
            String url = exchange == null ? null : plainUrl(exchange.url());
            if (exchange == null) {
                refuse(entry, String.join("; ", entry.remarks()));
            } else if (!TOKEN.matcher(exchange.method()).matches()) {
                refuse(entry, "its method is not one of HTTP");
            } else if (url == null) {
                refuse(entry, "its URL is not one of HTTP");
            } else {
                entries.add(entry.with(exchange.at(url)));
            }
        }
        ReplaySettings settings = new ReplaySettings(
                Isolation.PREFER,
                withHosts(upstreams, entries),
                directory,
                0,
                redaction,
                ReplayPace.NONE,
                ResponseVariants.headers(dialects.rules().headers()));
        Map<String, Draft> drafts = new LinkedHashMap<>();
        entries.forEach(entry -> draft(entry, settings, drafts));
        int written = 0;
        for (Map.Entry<String, Draft> draft : drafts.entrySet()) {
            written += write(draft.getKey(), draft.getValue()) ? 1 : 0;
        }
        return new ImportResult(written, imported, refused);
    }

    /** Returns a URL without its user and fragment; null if it is not one of HTTP. */
    private static @Nullable String plainUrl(String url) {
        Matcher parts = URL.matcher(url);
        return parts.matches() ? parts.group(1) + parts.group(2) + parts.group(3) : null;
    }

    private static UpstreamTable withHosts(UpstreamTable upstreams, List<SourceEntry> entries) {
        Map<String, Upstream> hosts = new LinkedHashMap<>();
        for (SourceEntry entry : entries) {
            String url = entry.exchange() == null ? "" : entry.exchange().url();
            Matcher parts = URL.matcher(url);
            if (upstreams.placeOf(url).isEmpty() && parts.matches()) {
                String origin = (parts.group(1) + parts.group(2)).toLowerCase(Locale.ROOT);
                String name = origin.replaceAll("[^a-z0-9.-]", "_");
                hosts.putIfAbsent(name, new Upstream(name, origin, Upstream.HTTP, null, null));
            }
        }
        return upstreams.with(hosts.values());
    }

    private void draft(SourceEntry entry, ReplaySettings settings, Map<String, Draft> drafts) {
        ForeignExchange exchange = entry.exchange();
        if (exchange == null) {
            return;
        }
        Optional<UpstreamTable.Place> place = settings.upstreams().placeOf(exchange.url());
        if (place.isEmpty()) {
            refuse(entry, "its URL is not one of HTTP");
            return;
        }
        try {
            draft(entry, exchange, place.get(), settings, drafts);
        } catch (RuntimeException | StackOverflowError fault) {
            refuse(entry, "it could not be converted, which is a fault of this plugin: " + fault);
        }
    }

    private void draft(
            SourceEntry entry,
            ForeignExchange exchange,
            UpstreamTable.Place place,
            ReplaySettings settings,
            Map<String, Draft> drafts) {
        String target = "/" + place.service().name() + place.path();
        int mark = target.indexOf('?');
        String query = mark < 0 ? null : target.substring(mark + 1);
        List<Map.Entry<String, String>> sent = exchange.requestHeaders().stream()
                .map(header -> Map.entry(header.name(), header.value()))
                .toList();
        LiveRequest request = RequestReader.read(
                new Exchange(
                        exchange.method(),
                        mark < 0 ? target : target.substring(0, mark),
                        query,
                        headers(exchange.requestHeaders(), sent),
                        exchange.requestBody(),
                        exchange.requestBody(),
                        null,
                        CallerIdentity.of(test)),
                settings);
        LiveExchange call =
                new LiveExchange(request, place.service(), dialects.forEndpoint(request.method(), request.endpoint()));
        LiveResponse response = new LiveResponse(
                        exchange.status(),
                        responseHeaders(exchange),
                        exchange.responseBody(),
                        WireResponse.Ending.COMPLETE,
                        List.of())
                .withBody(redaction::body, redaction::header);
        Recording recording = RecordingFactory.recording(call, response);
        Draft draft = drafts.computeIfAbsent(
                RecordingFactory.fileName(recording),
                first -> new Draft(
                        recording,
                        dialects.rules().of(place.service().name()).headers(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>()));
        if (!draft.entries().isEmpty() && !draft.takes(entry, request.headers())) {
            refuse(
                    entry,
                    "its request is the same as that of "
                            + draft.entries().get(0).name()
                            + ", whose response is served. Other headers count only if <matching> names them, and"
                            + " -Drecorder.test gives a test recordings of its own");
            return;
        }
        draft.entries().add(entry);
        draft.responses()
                .add(new ResponseVariants.VariantResponse(
                        request.headers(), recording.response().document()));
        draft.scans().add(secrets.ofRequest(sent, query));
    }

    private static Exchange.Headers headers(List<HttpHeader> headers, List<Map.Entry<String, String>> all) {
        return new Exchange.Headers() {
            @Override
            public @Nullable String first(String name) {
                return HttpHeader.first(headers, name).orElse(null);
            }

            @Override
            public List<Map.Entry<String, String>> all() {
                return all;
            }
        };
    }

    private static List<HttpHeader> responseHeaders(ForeignExchange exchange) {
        return ServiceHeaders.passedOn(exchange.responseHeaders()).stream()
                .filter(header -> TOKEN.matcher(header.name()).matches() && !header.isOfConnection())
                // No other coding can be given to a client again.
                .filter(header -> !header.is("Content-Encoding")
                        || Set.of("gzip", "deflate").contains(header.value().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private boolean write(String name, Draft draft) {
        String path = TestId.folder(test) + name;
        List<String> existing = store.named(name);
        if (!existing.isEmpty()) {
            refuseAll(draft, "its recording " + directory + "/" + existing.get(0) + " exists, and is not overwritten");
            return false;
        }
        Recording whole = RecordingFactory.with(
                draft.recording(), ResponseVariants.joined(draft.responses(), draft.required(), Optional.empty()));
        Optional<SecretScan.Finding> secret = draft.scans().stream()
                .flatMap(scan -> scan.in(whole.document()).stream())
                .findFirst();
        if (secret.isPresent()) {
            refuseAll(draft, secret.get().advice());
            return false;
        }
        if (!dryRun) {
            try {
                store.write(path, whole);
            } catch (UnwritableRecordingException problem) {
                refuseAll(draft, problem.reason());
                return false;
            }
        }
        for (SourceEntry entry : draft.entries()) {
            String remarks = entry.remarks().isEmpty() ? "" : ". Note: " + String.join("; ", entry.remarks());
            imported.add(line(entry.name() + " -> " + directory + "/" + path + remarks));
        }
        return true;
    }

    private void refuseAll(Draft draft, String reason) {
        draft.entries().forEach(entry -> refuse(entry, reason));
    }

    private void refuse(SourceEntry entry, String reason) {
        refused.add(line(entry.name() + " is not imported: " + reason + (reason.endsWith(".") ? "" : ".")));
    }

    private String line(String text) {
        return SingleLine.of(secrets.masked(text));
    }
}
