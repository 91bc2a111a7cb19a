package io.github.recorder.interchange;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.Endpoint;
import io.github.recorder.provider.RequestBodies;
import io.github.recorder.provider.UpstreamTable;
import io.github.recorder.provider.WireResponse;
import io.github.recorder.recording.CorruptRecordingException;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.MediaType;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import io.github.recorder.redaction.Redaction;
import io.github.recorder.redaction.SecretScan;
import io.github.recorder.replay.ResponseVariants;
import io.github.recorder.store.RecordingFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Writes all recordings for other tools: as one HAR, and as WireMock's mappings. A recording with a secret is left out.
 * For one use.
 */
public final class RecordingExporter {

    private final RecordingFiles files;
    private final Dialects dialects;
    private final UpstreamTable upstreams;
    private final Redaction redaction;
    private final SecretScan secrets;
    private final List<String> remarks = new ArrayList<>();
    private int recordings;
    private int responses;

    /** Creates an exporter of these recordings. */
    public RecordingExporter(
            RecordingFiles files, Dialects dialects, UpstreamTable upstreams, Redaction redaction, SecretScan secrets) {
        this.files = files;
        this.dialects = dialects;
        this.upstreams = upstreams;
        this.redaction = redaction;
        this.secrets = secrets;
    }

    /** Returns the HAR in a directory. */
    public static Path har(Path directory) {
        return directory.resolve("recordings.har");
    }

    /** Returns WireMock's root in a directory. */
    public static Path wireMock(Path directory) {
        return directory.resolve("wiremock");
    }

    /**
     * Writes the recordings.
     *
     * @param directory the directory to write to; null to write nothing
     * @throws IOException if a file cannot be written
     */
    public ExportResult write(@Nullable Path directory) throws IOException {
        if (directory == null) {
            export(List.of());
        } else {
            try (HarWriter har = new HarWriter(har(directory))) {
                export(List.of(har, new WireMockWriter(wireMock(directory))));
                har.finish();
            }
        }
        return new ExportResult(recordings, responses, remarks);
    }

    private void export(List<ExportFormat> formats) throws IOException {
        for (String path : sharedFirst()) {
            List<ExportedResponse> exported;
            try {
                exported = exported(path);
            } catch (UnimportableEntryException problem) {
                remark(path, "is not exported: " + problem.reason());
                continue;
            } catch (RuntimeException | StackOverflowError problem) {
                remark(path, "is not exported: its response cannot be served: " + problem);
                continue;
            }
            recordings++;
            responses += exported.size();
            for (ExportedResponse response : exported) {
                for (ExportFormat format : formats) {
                    String remark = format.write(response);
                    if (!remark.isEmpty() && response.step() == 0) {
                        remark(path, "is exported, but " + remark);
                    }
                }
            }
        }
    }

    /** Those of no test come first, because a tool that knows no tests serves the first. */
    private List<String> sharedFirst() {
        return files.paths().stream()
                .sorted(Comparator.comparing(this::isOfTest).thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private boolean isOfTest(String path) {
        try {
            return files.head(path).testId() != null;
        } catch (IOException | CorruptRecordingException unreadable) {
            return true;
        }
    }

    private List<ExportedResponse> exported(String path) throws UnimportableEntryException {
        Recording recording = recording(path);
        Optional<SecretScan.Finding> secret = secrets.in(recording.document());
        if (secret.isPresent()) {
            throw new UnimportableEntryException(
                    "at " + secret.get().pointer() + " it holds " + secret.get().what());
        }
        RecordedRequest recorded = redaction.request(recording.request());
        WireRequest wire =
                dialects.wire(recorded).orElseThrow(() -> new UnimportableEntryException("it is of no HTTP request"));
        JsonNode body = recorded instanceof RecordedRequest.Http http ? http.payload() : wire.body();
        byte[] bytes = new byte[0];
        List<HttpHeader> type = List.of();
        if (body != null && !body.isNull() && !body.isMissingNode()) {
            bytes = RequestBodies.bytes(body)
                    .orElseThrow(() -> new UnimportableEntryException("it does not keep its multipart body"));
            if (RequestBodies.isJson(body)) {
                type = List.of(new HttpHeader("Content-Type", MediaType.JSON));
            }
        }
        List<RecordedResponse> all = ResponseVariants.all(recording.response());
        List<ExportedResponse> exported = new ArrayList<>();
        int number = 0;
        for (ResponseVariants.HeaderVariant variant : ResponseVariants.of(recording.response())) {
            List<HttpHeader> requestHeaders = new ArrayList<>(type);
            new TreeMap<>(variant.headers()).forEach((name, value) -> requestHeaders.add(new HttpHeader(name, value)));
            for (int step = 0; step < variant.size(); step++) {
                RecordedResponse response = all.get(variant.first() + step);
                WireResponse answer = dialects.respond(recording.with(response));
                if (answer.ending() == WireResponse.Ending.CUT) {
                    remark(path, "is exported, but other tools do not break off its response");
                }
                exported.add(new ExportedResponse(
                        path,
                        recording.testId(),
                        new ForeignExchange(
                                wire.method(),
                                url(recorded, wire),
                                requestHeaders,
                                ByteBuffer.wrap(bytes),
                                answer.status(),
                                headers(answer),
                                ByteBuffer.wrap(redaction.body(answer.bytes()))),
                        number,
                        step,
                        variant.size()));
            }
            number++;
        }
        return exported;
    }

    private Recording recording(String path) throws UnimportableEntryException {
        try {
            return files.read(path);
        } catch (CorruptRecordingException problem) {
            throw new UnimportableEntryException("it is no recording: " + problem.reason());
        } catch (IOException problem) {
            throw new UnimportableEntryException("it cannot be read: " + FileFailure.reason(problem));
        }
    }

    private String url(RecordedRequest recorded, WireRequest wire) {
        if (recorded instanceof RecordedRequest.Http http) {
            return http.url();
        }
        String url = recorded instanceof RecordedRequest.Inference inference ? inference.url() : "";
        String endpoint = dialects.dialectOf(recorded).sent(wire.endpoint());
        int query = endpoint.indexOf('?');
        return upstreams
                .placeOf(url)
                .map(place ->
                        place.service().target(Endpoint.ofUrl(endpoint)) + (query < 0 ? "" : endpoint.substring(query)))
                .orElseGet(() -> origin(url) + endpoint);
    }

    /** Returns scheme, host and port of a URL. An SDK without a URL of its own has one of this machine. */
    private static String origin(String url) {
        if (!url.toLowerCase(Locale.ROOT).startsWith("http")) {
            return "http://localhost";
        }
        int path = url.indexOf('/', url.indexOf("://") + "://".length());
        return path < 0 ? url : url.substring(0, path);
    }

    /** The body of an exported response has no content coding. */
    private List<HttpHeader> headers(WireResponse response) {
        return response.headers().stream()
                .filter(header -> !header.isOfConnection() && !header.is("Content-Encoding"))
                .map(header -> new HttpHeader(header.name(), redaction.header(header.name(), header.value())))
                .toList();
    }

    private void remark(String path, String text) {
        remarks.add(SingleLine.of(secrets.masked(path + " " + text + (text.endsWith(".") ? "" : "."))));
    }
}
