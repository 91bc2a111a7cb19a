package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.recording.Json;
import io.github.recorder.scripted.ScriptedProvider;
import io.github.recorder.scripted.ScriptedProvider.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The live page of a real run, as a browser requests it. */
final class LivePageTest {

    private static final String RULE = "You translate for customers of ACME. Be brief.";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<RecorderRun> runs = new ArrayList<>();
    private ReportedModule module;

    @BeforeEach
    void makeModule() {
        module = new ReportedModule(folder.resolve("shop"));
        module.chat("a.json", "acme.ChatIT#one", "gpt-4o", RULE, "Good morning", "Bonjour.");
    }

    @AfterEach
    void stopRuns() {
        runs.forEach(RecorderRun::close);
    }

    @Test
    void tellsOfRequestsAndMissesInOrder() throws Exception {
        RecorderRun run = start("replay", null);
        try (EventStream events = new EventStream(run, after(run))) {
            module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "Good morning");
            module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "Good night");
            module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "Good morning");

            List<JsonNode> updates =
                    events.until(update -> update.at("/counts/served").asInt() == 2
                            && update.at("/counts/missed").asInt() == 1);
            List<JsonNode> requests = updates.stream()
                    .flatMap(update -> update.path("requests").valueStream())
                    .toList();
            assertThat(requests)
                    .extracting(request -> request.path("n").asInt() + " "
                            + request.path("state").asString() + " "
                            + request.path("status").asInt())
                    .containsExactly("1 served 200", "2 missed 404", "3 served 200");
            assertThat(requests.get(0).path("path").asString()).isEqualTo("/openai/v1/chat/completions");
            assertThat(requests.get(0).path("test").asString()).isEqualTo("acme.ChatIT#one");
            assertThat(requests.get(0).path("recordings").path(0).asString()).isEqualTo("a.json");
            List<JsonNode> misses = updates.stream()
                    .flatMap(update -> update.path("misses").valueStream())
                    .toList();
            assertThat(misses).hasSize(1);
            assertThat(misses.get(0).path("id")).isEqualTo(requests.get(1).path("miss"));
            assertThat(misses.get(0).at("/near/0/path").asString()).isEqualTo("a.json");
            JsonNode last = updates.get(updates.size() - 1).path("recordings").path(0);
            assertThat(last.path("served").asInt()).isEqualTo(2);
            assertThat(last.path("title").asString()).isEqualTo("Good morning");
        }
    }

    @Test
    void aPageThatIsLoadedLaterShowsWhatCameBefore() throws Exception {
        RecorderRun run = start("replay", null);
        try (EventStream events = new EventStream(run, after(run))) {
            module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "Good morning");
            module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "Good night");
            events.until(update -> update.at("/counts/missed").asInt() == 1);
        }
        JsonNode data = data(get(run.url() + "/").body());
        assertThat(data.path("live").path("requests")).hasSize(2);
        assertThat(data.at("/runs/0/misses/0/why").asString()).isNotEmpty();
        assertThat(data.at("/runs/0/recordings/0/title").asString()).isEqualTo("Good morning");
    }

    @Test
    void aPageThatIsOpenedOnlyNowShowsAllRequests() throws Exception {
        RecorderRun run = start("replay", null);
        module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "Good morning");
        for (int i = 0; i < 1_000; i++) {
            module.ask(run, "acme.ChatIT#one", "/openai/v1/models", "");
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .as("no thread works for a page that nobody has opened")
                .noneMatch(thread -> thread.getName().equals("recorder-page"));

        JsonNode data = data(get(run.url() + "/").body());

        JsonNode requests = data.path("live").path("requests");
        assertThat(requests).hasSize(1_000);
        assertThat(requests.get(0).path("n").asInt()).isEqualTo(2);
        assertThat(data.at("/runs/0/recordings/0/title").asString()).isEqualTo("Good morning");
        try (EventStream events = new EventStream(run, data.at("/live/after").asLong())) {
            module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "Good morning");
            assertThat(firstRequest(events).path("n").asInt()).isEqualTo(1_002);
        }
    }

    @Test
    void tellsOfRecordings() throws Exception {
        try (ScriptedProvider service =
                ScriptedProvider.start(Reply.json(200, RecordingScenario.chat("Bonne nuit.")))) {
            RecorderRun run = start("record-if-missing", service.url());
            try (EventStream events = new EventStream(run, after(run))) {
                module.ask(run, "acme.ChatIT#two", "gpt-4o", RULE, "Good night");
                List<JsonNode> updates = events.until(update -> update.path("recordings")
                        .valueStream()
                        .anyMatch(row -> row.path("state").asString().equals("new")));
                assertThat(updates.stream()
                                .flatMap(update -> update.path("requests").valueStream())
                                .map(request -> request.path("state").asString()))
                        .containsExactly("live");
                JsonNode row =
                        updates.get(updates.size() - 1).path("recordings").path(0);
                assertThat(row.path("test").asString()).isEqualTo("acme.ChatIT#two");
                String path = row.path("path").asString();
                HttpResponse<String> recording = get(run.url() + "/recorder/page/recording?path=" + path);
                assertThat(Json.parse(recording.body().getBytes(StandardCharsets.UTF_8))
                                .at("/responses/0/text")
                                .asString())
                        .isEqualTo("Bonne nuit.");
            }
        }
    }

    @Test
    void needsTheToken() throws Exception {
        RecorderRun run = start("replay", null);
        String own = run.url().toString();
        String wrong = own.substring(0, own.length() - 1) + (own.endsWith("0") ? "1" : "0");
        for (String base : List.of(run.address().toString(), wrong)) {
            for (String path : List.of(
                    "/recorder/page/events?after=0",
                    "/recorder/page/recording?path=a.json",
                    "/recorder/page/miss?id=1")) {
                HttpResponse<String> response = get(base + path);
                assertThat(response.statusCode()).as(path).isEqualTo(400);
                assertThat(response.body())
                        .as(path)
                        .contains("no known service")
                        .doesNotContain("Bonjour");
            }
            assertThat(get(base + "/").body()).startsWith("Recorder: replaying 1 recordings");
        }
        assertThat(get(own + "/").body()).contains("<main id=\"page\">");
    }

    @Test
    void requestsOfOtherProgramsPushNoTestOffThePage() throws Exception {
        RecorderRun run = start("replay", null);
        try (EventStream events = new EventStream(run, after(run))) {
            module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "Good morning");
            for (int i = 0; i < 150; i++) {
                get(run.address() + "/crm/" + i);
            }
            get(run.url() + "/crm/" + "x".repeat(5_000));
            module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "Good morning");
            events.until(update -> update.at("/counts/served").asInt() == 2);
        }
        JsonNode requests = data(get(run.url() + "/").body()).at("/live/requests");
        assertThat(requests).hasSize(103);
        assertThat(requests.get(0).path("test").asString()).isEqualTo("acme.ChatIT#one");
        assertThat(requests.get(101).path("path").asString()).matches("\\(a path of 5\\d+ characters\\)");
    }

    @Test
    void aKeyInThePathOfAnUnknownServiceIsHidden() throws Exception {
        String key = "ghp" + "_q1W2e3R4t5Y6u7I8o9P0a1S2d3F4g5H6j7K8";
        RecorderRun run = start("replay", null);
        try (EventStream events = new EventStream(run, after(run))) {
            assertThat(get(run.url() + "/crn/" + key).body()).contains("no known service");
            events.until(update -> update.at("/counts/missed").asInt() == 1);
        }
        assertThat(get(run.url() + "/").body()).contains("/crn/").doesNotContain(key);
        run.close();
        assertThat(module.warnings()).anyMatch(text -> text.contains("/crn/")).noneMatch(text -> text.contains(key));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(key);
            }
        }
    }

    @Test
    void aHealthCheckOfTheRootGetsWhatItAlwaysGot() throws Exception {
        RecorderRun run = start("replay", null);
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create(run.url() + "/")).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.body()).startsWith("Recorder: replaying 1 recordings");
    }

    @Test
    void aRunWithoutThePageHasNone() throws Exception {
        RecorderRun run = module.start("replay", null);
        runs.add(run);
        assertThat(get(run.url() + "/").body()).startsWith("Recorder: replaying 1 recordings");
        assertThat(get(run.url() + "/recorder/page/events?after=0").statusCode())
                .isEqualTo(400);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("recorder-page"));
    }

    @Test
    void theAddressWithoutASlashLeadsToThePage() throws Exception {
        RecorderRun run = start("replay", null);
        HttpResponse<String> response = get(run.url().toString());
        assertThat(response.statusCode()).isEqualTo(307);
        assertThat(response.headers().firstValue("Location")).hasValue(run.url().getPath() + "/");
    }

    @Test
    void refusesOtherOriginsAndHosts() throws Exception {
        RecorderRun run = start("replay", null);
        for (String path : List.of("/", "/recorder/page/events?after=0", "/recorder/page/recording?path=a.json")) {
            for (String header : List.of(
                    "Origin: https://evil.example",
                    "Origin: null",
                    "Origin: http://127.0.0.1:1",
                    "Origin: http://localhost:" + run.address().getPort(),
                    "Sec-Fetch-Site: cross-site",
                    "Host: evil.example")) {
                assertThat(raw(run, path, header)).as(path + " " + header).startsWith("HTTP/1.1 403");
            }
        }
        assertThat(raw(run, "/", "Origin: " + run.address())).startsWith("HTTP/1.1 200");
    }

    @Test
    void isNotCachedSharedOrEmbedded() throws Exception {
        RecorderRun run = start("replay", null);
        for (String path : List.of("/", "/recorder/page/recording?path=a.json")) {
            HttpResponse<String> response = get(run.url() + path);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(response.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
            assertThat(response.headers().firstValue("Cross-Origin-Resource-Policy"))
                    .hasValue("same-origin");
            assertThat(response.headers().firstValue("Content-Security-Policy"))
                    .get()
                    .asString()
                    .startsWith("default-src 'none'")
                    .endsWith("frame-ancestors 'none'");
            assertThat(response.headers().map().keySet())
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
        }
    }

    @Test
    void readsNoFileButRecordings() throws Exception {
        module.file("../secret.json", "{\"secret\":true}");
        RecorderRun run = start("replay", null);
        for (String path : List.of(
                "../secret.json",
                "..%2Fsecret.json",
                "%2e%2e/secret.json",
                "/etc/passwd",
                "",
                "b.json",
                "a.json&x=1")) {
            HttpResponse<String> response = get(run.url() + "/recorder/page/recording?path=" + path);
            assertThat(response.statusCode()).as(path).isEqualTo(404);
            assertThat(response.body()).as(path).isEqualTo("{}");
        }
    }

    @Test
    void aMissThatIsLongIsLoadedWhenItIsOpened() throws Exception {
        RecorderRun run = start("replay", null);
        String text = "word ".repeat(20_000);
        try (EventStream events = new EventStream(run, after(run))) {
            module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, text);
            List<JsonNode> updates =
                    events.until(update -> !update.path("misses").isEmpty());
            JsonNode miss = updates.get(updates.size() - 1).path("misses").path(0);
            assertThat(miss.path("large").asBoolean()).isTrue();
            assertThat(miss.has("body")).isFalse();
            HttpResponse<String> whole =
                    get(run.url() + "/recorder/page/miss?id=" + miss.path("id").asString());
            assertThat(whole.body()).contains(text.substring(0, 20_000)).contains("(100,000 characters in all;");
        }
    }

    @Test
    void hidesSecrets() throws Exception {
        String key = "sk-proj-" + "Zx81kQv93nTw72LmRb45".repeat(2);
        RecorderRun run = start("replay", null);
        try (EventStream events = new EventStream(run, after(run))) {
            module.ask(run, "acme.ChatIT#" + key, "gpt-4o", RULE, "My key is " + key);
            module.ask(run, "acme.ChatIT#one", "/openai/v1/" + key, "{}");
            List<JsonNode> updates =
                    events.until(update -> update.at("/counts/missed").asInt() == 2);
            assertThat(updates.toString()).doesNotContain(key);
        }
        assertThat(get(run.url() + "/").body()).doesNotContain(key);
    }

    @Test
    void theEndOfTheRunEndsTheStream() throws Exception {
        RecorderRun run = start("replay", null);
        try (EventStream events = new EventStream(run, after(run));
                EventStream unread = new EventStream(run, after(run))) {
            module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "Good morning");
            run.stop();
            assertThat(events.rest()).endsWith("event: end\ndata: {}\n\n");
            assertThat(unread.rest()).endsWith("event: end\ndata: {}\n\n");
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("recorder-page"));
    }

    @Test
    void aReaderThatDoesNotReadHoldsUpNeitherRequestsNorTheEnd() throws Exception {
        RecorderRun run = start("replay", null);
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                idle.add(subscriber(run));
            }
            String longText = "word ".repeat(6_000);
            for (int i = 0; i < 150; i++) {
                assertThat(module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, longText + i)
                                .statusCode())
                        .isEqualTo(404);
            }
            assertThat(module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "Good morning")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(run.stop().served()).isEqualTo(1);
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void neverLogsTheToken() throws Exception {
        RecorderRun run = start("replay", null);
        String token = run.url().getPath().substring("/s/".length());
        get(run.url() + "/");
        get(run.url() + "/recorder/page/nothing");
        module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "Good night");
        String page = get(run.url() + "/").body();
        run.stop();
        assertThat(page).doesNotContain(token);
        assertThat(module.warnings()).noneMatch(warning -> warning.contains(token));
    }

    @Test
    void recordsARequestAgain() throws Exception {
        try (ScriptedProvider service = ScriptedProvider.start(
                Reply.json(200, RecordingScenario.chat("Good.")),
                Reply.json(200, RecordingScenario.chat("Better.")),
                Reply.json(200, RecordingScenario.chat("Better.")),
                Reply.json(500, "{}"))) {
            RecorderRun run = start("record-if-missing", service.url());
            try (EventStream events = new EventStream(run, after(run))) {
                module.ask(run, "acme.ChatIT#two", "gpt-4o", RULE, "Good night");
                JsonNode request = firstRequest(events);
                assertThat(request.path("again").asBoolean()).isTrue();
                String n = request.path("n").asString();

                assertThat(post(run, n, "Origin: " + run.address())).startsWith("HTTP/1.1 202");
                JsonNode told = last(events.until(event -> event.has("text")));
                assertThat(told.path("n").asString()).isEqualTo(n);
                assertThat(told.path("text").asString())
                        .startsWith("The service answered 200. It is recorded in src/test/recordings/acme.ChatIT/");
                post(run, n, "Origin: " + run.address());
                assertThat(outcome(events)).startsWith("The service answered 200. No file changed");
                post(run, n, "Origin: " + run.address());
                assertThat(outcome(events)).startsWith("The service answered 500. No file changed");
            }
            assertThat(service.asked()).hasSize(4);
            assertThat(run.stop().recording().files().added()).hasSize(1);
        }
        RecorderRun replaying = start("replay", null);
        assertThat(module.ask(replaying, "acme.ChatIT#two", "gpt-4o", RULE, "Good night")
                        .body())
                .contains("Better.")
                .doesNotContain("Good.");
    }

    @Test
    void replacesTheRecordingOfAServedRequest() throws Exception {
        try (ScriptedProvider service = ScriptedProvider.start(
                Reply.json(200, RecordingScenario.chat("Good.")), Reply.json(200, RecordingScenario.chat("Better.")))) {
            RecorderRun first = start("record-if-missing", service.url());
            module.ask(first, "acme.ChatIT#two", "gpt-4o", RULE, "Good night");
            first.stop();
            RecorderRun run = start("record-if-missing", service.url());
            try (EventStream events = new EventStream(run, after(run))) {
                module.ask(run, "acme.ChatIT#two", "gpt-4o", RULE, "Good night");
                JsonNode request = firstRequest(events);
                assertThat(request.path("state").asString()).isEqualTo("served");
                assertThat(request.path("again").asBoolean()).isTrue();
                post(run, "1", "Origin: " + run.address());
                events.until(event -> event.has("text"));
            }
            assertThat(run.stop().recording().files().changed()).hasSize(1);
        }
    }

    @Test
    void aRequestThatIsRecordedAgainEndsWithTheRun() throws Exception {
        Semaphore never = new Semaphore(0);
        CountDownLatch asked = new CountDownLatch(2);
        try (ScriptedProvider service = ScriptedProvider.answering(request -> {
            asked.countDown();
            Reply reply = Reply.events(RecordingScenario.chunk("Good."), "data: [DONE]");
            return asked.getCount() > 0 ? reply : reply.cutOff(never);
        })) {
            RecorderRun run = start("record", service.url());
            try (EventStream events = new EventStream(run, after(run))) {
                module.ask(run, "acme.ChatIT#two", "gpt-4o", RULE, "Good night");
                firstRequest(events);
                assertThat(post(run, "1", "Origin: " + run.address())).startsWith("HTTP/1.1 202");
            }
            asked.await();
            assertThat(run.stop().recording().files().changed()).isEmpty();
            never.release(2);
        }
        assertThat(module.warnings())
                .containsOnlyOnce("1 response of a request that was being recorded again had not ended when the run"
                        + " did: no file changed (POST /v1/chat/completions).")
                .noneMatch(warning -> warning.contains("had not begun") || warning.contains("recorded as far as"));
    }

    @Test
    void aDocumentOfAServiceCannotRunAsThePage() throws Exception {
        Reply html = Reply.json(200, "<script>top.stolen = 1</script>").with("Content-Type", "text/html");
        try (ScriptedProvider service = ScriptedProvider.start(html, html, html)) {
            for (String mode : List.of("record", "replay")) {
                RecorderRun run = start(mode, mode.equals("record") ? service.url() : null);
                String document = run.url() + "/openai/v1/document";
                HttpResponse<String> program = send(document, "Accept", "text/html");

                assertThat(program.headers().firstValue("Content-Security-Policy"))
                        .isEmpty();
                assertThat(send(document, "Sec-Fetch-Dest", "empty").headers().map())
                        .containsOnlyKeys(program.headers().map().keySet());
                for (String destination : List.of("document", "iframe", "object")) {
                    HttpResponse<String> opened = send(document, "Sec-Fetch-Dest", destination);
                    assertThat(opened.headers().firstValue("Content-Security-Policy"))
                            .as(destination)
                            .hasValue("sandbox");
                    assertThat(opened.body()).isEqualTo(program.body());
                }
                assertThat(send(document, "Upgrade-Insecure-Requests", "1")
                                .headers()
                                .firstValue("Content-Security-Policy"))
                        .hasValue("sandbox");
                assertThat(get(run.url() + "/")
                                .headers()
                                .firstValue("Content-Security-Policy")
                                .orElse(""))
                        .isNotEmpty()
                        .doesNotContain("sandbox");
                run.stop();
            }
        }
    }

    private HttpResponse<String> send(String url, String header, String value) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).header(header, value).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void leavesRecordingsWithSeveralResponsesToTheirTests() throws Exception {
        try (ScriptedProvider service = ScriptedProvider.start(
                Reply.json(200, RecordingScenario.chat("First.")),
                Reply.json(200, RecordingScenario.chat("Second.")),
                Reply.json(200, RecordingScenario.chat("Third.")))) {
            RecorderRun run = start("record", service.url());
            try (EventStream events = new EventStream(run, after(run))) {
                module.ask(run, "acme.ChatIT#two", "gpt-4o", RULE, "Good night");
                module.ask(run, "acme.ChatIT#two", "gpt-4o", RULE, "Good night");
                events.until(update -> update.at("/counts/live").asInt() == 2);
                assertThat(post(run, "2", "Origin: " + run.address())).startsWith("HTTP/1.1 202");
                assertThat(outcome(events)).contains("No file changed");
            }
            run.stop();
        }
        assertThat(module.warnings()).anyMatch(warning -> warning.contains("because it has several responses"));
        RecorderRun replaying = start("replay", null);
        for (String said : List.of("First.", "Second.")) {
            assertThat(module.ask(replaying, "acme.ChatIT#two", "gpt-4o", RULE, "Good night")
                            .body())
                    .contains(said);
        }
    }

    @Test
    void recordsNothingAgainForOthers() throws Exception {
        try (ScriptedProvider service = ScriptedProvider.start(Reply.json(200, RecordingScenario.chat("Good.")))) {
            RecorderRun run = start("record-if-missing", service.url());
            try (EventStream events = new EventStream(run, after(run))) {
                module.ask(run, "acme.ChatIT#two", "gpt-4o", RULE, "Good night");
                events.until(update -> !update.path("requests").isEmpty());
            }
            for (String header : List.of(
                    "X-None: 1", "Origin: null", "Origin: http://127.0.0.1:1", "Origin: http://localhost:3000")) {
                assertThat(post(run, "1", header)).as(header).startsWith("HTTP/1.1 403");
            }
            for (String n : List.of("2", "x", "", "-1", "1&n=1")) {
                assertThat(post(run, n, "Origin: " + run.address())).as(n).startsWith("HTTP/1.1 404");
            }
            assertThat(get(run.url() + "/recorder/page/record?n=1").statusCode())
                    .isEqualTo(404);
            assertThat(raw(
                            "POST",
                            run,
                            run.address().getPath() + "/recorder/page/record?n=1",
                            "Origin: " + run.address()))
                    .doesNotStartWith("HTTP/1.1 2");
            assertThat(service.asked()).hasSize(1);
        }
    }

    @Test
    void aRunThatReplaysRecordsNothingAgain() throws Exception {
        RecorderRun run = start("replay", null);
        try (EventStream events = new EventStream(run, after(run))) {
            module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "Good morning");
            JsonNode request = firstRequest(events);
            assertThat(request.path("again").asBoolean()).isFalse();
        }
        assertThat(post(run, "1", "Origin: " + run.address())).startsWith("HTTP/1.1 404");
    }

    private static JsonNode last(List<JsonNode> events) {
        return events.get(events.size() - 1);
    }

    /** Returns the head of the response to a click on the button of a request. */
    private static String post(RecorderRun run, String n, String header) throws IOException {
        return raw("POST", run, run.url().getPath() + "/recorder/page/record?n=" + n, header);
    }

    private RecorderRun start(String mode, @Nullable URI service) throws InvalidConfigurationException {
        RecorderRun run = module.startWithPage(mode, service);
        runs.add(run);
        return run;
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Accept", "text/html,application/json;q=0.9")
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Waits for requests, and returns the first of them as the page lists it. */
    private static JsonNode firstRequest(EventStream events) {
        return last(events.until(update -> !update.path("requests").isEmpty()))
                .path("requests")
                .path(0);
    }

    /** Waits for the outcome of a request that is recorded again. */
    private static String outcome(EventStream events) {
        return last(events.until(event -> event.has("text"))).path("text").asString();
    }

    /** Returns the number of the last event that the page knows. */
    private long after(RecorderRun run) throws Exception {
        return data(get(run.url() + "/").body()).path("live").path("after").asLong();
    }

    private static JsonNode data(String page) {
        String start = "<script type=\"application/json\" id=\"data\">";
        int from = page.indexOf(start) + start.length();
        return Json.parse(page.substring(from, page.indexOf("</script>", from)).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the head of the response to a request with a header that Java's client does not send. */
    private static String raw(RecorderRun run, String path, String header) throws IOException {
        return raw("GET", run, run.url().getPath() + path, header);
    }

    private static String raw(String method, RecorderRun run, String target, String header) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), run.address().getPort())) {
            String host = header.startsWith("Host:")
                    ? header
                    : "Host: 127.0.0.1:" + run.address().getPort() + "\r\n" + header;
            String head = method + " " + target + " HTTP/1.1\r\n" + host
                    + "\r\nAccept: text/html\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            return reader(socket).readLine();
        }
    }

    /** Returns a connection that has begun to receive events and reads none. */
    private static Socket subscriber(RecorderRun run) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), run.address().getPort()));
        String head =
                "GET " + run.url().getPath() + "/recorder/page/events?after=0 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(reader(socket).readLine()).startsWith("HTTP/1.1 200");
        return socket;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** A client of server-sent events. */
    private final class EventStream implements AutoCloseable {

        private final Stream<String> body;
        private final Iterator<String> lines;

        EventStream(RecorderRun run, long after) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(run.url() + "/recorder/page/events?after=" + after))
                    .header("Accept", "text/event-stream")
                    .build();
            CompletableFuture<HttpResponse<Stream<String>>> response =
                    client.sendAsync(request, HttpResponse.BodyHandlers.ofLines());
            HttpResponse<Stream<String>> head = response.join();
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.headers().firstValue("Content-Type")).hasValue("text/event-stream;charset=utf-8");
            body = head.body();
            lines = body.iterator();
        }

        /** Returns the updates up to the first that is wanted. */
        List<JsonNode> until(Predicate<JsonNode> wanted) {
            List<JsonNode> updates = new ArrayList<>();
            while (lines.hasNext()) {
                String line = lines.next();
                if (line.startsWith("data: ")) {
                    JsonNode update = Json.parse(line.substring(6).getBytes(StandardCharsets.UTF_8));
                    updates.add(update);
                    if (wanted.test(update)) {
                        return updates;
                    }
                }
            }
            throw new UncheckedIOException(new IOException("the stream ended after " + updates));
        }

        /** Returns everything to the end of the stream. */
        String rest() {
            StringBuilder rest = new StringBuilder();
            lines.forEachRemaining(line -> rest.append(line).append('\n'));
            return rest.toString();
        }

        @Override
        public void close() {
            body.close();
        }
    }
}
