package io.github.recorder.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.attribution.RunToken;
import io.github.recorder.ledger.AttributionConfidence;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AccessResponderTest {

    private static final Map<String, String> TEST = Map.of("X-Recorder-Test-Id", "acme.AIT#a");
    private static final Map<String, String> PAGE = Map.of("Sec-Fetch-Site", "same-origin");

    private final RunToken token = RunToken.random();
    private @Nullable Exchange passed;

    @Test
    void takesTheTokenOutOfThePath() {
        assertThat(pass(false, token.path() + "/openai/v1/models", TEST).path()).isEqualTo("/openai/v1/models");
        assertThat(caller()).isEqualTo(new CallerIdentity("acme.AIT#a", AttributionConfidence.EXACT));
        assertThat(pass(false, token.path() + "-7/openai/v1/models", PAGE).path())
                .isEqualTo("/s/7/openai/v1/models");
        assertThat(caller().stranger()).isFalse();
        assertThat(pass(false, token.path(), TEST).path()).isEqualTo("/");
    }

    @Test
    void takesTheLinkOutOfAPathThatAClientAppendedToItsBaseUrl() {
        for (String base : new String[] {token.path(), token.path() + "-7"}) {
            assertThat(pass(false, base + "/gemini" + base + "/gemini/upload/1", TEST)
                            .path())
                    .isEqualTo((base.endsWith("-7") ? "/s/7" : "") + "/gemini/upload/1");
        }
        assertThat(caller().stranger()).isFalse();
        String foreign = "/s/" + "0".repeat(32) + "/gemini" + token.path() + "/gemini/upload/1";
        assertThat(pass(false, foreign, TEST).path()).doesNotStartWith("/gemini/upload");
        assertThat(caller()).isEqualTo(CallerIdentity.STRANGER);
    }

    @Test
    void aStrangerNamesNeitherASessionNorATest() {
        for (String path : new String[] {
            "/openai/v1/models",
            "/s/7/openai/v1/models",
            "/s/" + "0".repeat(32) + "-7/openai/v1/models",
            token.path() + "7/openai/v1/models",
            token.path().substring(0, 20) + "/openai/v1/models"
        }) {
            assertThat(pass(false, path, TEST).path()).isEqualTo("/openai/v1/models");
            assertThat(caller()).isEqualTo(CallerIdentity.STRANGER);
        }
    }

    @Test
    void anOpenRunTakesProgramsForItsOwnButNoPages() {
        assertThat(pass(true, "/openai/v1/models", TEST).path()).isEqualTo("/openai/v1/models");
        assertThat(caller().test()).isEqualTo("acme.AIT#a");
        pass(true, "/openai/v1/models", Map.of("Sec-Fetch-Mode", "cors"));
        assertThat(caller().stranger()).isFalse();

        pass(true, "/openai/v1/models", PAGE);
        assertThat(caller()).isEqualTo(CallerIdentity.STRANGER);
        pass(true, "/openai/v1/models", Map.of("Origin", "http://127.0.0.1:4711"));
        assertThat(caller()).isEqualTo(CallerIdentity.STRANGER);
    }

    private CallerIdentity caller() {
        return Objects.requireNonNull(passed).caller();
    }

    private Exchange pass(boolean open, String path, Map<String, String> headers) {
        Responder next = exchange -> {
            passed = exchange;
            return RecorderPages.greeting(0, "recordings");
        };
        new AccessResponder(next, token, open)
                .respond(new Exchange("GET", path, null, headers::get, ByteBuffer.allocate(0)));
        return Objects.requireNonNull(passed);
    }
}
