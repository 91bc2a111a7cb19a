package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.scripted.ScriptedProvider.Reply;
import io.github.recorder.scripted.SecureProvider;
import io.github.recorder.scripted.ServerKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs that record from a service that speaks HTTP/2 over TLS, as all real ones do. */
final class RecordingOverHttp2Test extends RecordingScenario {

    private static ServerKey trusted;
    private static ServerKey unknown;
    private static ServerKey ofAnotherHost;
    private static SSLContext before;

    private SecureProvider service;

    @BeforeAll
    static void keys(@TempDir Path folder) throws Exception {
        trusted = ServerKey.of(folder, "ip:127.0.0.1");
        unknown = ServerKey.of(folder, "dns:localhost");
        ofAnotherHost = ServerKey.of(folder, "dns:api.acme.example");
        before = SSLContext.getDefault();
    }

    @AfterAll
    static void trustAsBefore() {
        SSLContext.setDefault(before);
    }

    @BeforeEach
    void start() throws Exception {
        trust(trusted);
        service = SecureProvider.start(trusted, Reply.json(200, chat("world")));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Override
    URI service() {
        return service.url();
    }

    @Test
    void recordsAnAnswerInOnePiece() throws Exception {
        record("record", run -> assertThat(content(ask(run))).isEqualTo("world"));

        assertThat(service.protocols()).containsExactly("HTTP/2.0");
        assertThat(recorded().at("/response/is_streaming").asBoolean()).isFalse();
        record("replay", run -> assertThat(content(ask(run))).isEqualTo("world"));
        assertThat(service.protocols()).hasSize(1);
    }

    @Test
    void eachPieceOfAStreamGoesOnBeforeTheNextIsSent() throws Exception {
        passesOnPieceByPiece(Reply.events(chunk("one"), chunk("two"), chunk("three"), "data: [DONE]"), Map.of());
    }

    @Test
    void eachPieceOfAGzippedStreamGoesOnBeforeTheNextIsSent() throws Exception {
        passesOnPieceByPiece(
                Reply.events(chunk("one"), chunk("two"), chunk("three"), "data: [DONE]")
                        .gzipped(),
                Map.of("Accept-Encoding", "gzip"));
    }

    private void passesOnPieceByPiece(Reply reply, Map<String, String> headers) throws Exception {
        service.script(reply);
        service.holdPieces();
        record("record", run -> {
            // The head of a response may wait for its first piece.
            service.sendPiece();
            HttpResponse<InputStream> response =
                    client.send(message(run, CHAT, ASK, headers).build(), HttpResponse.BodyHandlers.ofInputStream());
            boolean gzip = response.headers().firstValue("content-encoding").isPresent();
            assertThat(gzip).isEqualTo(reply.gzip());
            InputStream body = gzip ? unzipped(response.body()) : response.body();
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
                for (String expected : new String[] {chunk("one"), chunk("two"), chunk("three"), "data: [DONE]"}) {
                    // This blocks if anything on the way waits for more, because the service does not send more yet.
                    assertThat(lines.readLine()).isEqualTo(expected);
                    assertThat(lines.readLine()).isEmpty();
                    service.sendPiece();
                }
                assertThat(lines.readLine()).isNull();
            }
        });
        assertThat(service.protocols()).containsExactly("HTTP/2.0");
        assertThat(recorded().at("/response/body")).hasSize(3);
        assertThat(recorded().at("/response").has("is_exception")).isFalse();
    }

    private static InputStream unzipped(InputStream body) throws IOException {
        return new GZIPInputStream(body) {
            @Override
            public int available() {
                return 0; // The JDK says 1 whatever there is, so that a reader waits for more.
            }
        };
    }

    @Test
    void aStreamThatIsResetIsNoWholeRecordingAndReplacesNone() throws Exception {
        Reply reset = Reply.events(chunk("half")).cutOff(cut);
        service.script(reset);
        record("record", run -> askUntilCut(run));
        assertThat(recorded().at("/response/is_exception").asBoolean()).isTrue();

        // A connection lives on when one of its streams is reset, so the next call must come through.
        service.script(reset, Reply.json(200, chat("world")));
        record("record", run -> {
            askUntilCut(run);
            assertThat(content(ask(run, CHAT, ASK.replace("hello", "again"), Map.of())))
                    .isEqualTo("world");
        });
        assertThat(files()).hasSize(2);
    }

    @Test
    void aStreamThatIsResetReplacesNoGoodRecording() throws Exception {
        record("record", run -> ask(run));
        String good = recordedText();
        service.script(Reply.events(chunk("half")).cutOff(cut));
        record("record", run -> askUntilCut(run));
        assertThat(service.protocols()).containsOnly("HTTP/2.0");
        assertThat(recordedText()).isEqualTo(good);
        assertThat(warnings).singleElement().asString().contains("A good recording, if there is one, stays.");
    }

    @Test
    void aCertificateThatNobodyTrustsIsAClearErrorAndNoRecording() throws Exception {
        trust(unknown);
        refusesTheCertificate("Java does not trust the certificate that it was shown");
    }

    @Test
    void aCertificateOfAnotherHostIsAClearErrorAndNoRecording() throws Exception {
        service.close();
        service = SecureProvider.start(ofAnotherHost, Reply.json(200, chat("world")));
        trust(ofAnotherHost);
        refusesTheCertificate("the certificate that was shown is not for this host");
    }

    private void refusesTheCertificate(String why) throws Exception {
        RunOutcome outcome = record("record", run -> {
            HttpResponse<String> response = ask(run);
            assertThat(response.statusCode()).isEqualTo(502);
            assertThat(response.body())
                    .contains("The upstream openai did not answer POST /v1/chat/completions")
                    .contains(why);
        });
        assertThat(outcome.recording().stopped()).singleElement().asString().contains(why);
        assertThat(service.protocols()).isEmpty();
        assertThat(files()).isEmpty();
    }

    private static void trust(ServerKey key) throws Exception {
        SSLContext.setDefault(key.trusting());
    }
}
