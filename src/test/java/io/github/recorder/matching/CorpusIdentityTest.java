package io.github.recorder.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.SharedCorpus;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * What Python said of the same files: with {@code identity} of {@code src/test/python/expected.py}, over sorted paths.
 */
final class CorpusIdentityTest {

    /** The files whose name today's rule gives, of 729; 82 others were named by older rules, one has no hash. */
    private static final int NAMED_BY_TODAYS_RULE = 646;

    /** The model lists of them all, whose names hold a digest of the ids as well. */
    private static final int MODEL_LISTS = 67;

    /** The SHA-256 of a line {@code path hash} for each file, with {@code -} for a file without a hash. */
    private static final String ALL_HASHES = "b14d53682f131112c839b8b3ee0cc2fd0ca15f98bd70e2b54f2b5922897a44fa";

    @Test
    void everyRealRecordingHasTheHashThatPythonGives() throws Exception {
        Path corpus = SharedCorpus.corpus();
        StringBuilder lines = new StringBuilder();
        int named = 0;
        for (Path file : SharedCorpus.files()) {
            Recording recording = RecordingCodec.read(Files.readAllBytes(file));
            String hash =
                    RequestHash.hash(recording.testId(), recording.request()).orElse("-");
            named += RequestHash.bears(file.getFileName().toString(), hash) ? 1 : 0;
            lines.append(SharedCorpus.relative(corpus, file))
                    .append(' ')
                    .append(hash)
                    .append('\n');
        }
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");

        assertThat(named).isEqualTo(NAMED_BY_TODAYS_RULE);
        assertThat(HexFormat.of().formatHex(sha256.digest(lines.toString().getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(ALL_HASHES);
    }

    @Test
    void theDigestInTheNameOfEveryRealModelListIsThatOfItsIds() throws Exception {
        int lists = 0;
        for (Path file : SharedCorpus.files()) {
            String name = file.getFileName().toString();
            if (name.startsWith("models-")) {
                Recording recording = RecordingCodec.read(Files.readAllBytes(file));
                assertThat(name).endsWith("-" + RequestHash.modelListDigest(ids(recording)) + ".json");
                lists++;
            }
        }
        assertThat(lists).isEqualTo(MODEL_LISTS);
    }

    private static List<String> ids(Recording recording) {
        String key =
                ((RecordedRequest.Inference) recording.request()).endpoint().equals("/api/tags") ? "model" : "id";
        JsonNode body = RecordedResponse.unwrapped(recording.response().body());
        JsonNode models = body.isArray() ? body : body.path("models");
        return StreamSupport.stream(models.spliterator(), false)
                .map(model -> RecordedResponse.unwrapped(model).get(key).stringValue())
                .toList();
    }
}
