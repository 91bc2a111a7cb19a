package io.github.recorder.lifecycle;

import io.github.recorder.matching.Isolation;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Stream;

/**
 * Compares calling a service that streams with calling it through a run that records, in turns: the time from the
 * request until the first piece is there, and the time from when the service sends a later piece until it is there. Not
 * a test: run its {@code main} with the test class path. Arguments: the number of calls in a round (300), and of rounds
 * (3).
 */
final class RecordingLatencyBenchmark {

    private static final int PIECES = 12;
    private static final int GAP_MILLIS = 3;
    private static final int WARM_UP = 200;

    /** When each piece of the call under way was sent; one call is under way at a time. */
    private final AtomicLongArray sent = new AtomicLongArray(PIECES);

    /** The times of one way to call, in nanoseconds. */
    private static final class Times {
        final List<Long> first = new ArrayList<>();
        final List<Long> later = new ArrayList<>();
    }

    public static void main(String[] arguments) throws Exception {
        int calls = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 300;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        new RecordingLatencyBenchmark().run(calls, rounds, System.out);
    }

    private void run(int calls, int rounds, PrintStream out) throws Exception {
        Path folder = Files.createTempDirectory("recording-latency");
        try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            daemon(() -> accept(listening));
            URI service = URI.create("http://127.0.0.1:" + listening.getLocalPort());
            RecordingOptions recording = new RecordingOptions(
                    "record",
                    new RequestParsingOptions(List.of(), service.toString(), null, List.of()),
                    true,
                    "missing",
                    false,
                    "none",
                    10,
                    60,
                    Map.of(),
                    Map.of());
            RunConfig request = new RunConfig(folder, "recordings", 0, Isolation.PREFER, 8, null, recording);
            int number = 0;
            try (RecorderRun run = RecorderRun.start(request, out::println);
                    Connection direct = new Connection(service);
                    Connection recorded = new Connection(run.url())) {
                for (int i = 0; i < WARM_UP; i++) {
                    call(direct, number, new Times());
                    call(recorded, number++, new Times());
                }
                for (int round = 1; round <= rounds; round++) {
                    Times without = new Times();
                    Times with = new Times();
                    for (int i = 0; i < calls; i++) {
                        call(direct, number, without);
                        call(recorded, number++, with);
                    }
                    out.printf("round %d: %d calls each way, %d pieces a call, in turns%n", round, calls, PIECES);
                    print(out, "first piece", without.first, with.first);
                    print(out, "later pieces", without.later, with.later);
                }
                out.println(run.stop().sentence());
            }
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void print(PrintStream out, String what, List<Long> without, List<Long> with) {
        for (int percent : new int[] {50, 99}) {
            double direct = micros(without, percent);
            double recorded = micros(with, percent);
            out.printf(
                    "  %-12s %-6s direct %6.0f µs, recorded %6.0f µs: %+.0f µs, ratio %.2f%n",
                    what,
                    percent == 50 ? "median" : "p" + percent,
                    direct,
                    recorded,
                    recorded - direct,
                    recorded / direct);
        }
    }

    private static double micros(List<Long> nanos, int percent) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1000.0;
    }

    private void call(Connection connection, int number, Times times) throws IOException {
        long start = System.nanoTime();
        connection.ask(number);
        for (int piece = 0; piece < PIECES; piece++) {
            connection.awaitPiece(piece);
            long now = System.nanoTime();
            if (piece == 0) {
                times.first.add(now - start);
            } else {
                times.later.add(now - sent.get(piece));
            }
        }
        connection.awaitEnd();
    }

    private void accept(ServerSocket listening) {
        try {
            while (true) {
                Socket client = listening.accept();
                daemon(() -> serve(client));
            }
        } catch (IOException closed) {
            return;
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            while (true) {
                int length = 0;
                for (String line = HeadReader.line(in); !line.isEmpty(); line = HeadReader.line(in)) {
                    if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                        length = Integer.parseInt(
                                line.substring("content-length:".length()).strip());
                    }
                }
                in.skipNBytes(length);
                out.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                        .getBytes(StandardCharsets.ISO_8859_1));
                for (int piece = 0; piece < PIECES; piece++) {
                    if (piece > 0) {
                        TimeUnit.MILLISECONDS.sleep(GAP_MILLIS);
                    }
                    sent.set(piece, System.nanoTime());
                    out.write(chunked(event(piece)));
                    out.flush();
                }
                out.write(chunked("data: [DONE]\n\n"));
                out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            }
        } catch (IOException | InterruptedException ended) {
            return;
        }
    }

    private static String event(int piece) {
        return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"m\",\"choices\":[{\"index\":0,"
                + "\"delta\":{\"content\":\"piece " + piece + ".\"},\"finish_reason\":null}]}\n\n";
    }

    private static byte[] chunked(String text) {
        return (Integer.toHexString(text.length()) + "\r\n" + text + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "latency");
        thread.setDaemon(true);
        thread.start();
    }

    /** A client that does as little as can be, so that what it costs itself hides nothing. */
    private static final class Connection implements AutoCloseable {

        private final Socket socket;
        private final InputStream in;
        private final String host;
        private final String base;
        private int left;

        Connection(URI server) throws IOException {
            this.socket = new Socket(server.getHost(), server.getPort());
            this.socket.setTcpNoDelay(true);
            this.in = new BufferedInputStream(socket.getInputStream());
            this.host = server.getAuthority();
            this.base = server.getPath();
        }

        void ask(int number) throws IOException {
            String body = "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"question "
                    + number + "\"}]}";
            socket.getOutputStream()
                    .write(("POST " + base + "/v1/chat/completions HTTP/1.1\r\nHost: " + host
                                    + "\r\nContent-Type: application/json\r\nX-Recorder-Test-Id: acme.AIT#t" + number
                                    + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.ISO_8859_1));
        }

        /** Reads until the text of a piece has been there; where the body is cut into chunks does not count. */
        void awaitPiece(int piece) throws IOException {
            if (piece == 0) {
                while (!HeadReader.line(in).isEmpty()) {
                    // The head is the same for all.
                }
                left = 0;
            }
            String text = "piece " + piece + ".";
            int matched = 0;
            while (matched < text.length()) {
                int next = body();
                if (next < 0) {
                    throw new IOException("ended before " + text);
                }
                if (next == text.charAt(matched)) {
                    matched++;
                } else {
                    matched = next == text.charAt(0) ? 1 : 0;
                }
            }
        }

        void awaitEnd() throws IOException {
            while (body() >= 0) {
                // What follows the last piece.
            }
        }

        /** Returns the next byte of a body in chunks; -1 at its end. */
        private int body() throws IOException {
            if (left == 0) {
                left = Integer.parseInt(HeadReader.line(in), 16);
                if (left == 0) {
                    HeadReader.line(in);
                    return -1;
                }
            }
            int next = in.read();
            if (--left == 0) {
                HeadReader.line(in);
            }
            return next;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
