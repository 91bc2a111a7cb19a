package io.github.recorder.lifecycle;

import io.github.recorder.ExampleRecording;
import io.github.recorder.matching.Isolation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/**
 * Compares replay with bare Jetty that has the same responses in a map, each server in a process of its own, in turns:
 * the processor time until the first response and of each further one, and the responses in a second. Not a test: run
 * its {@code main} with the test class path. Arguments: the number of recordings (1000), and of rounds (5).
 */
final class ReplayBenchmark {

    private static final String PATH = "/v1/chat/completions";
    private static final String REQUEST = ".request";
    private static final String RESPONSE = ".response";
    private static final int PASSES = 10;
    private static final int LENGTH = 2000;

    private ReplayBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 2 && arguments[0].equals("jetty")) {
            serveFromMap(Path.of(arguments[1]), System.out);
        } else if (arguments.length == 2 && arguments[0].equals("recorder")) {
            replay(Path.of(arguments[1]), System.out);
        } else {
            int recordings = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
            int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
            compare(recordings, rounds, System.out);
        }
    }

    private static ExampleRecording recording(int number) {
        return ExampleRecording.of(null, "question " + number, "answer " + number + " " + "x".repeat(LENGTH));
    }

    private static void serveFromMap(Path folder, PrintStream out) throws Exception {
        Map<String, byte[]> responses = new HashMap<>();
        for (int i = 0; Files.exists(folder.resolve(i + REQUEST)); i++) {
            responses.put(
                    Files.readString(folder.resolve(i + REQUEST)), Files.readAllBytes(folder.resolve(i + RESPONSE)));
        }
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                byte[] body = responses.get(Content.Source.asString(request, StandardCharsets.UTF_8));
                response.getHeaders().put("Content-Type", "application/json");
                Content.Sink.write(response, true, ByteBuffer.wrap(body));
                callback.succeeded();
                return true;
            }
        });
        server.start();
        out.println("http://127.0.0.1:" + connector.getLocalPort());
        awaitEnd();
        server.stop();
    }

    private static void replay(Path folder, PrintStream out) throws Exception {
        RunConfig config = new RunConfig(folder, "recordings", 0, Isolation.PREFER, 8, null, RecordingOptions.REPLAY);
        try (RecorderRun run = RecorderRun.start(config, warning -> {})) {
            out.println(run.url());
            awaitEnd();
        }
    }

    private static void awaitEnd() throws IOException {
        while (System.in.read() >= 0) {
            // The parent closes it.
        }
    }

    /** A server in a process of its own. */
    private record Program(Process process, URI url) implements AutoCloseable {

        static Program start(String kind, Path folder) throws IOException {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            ReplayBenchmark.class.getName(),
                            kind,
                            folder.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String url = out.readLine();
            if (url == null) {
                throw new IOException("The server ended.");
            }
            return new Program(process, URI.create(url + PATH));
        }

        Duration processorTime() {
            return process.info().totalCpuDuration().orElseThrow();
        }

        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
            process.onExit().join();
        }
    }

    /** What a round measured of one server. */
    private record Measured(double firstMillis, double microsPerResponse, double perSecond) {}

    private static void compare(int recordings, int rounds, PrintStream out) throws Exception {
        Path directory = Files.createTempDirectory("replay-benchmark");
        Path files = Files.createDirectory(directory.resolve("jetty"));
        Path folder = Files.createDirectory(directory.resolve("recorder"));
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < recordings; i++) {
            ExampleRecording recording = recording(i);
            recording.writeTo(folder);
            bodies.add(recording.requestBody());
            Files.writeString(files.resolve(i + REQUEST), recording.requestBody());
            Files.writeString(
                    files.resolve(i + RESPONSE),
                    recording.document().at("/response/body/__data__").toString());
        }
        List<Measured> floor = new ArrayList<>();
        List<Measured> replay = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            floor.add(measure("jetty", files, bodies));
            replay.add(measure("recorder", folder, bodies));
        }
        out.printf(
                "%d recordings, %d requests on each server in each of %d rounds, medians%n",
                recordings, recordings * (PASSES + 1), rounds);
        print(out, "CPU until the first response, ms", floor, replay, Measured::firstMillis);
        print(out, "CPU of a response, µs", floor, replay, Measured::microsPerResponse);
        print(out, "responses in a second", floor, replay, Measured::perSecond);
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static Measured measure(String kind, Path folder, List<String> bodies) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        try (Program server = Program.start(kind, folder)) {
            ask(client, server.url(), bodies.get(0));
            double first = server.processorTime().toNanos() / 1e6;
            for (String body : bodies) {
                ask(client, server.url(), body);
            }
            Duration before = server.processorTime();
            long start = System.nanoTime();
            for (int pass = 0; pass < PASSES; pass++) {
                for (String body : bodies) {
                    ask(client, server.url(), body);
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            double responses = (double) PASSES * bodies.size();
            double nanos = server.processorTime().minus(before).toNanos();
            return new Measured(first, nanos / 1e3 / responses, responses / seconds);
        }
    }

    private static void ask(HttpClient client, URI url, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200 || response.body().length() < LENGTH) {
            throw new IllegalStateException(response.statusCode() + ": " + response.body());
        }
    }

    private static void print(
            PrintStream out,
            String what,
            List<Measured> floor,
            List<Measured> replay,
            ToDoubleFunction<Measured> figure) {
        double jetty = median(floor, figure);
        double recorder = median(replay, figure);
        out.printf("%-32s Jetty %8.1f, recorder %8.1f: ratio %.2f%n", what, jetty, recorder, recorder / jetty);
    }

    private static double median(List<Measured> all, ToDoubleFunction<Measured> figure) {
        double[] sorted = all.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
