package io.github.recorder.report;

import io.github.recorder.recording.Json;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A headless Chromium with one page, driven over the DevTools protocol. */
public final class ChromiumBrowser implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");
    private static final int MINUTES = 4;

    private final Process process;
    private final Path profile;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();
    private String session = "";

    private ChromiumBrowser(Process process, Path profile, String address) {
        this.process = process;
        this.profile = profile;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address), new Listener())
                .join();
    }

    /** Returns the program: that of the system property {@code recorder.chromium}, or one on the path. */
    public static Optional<Path> program() {
        String given = System.getProperty("recorder.chromium");
        if (given != null) {
            return Optional.of(Path.of(given));
        }
        return Stream.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
                .flatMap(name -> Stream.of(
                                System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .map(folder -> Path.of(folder).resolve(name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts the browser; skips the tests if there is none. */
    public static ChromiumBrowser startOrSkip() throws IOException {
        Path program = program().orElse(null);
        Assumptions.assumeTrue(
                program != null,
                "skipped because no chromium is on the path; -Drecorder.chromium=FILE says where one is");
        return start(program);
    }

    /** Returns the script of axe-core; skips the test if the system property {@code recorder.axe} names no file. */
    public static String axeOrSkip() throws IOException {
        String axe = System.getProperty("recorder.axe");
        Assumptions.assumeTrue(
                axe != null, "skipped because -Drecorder.axe=FILE does not say where axe.min.js of npm's axe-core is");
        return Files.readString(Path.of(axe));
    }

    /** Starts the browser. */
    public static ChromiumBrowser start(Path program) throws IOException {
        Path profile = Files.createTempDirectory("recorder-chromium");
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-extensions",
                        "--disable-background-networking",
                        // Chromium ignores a change of the fragment after 200 of them in ten seconds.
                        "--disable-ipc-flooding-protection",
                        "--disable-renderer-backgrounding",
                        "--no-first-run",
                        "--hide-scrollbars",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                drain(output);
                ChromiumBrowser browser = new ChromiumBrowser(process, profile, listening.group(1));
                browser.attach();
                return browser;
            }
        }
        throw new IOException(program + " ended without listening");
    }

    private static void drain(BufferedReader output) {
        Thread reader = new Thread(() -> output.lines().forEach(line -> {}), "chromium-output");
        reader.setDaemon(true);
        reader.start();
    }

    private void attach() {
        String target = send("Target.createTarget", Map.of("url", "about:blank"))
                .path("targetId")
                .stringValue();
        session = send("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .stringValue();
        for (String domain : List.of("Page.enable", "Runtime.enable", "Log.enable", "Network.enable")) {
            send(domain, Map.of());
        }
    }

    /** Opens a page, and waits until it is loaded. */
    public void open(URI url, int width, int height, boolean dark) {
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        ObjectNode media = Json.mapper().createObjectNode();
        media.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", dark ? "dark" : "light");
        sendJson("Emulation.setEmulatedMedia", media);
        // A page that differs in its fragment alone would not be loaded again.
        navigate("about:blank");
        problems.clear();
        navigate(url.toString());
    }

    private void navigate(String url) {
        CompletableFuture<Void> opened = new CompletableFuture<>();
        loaded = opened;
        send("Page.navigate", Map.of("url", url));
        await(opened);
    }

    /** Returns the value of an expression, which may be a promise. */
    public JsonNode evaluate(String expression) {
        JsonNode result =
                send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(result.path("exceptionDetails").toString());
        }
        return result.path("result").path("value");
    }

    /** Waits until an expression is true in the page. */
    public void until(String expression) {
        evaluate("new Promise((done) => { const look = () => (" + expression
                + ") ? done(true) : requestAnimationFrame(look); look(); })");
    }

    /**
     * Returns what axe-core finds wrong with the page, once it has faded in. Links to the page's own places are no skip
     * links, for which axe takes those that a narrow screen has scrolled out of sight.
     *
     * @param axe the script
     */
    public JsonNode axeViolations(String axe) {
        until("document.getAnimations().length === 0");
        evaluate(axe);
        return evaluate("axe.run({ rules: { 'skip-link': { enabled: false } } }).then((result) =>"
                + " result.violations.map((each) =>"
                + " each.id + ': ' + each.nodes.map((node) => node.html).join(' ')))");
    }

    /** Presses a key on the page. */
    public void press(String key) {
        for (String type : List.of("keyDown", "keyUp")) {
            Map<String, Object> event = key.length() == 1
                    ? Map.of("type", type, "key", key, "text", key)
                    : Map.of("type", type, "key", key, "code", key);
            send("Input.dispatchKeyEvent", event);
        }
    }

    /** Writes a picture of the page. */
    public void screenshot(Path file) throws IOException {
        String picture = send("Page.captureScreenshot", Map.of("format", "png"))
                .path("data")
                .stringValue();
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, Base64.getDecoder().decode(picture));
    }

    /** Returns the exceptions, errors in the console and requests over the network since the page was opened. */
    public List<String> problems() {
        return new ArrayList<>(problems);
    }

    private JsonNode send(String method, Map<String, ?> parameters) {
        return sendJson(method, Json.mapper().valueToTree(parameters));
    }

    private JsonNode sendJson(String method, JsonNode parameters) {
        int id = ids.incrementAndGet();
        ObjectNode message = Json.mapper().createObjectNode().put("id", id).put("method", method);
        message.set("params", parameters);
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        socket.sendText(message.toString(), true).join();
        JsonNode response = await(answer);
        if (response.has("error")) {
            throw new IllegalStateException(method + ": " + response.path("error"));
        }
        return response.path("result");
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(MINUTES, TimeUnit.MINUTES).join();
    }

    private void received(JsonNode message) {
        if (message.has("id")) {
            CompletableFuture<JsonNode> answer =
                    answers.remove(message.path("id").asInt());
            if (answer != null) {
                answer.complete(message);
            }
            return;
        }
        JsonNode told = message.path("params");
        switch (message.path("method").asString("")) {
            case "Page.loadEventFired" -> loaded.complete(null);
            case "Runtime.exceptionThrown" -> problems.add(told.toString());
            case "Page.javascriptDialogOpening" -> problems.add("dialog: " + told);
            case "Log.entryAdded" -> problems.add(told.path("entry").toString());
            case "Network.requestWillBeSent" -> {
                String url = told.path("request").path("url").asString("");
                if (url.startsWith("http")) {
                    problems.add("request: " + url);
                }
            }
            default -> {
                // Not of interest.
            }
        }
    }

    @Override
    public void close() {
        try {
            socket.sendText("{\"id\":0,\"method\":\"Browser.close\"}", true).join();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
            }
            socket.abort();
            try (Stream<Path> files = Files.walk(profile)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Puts the pieces of messages together. */
    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                JsonNode message = Json.parse(text.toString().getBytes(StandardCharsets.UTF_8));
                text.setLength(0);
                received(message);
            }
            webSocket.request(1);
            return null;
        }
    }
}
