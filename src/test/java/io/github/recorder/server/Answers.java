package io.github.recorder.server;

import io.github.recorder.provider.WireAnswer;
import io.github.recorder.replay.Answer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Answers for responders of tests. */
final class Answers {

    private Answers() {}

    static Answer json(String body) {
        return answer(200, "application/json", body, WireAnswer.Ending.COMPLETE);
    }

    static Answer answer(int status, String contentType, String body, WireAnswer.Ending ending) {
        return answer(new WireAnswer(status, Map.of("Content-Type", contentType), bytes(body), ending));
    }

    static Answer answer(WireAnswer wire) {
        return new Answer.Replayed(List.of("a/b.json"), wire);
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
    }

    static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }
}
