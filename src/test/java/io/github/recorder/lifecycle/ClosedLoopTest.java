package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.SharedCorpus;
import io.github.recorder.matching.Isolation;
import io.github.recorder.matching.RequestHash;
import io.github.recorder.matching.TestId;
import io.github.recorder.matching.WireBody;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingCodec;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A recorder whose real service is another one that replays the corpus: what it writes has to be what was replayed, to
 * the byte.
 *
 * <p>Expected are the files that bear today's hash and have no {@code provider_metadata}, which nobody can see on the
 * wire. Nor can anybody see that a part of a body was an {@code extra_body}, and older files lack {@code
 * id_normalization_mapping}: these come back as what the wire tells of them.
 */
final class ClosedLoopTest {

    private static final String MAPPING = "id_normalization_mapping";
    private static final Set<String> MODEL_LISTS = Set.of("/v1/models", "/v1/openai/v1/models");

    @TempDir
    Path folder;

    /**
     * A file of the corpus.
     *
     * @param file where it lies
     * @param bytes what is in it
     * @param recording the same, read
     */
    private record Original(Path file, List<Byte> bytes, Recording recording) {

        String name() {
            return file.getFileName().toString();
        }

        /** The base URL of its call: what a user would give as {@code recordAs}. */
        String base() {
            if (recording.request() instanceof RecordedRequest.Inference call) {
                return call.url()
                        .substring(0, call.url().length() - call.endpoint().length());
            }
            URI url = URI.create(((RecordedRequest.Http) recording.request()).url());
            return url.getScheme() + "://" + url.getRawAuthority();
        }

        String path() {
            return URI.create(((RecordedRequest.Http) recording.request()).url())
                    .getPath();
        }

        boolean isHttp() {
            return recording.request() instanceof RecordedRequest.Http;
        }

        boolean isModelList() {
            return recording.request() instanceof RecordedRequest.Inference call
                    && MODEL_LISTS.contains(call.endpoint());
        }

        /** Whether the SDK was given one, be it empty: it is in the hash then. */
        boolean hasExtraBody() {
            return recording.request() instanceof RecordedRequest.Inference call
                    && call.body().has("extra_body");
        }

        boolean hasMapping() {
            return recording.document().has(MAPPING);
        }

        /** Whether the wire tells all that is in the file, and the file has the keys that are written today. */
        boolean isWhole() {
            return !hasExtraBody() && hasMapping();
        }

        /** The same call as the wire tells it, in a file as it is written today: what a recorder can know. */
        Original asOnTheWire() {
            ObjectNode document = Json.parse(RecordingCodec.write(recording)) instanceof ObjectNode copy ? copy : null;
            if (!hasMapping()) {
                document.putObject(MAPPING);
            }
            if (!hasExtraBody()) {
                return new Original(file, boxed(RecordingCodec.write(document)), recording);
            }
            // Merged into the body it is a part of the hash, which is in the names of the file and of the response.
            RecordedRequest.Inference call = (RecordedRequest.Inference) recording.request();
            JsonNode body = WireBody.of(call.body());
            ((ObjectNode) document.path("request")).set("body", body);
            RecordedRequest.Inference merged =
                    new RecordedRequest.Inference(call.method(), call.url(), body, call.endpoint(), call.model(), null);
            String before = RequestHash.hash(recording.testId(), call).orElseThrow();
            String now = RequestHash.hash(recording.testId(), merged).orElseThrow();
            String text = new String(RecordingCodec.write(document), StandardCharsets.UTF_8)
                    .replace("\"rec-" + before.substring(0, 12) + "\"", "\"rec-" + now.substring(0, 12) + "\"");
            return new Original(
                    file.resolveSibling(now + ".json"), boxed(text.getBytes(StandardCharsets.UTF_8)), recording);
        }
    }

    @Test
    void recordingWhatIsReplayedGivesTheSameFiles() throws Exception {
        Path corpus = SharedCorpus.corpus();
        List<Original> expected = expected(corpus);
        Set<String> names = expected.stream().map(Original::name).collect(Collectors.toSet());
        Set<Path> equal = new TreeSet<>();
        List<String> unequal = new ArrayList<>();
        for (List<Original> group : groups(expected)) {
            Original first = group.get(0);
            // Replayed, a list of models is the union of all lists; so each has a service that knows no other.
            Path served = first.isModelList() ? alone(first) : corpus;
            Path target = Files.createTempDirectory(folder, "recorded");
            List<String> warnings = new ArrayList<>();
            try (RecorderRun service =
                            RecorderRun.start(new RunConfig(served, "corpus", 0, Isolation.PREFER, 32), warnings::add);
                    RecorderRun recorder = RecorderRun.start(recording(target, service, first.base()), warnings::add)) {
                for (Original original : group) {
                    ask(recorder, original);
                }
            }
            for (Original original : group) {
                Original onTheWire = original.asOnTheWire();
                if (original.bytes().equals(written(target, original))) {
                    equal.add(original.file());
                } else if (!onTheWire.name().equals(original.name()) && names.contains(onTheWire.name())) {
                    // On the wire it is the same request as another file's of its test, and that file answers.
                    assertThat(original.hasExtraBody()).isTrue();
                } else if (!onTheWire.bytes().equals(written(target, onTheWire))) {
                    unequal.add(corpus.relativize(original.file()) + " " + warnings);
                }
            }
        }
        Set<Path> whole = expected.stream()
                .filter(Original::isWhole)
                .map(Original::file)
                .collect(Collectors.toCollection(TreeSet::new));
        System.out.println("Closed loop: " + equal.size() + " files equal of " + expected.size() + " expected ("
                + expected.stream().filter(Original::isHttp).count() + " of the http shape); of the others "
                + expected.stream().filter(Original::hasExtraBody).count() + " have an extra_body, and "
                + expected.stream()
                        .filter(original -> !original.hasMapping() && !original.hasExtraBody())
                        .count()
                + " more lack " + MAPPING);
        assertThat(unequal)
                .as("neither the original nor what the wire tells of it")
                .isEmpty();
        assertThat(equal)
                .as("what holds only what the wire tells, and the keys of today")
                .isEqualTo(whole);
        assertThat(expected.stream().filter(Original::isHttp).map(Original::path))
                .as("calls as Anthropic's and Gemini's SDKs make them")
                .contains("/v1/messages", "/v1beta/interactions");
    }

    private static List<List<Original>> groups(List<Original> originals) {
        Map<String, List<Original>> groups = new TreeMap<>();
        for (Original original : originals) {
            String key = original.isModelList() ? original.file().toString() : original.base();
            groups.computeIfAbsent(key, first -> new ArrayList<>()).add(original);
        }
        return List.copyOf(groups.values());
    }

    private Path alone(Original original) throws Exception {
        Path served = Files.createTempDirectory(folder, "served");
        Files.copy(original.file(), served.resolve(original.name()));
        return served;
    }

    private static List<Original> expected(Path corpus) throws Exception {
        List<Path> files;
        try (Stream<Path> all = Files.walk(corpus)) {
            files = all.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        List<Original> expected = new ArrayList<>();
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            Recording recording = RecordingCodec.read(bytes);
            Original original = new Original(file, boxed(bytes), recording);
            boolean http = recording.request() instanceof RecordedRequest.Http;
            boolean openAi = recording.request() instanceof RecordedRequest.Inference call
                    && call.endpoint().startsWith("/v1/")
                    && call.providerMetadata() == null;
            boolean named = RequestHash.hash(recording.testId(), recording.request())
                    .filter(hash -> RequestHash.bears(original.name(), hash))
                    .isPresent();
            if (named && (http || openAi)) {
                expected.add(original);
            }
        }
        return expected;
    }

    private static RunConfig recording(Path target, RecorderRun service, String recordAs) {
        RecordingOptions recording = new RecordingOptions(
                "record",
                new RequestParsingOptions(List.of(), service.url().toString(), recordAs, List.of()),
                true,
                "missing",
                false,
                "none",
                300,
                300,
                Map.of(),
                Map.of());
        return new RunConfig(target, "recorded", 0, Isolation.PREFER, 32, null, recording);
    }

    private static void ask(RecorderRun recorder, Original original) throws Exception {
        HttpRequest.Builder request;
        if (original.recording().request() instanceof RecordedRequest.Inference call) {
            request = HttpRequest.newBuilder(URI.create(recorder.url() + call.endpoint()));
            if (MODEL_LISTS.contains(call.endpoint())) {
                request.GET();
            } else {
                post(request, WireBody.of(call.body()));
            }
        } else {
            RecordedRequest.Http call =
                    (RecordedRequest.Http) original.recording().request();
            URI url = URI.create(call.url());
            request = HttpRequest.newBuilder(URI.create(recorder.url() + url.getRawPath()));
            post(request, call.payload());
        }
        String testId = original.recording().testId();
        if (testId != null) {
            request.header("X-Recorder-Test-Id", TestId.ascii(testId));
        }
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void post(HttpRequest.Builder request, JsonNode body) {
        request.header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.compact(body)));
    }

    private static @Nullable List<Byte> written(Path target, Original original) throws Exception {
        if (!Files.isDirectory(target)) {
            return null;
        }
        try (Stream<Path> all = Files.walk(target)) {
            Path file = all.filter(path -> path.getFileName().toString().equals(original.name()))
                    .findFirst()
                    .orElse(null);
            return file == null ? null : boxed(Files.readAllBytes(file));
        }
    }

    private static List<Byte> boxed(byte[] bytes) {
        Byte[] boxed = new Byte[bytes.length];
        Arrays.setAll(boxed, i -> bytes[i]);
        return Arrays.asList(boxed);
    }
}
