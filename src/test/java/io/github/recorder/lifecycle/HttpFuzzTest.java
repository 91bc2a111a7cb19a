package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.scripted.ScriptedProvider;
import io.github.recorder.scripted.ScriptedProvider.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that are changed at random, the same ones in each build: none of them makes the server fail, hang, or say
 * that a client's mistake is its own.
 *
 * <p>Some in a build; {@code -Drecorder.fuzz=100} for a hundred times as many.
 */
final class HttpFuzzTest extends RecordingScenario {

    private static final int REQUESTS = 1000;
    private static final int PATIENCE_MILLIS = 30_000;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (5\\d\\d) ");

    /** What goes in: ends of lines, wrong lengths, and whatever parsers stumble over. */
    private static final List<String> WORDS = List.of(
            "\r\n",
            "\n",
            "\r",
            "\0",
            "\u00ff",
            " ",
            ":",
            "/",
            "?",
            "#",
            "%00",
            "%2e%2e",
            "%zz",
            "..",
            "Content-Length: 99999999999999999999\r\n",
            "Content-Length: -1\r\n",
            "Content-Length: 0\r\n",
            "Content-Length: 5, 6\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Transfer-Encoding: xchunked\r\n",
            "Transfer-Encoding : chunked\r\n",
            "Host: x\r\n",
            "Connection: close\r\n",
            "FFFFFFFFFFFFFFFF\r\n",
            "-5\r\n",
            "{".repeat(500),
            "[".repeat(3000),
            "\"\\ud800\"",
            "1e999999999",
            "9".repeat(2000),
            "HTTP/0.9",
            "HTTP/1.0",
            "HTTP/2.0",
            "HTTP/3.0",
            "HTTP/9.9",
            "A".repeat(70_000),
            "Content-Encoding: br\r\n",
            "Content-Encoding: gzip\r\n",
            "Content-Encoding: gzip, gzip\r\n",
            "http://",
            "@",
            "[::1]",
            "NaN",
            "\u00ed\u00a0\u0080",
            "Content-Type: text/plain\r\n",
            "Content-Type: \r\n",
            "X-Recorder-Test-Id: \u00ff\r\n",
            "X-OGX-Provider-Data: {{{\r\n",
            "X-OGX-Provider-Data: " + "[".repeat(3000) + "\r\n",
            "x:generateContent");

    private final Random random = new Random(20261126);
    private ScriptedProvider service;

    @BeforeEach
    void start() throws IOException {
        service = ScriptedProvider.answering(asked -> Reply.json(200, "{\"choices\":[]}"));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Override
    URI service() {
        return service.url();
    }

    @ParameterizedTest
    @ValueSource(strings = {"replay", "record"})
    void noRequestMakesTheServerFail(String mode) throws Exception {
        int requests = REQUESTS * Integer.getInteger("recorder.fuzz", 1);
        List<String> faults = new ArrayList<>();
        record(mode, run -> {
            List<byte[]> seeds = seeds(run.url().getPath());
            for (int i = 0; i < requests; i++) {
                byte[] request = mutated(seeds);
                String fault = fault(run.address(), request);
                if (fault != null) {
                    byte[] shown = Arrays.copyOf(request, Math.min(request.length, 600));
                    faults.add(fault + " for " + HexFormat.of().formatHex(shown));
                }
            }
            HttpRequest alive =
                    HttpRequest.newBuilder(URI.create(run.address() + "/")).build();
            assertThat(client.send(alive, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        });
        assertThat(faults).isEmpty();
        assertThat(warnings).noneMatch(text -> text.contains("fault of this plugin"));
    }

    private static List<byte[]> seeds(String token) {
        String body = "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream\":true}";
        String json = "Content-Type: application/json\r\n";
        String length = "Content-Length: " + body.length() + "\r\n";
        String chunks = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
        return List.of(
                        request("POST " + token + "/openai/v1/chat/completions", json + length, body),
                        request("POST /openai/v1/chat/completions", json + length, body),
                        request("POST " + token + "-1/v1/messages", json + "Transfer-Encoding: chunked\r\n", chunks),
                        request("POST " + token + "/v1/embeddings", "Content-Encoding: deflate\r\n" + length, body),
                        request("GET " + token + "/v1/models", "", ""),
                        request("GET /", "", ""),
                        request("HEAD " + token + "/v1/models", "", ""),
                        request("OPTIONS *", "", ""),
                        request("TRACE /", "", ""),
                        request("DELETE " + token + "/v1/files/f", "", ""),
                        request("POST " + token + "/v1/x", "Expect: 100-continue\r\n" + length, body),
                        request("GET /", "Upgrade: h2c\r\nConnection: Upgrade\r\nHTTP2-Settings: AA\r\n", ""),
                        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                        "CONNECT api.openai.com:443 HTTP/1.1\r\nHost: api.openai.com:443\r\n\r\n",
                        request("POST " + token + "/recorder/blocked", "X-Recorder-Blocked: 1\r\n" + length, body),
                        request("POST " + token + "/v1/tool-runtime/invoke", length, body),
                        request("POST " + token + "/gemini/v1beta/models/g:generateContent?alt=sse", length, body),
                        request(
                                "POST " + token + "/v1/files",
                                "Content-Type: multipart/form-data; boundary=BB\r\nContent-Length: 60\r\n",
                                "--BB\r\nContent-Disposition: form-data; name=\"v\"\r\n\r\nx\r\n--BB--"))
                .stream()
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }

    private static String request(String line, String headers, String body) {
        return line + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n" + body;
    }

    private byte[] mutated(List<byte[]> seeds) {
        byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
        int changes = 1 + random.nextInt(random.nextInt(4) == 0 ? 8 : 2);
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> {
                    String word = WORDS.get(random.nextInt(WORDS.size()));
                    bytes = spliced(bytes, at, at, word.getBytes(StandardCharsets.ISO_8859_1));
                }
                case 2 -> bytes = spliced(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(20)), new byte[0]);
                case 3 -> {
                    byte[] noise = new byte[1 + random.nextInt(12)];
                    random.nextBytes(noise);
                    bytes = spliced(bytes, at, at, noise);
                }
                case 4 -> {
                    byte[] other = seeds.get(random.nextInt(seeds.size()));
                    int from = random.nextInt(other.length);
                    bytes = spliced(bytes, at, bytes.length, Arrays.copyOfRange(other, from, other.length));
                }
                default -> bytes = Arrays.copyOf(bytes, at);
            }
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] by) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        out.writeBytes(by);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }

    /** Sends a request and returns what is wrong with how the server takes it; null if nothing is. */
    private static String fault(URI server, byte[] request) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            String response = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            Matcher failure = STATUS.matcher(response);
            return failure.find() ? "status " + failure.group(1) : null;
        } catch (SocketTimeoutException hangs) {
            return "no response";
        } catch (SocketException hungUp) {
            return null; // The server may hang up on what it does not understand.
        }
    }
}
