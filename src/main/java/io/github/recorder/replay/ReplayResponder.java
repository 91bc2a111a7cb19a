package io.github.recorder.replay;

import io.github.recorder.ledger.RunLedger;
import io.github.recorder.matching.Candidate;
import io.github.recorder.matching.CandidateOrder;
import io.github.recorder.matching.Choice;
import io.github.recorder.matching.Digest;
import io.github.recorder.matching.MatchKey;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.provider.Dialect;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.Endpoint;
import io.github.recorder.provider.WireAnswer;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.Recording;
import io.github.recorder.store.RecordingStore;
import io.github.recorder.store.UnreadableRecordingException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Answers every request from recordings, and what was not recorded with a miss. Safe for use by many threads. */
public final class ReplayResponder implements Responder {

    /** The code by which a program tells our miss from an error that was recorded. */
    private static final String MISS_CODE = "recording_not_found";

    /** The id that storing a recording gives an answer: it covers the test id, so the same answer has another in each test. */
    private static final Pattern STORED_ID = Pattern.compile("\"rec-[0-9a-f]{12}\"");

    private final RecordingStore store;
    private final Dialects dialects;
    private final RunLedger ledger;
    private final ReplaySettings settings;
    private final Consumer<String> warnings;
    private final AnswerCache<Digest> cache;

    /**
     * Makes a responder.
     *
     * @param warnings told the text of each miss, once
     */
    public ReplayResponder(
            RecordingStore store,
            Dialects dialects,
            RunLedger ledger,
            ReplaySettings settings,
            Consumer<String> warnings) {
        this.store = store;
        this.dialects = dialects;
        this.ledger = ledger;
        this.settings = settings;
        this.warnings = warnings;
        this.cache = new AnswerCache<>(settings.cacheBytes());
    }

    @Override
    public Answer answer(Exchange exchange) {
        String testId = CallerTest.of(exchange.headers());
        Digest digest = RequestDigest.of(exchange, testId);
        Answer answer = cache.get(digest);
        if (answer == null) {
            answer = resolve(exchange, testId);
            if (answer instanceof Answer.Replayed) {
                cache.put(digest, answer);
            }
        }
        note(testId, answer);
        return answer;
    }

    private void note(@Nullable String testId, Answer answer) {
        if (answer instanceof Answer.Replayed replayed) {
            ledger.served(testId, replayed.recordings());
        } else if (answer instanceof Answer.Missed missed && ledger.missed(missed.text())) {
            warnings.accept(missed.text());
        }
    }

    private Answer resolve(Exchange exchange, @Nullable String testId) {
        // What HEAD asks for is what GET would bring; the transport leaves the body out.
        String sent = exchange.method().toUpperCase(Locale.ROOT);
        String method = sent.equals("HEAD") ? "GET" : sent;
        Endpoint endpoint = Endpoint.of(
                exchange.path(), exchange.query(), settings.upstreams().names());
        Dialect dialect = dialects.forEndpoint(method, endpoint.target());
        JsonNode body;
        try {
            body = exchange.body().hasRemaining() ? Json.parse(bytes(exchange.body())) : null;
        } catch (JacksonException notJson) {
            return refused(
                    dialect,
                    "The body of " + method + " " + endpoint.target() + " is not JSON: " + notJson.getOriginalMessage()
                            + ". Send the request as JSON in UTF-8.");
        }
        Optional<WireRequest> request = dialect.read(method, endpoint.target(), body);
        if (request.isEmpty()) {
            return missed(dialect, new Miss(method, endpoint.target(), testId, null, nothingRecorded()));
        }
        return new Question(endpoint, dialect, request.get(), testId).resolve();
    }

    private Miss.Why nothingRecorded() {
        return new Miss.Why.NothingRecorded(store.size(), settings.directory());
    }

    private static Answer missed(Dialect dialect, Miss miss) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        // OpenAI's and Anthropic's SDKs try again on some statuses; a miss stays a miss.
        headers.put("x-should-retry", "false");
        headers.put("X-Recorder-Miss", "true");
        String text = miss.text();
        byte[] body = Json.compact(dialect.error(404, text, MISS_CODE));
        return new Answer.Missed(text, new WireAnswer(404, headers, ByteBuffer.wrap(body), WireAnswer.Ending.COMPLETE));
    }

    private static Answer refused(Dialect dialect, String text) {
        Map<String, String> headers = Map.of("Content-Type", "application/json", "x-should-retry", "false");
        byte[] body = Json.compact(dialect.error(400, text, "invalid_request"));
        return new Answer.Refused(new WireAnswer(400, headers, ByteBuffer.wrap(body), WireAnswer.Ending.COMPLETE));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** One request on its way to an answer. */
    private final class Question {

        private final Endpoint endpoint;
        private final Dialect dialect;
        private final WireRequest request;
        private final @Nullable String testId;

        Question(Endpoint endpoint, Dialect dialect, WireRequest request, @Nullable String testId) {
            this.endpoint = endpoint;
            this.dialect = dialect;
            this.request = request;
            this.testId = testId;
        }

        Answer resolve() {
            MatchKey key = MatchKey.of(request);
            List<Candidate> candidates = store.candidates(key);
            Choice choice = CandidateOrder.choose(candidates, testId, key.raw(), settings.isolation());
            try {
                if (choice instanceof Choice.One one) {
                    return replayed(one.candidate());
                }
                if (choice instanceof Choice.AllMustAgree all) {
                    return agreed(all.candidates());
                }
                return missed(candidates.isEmpty() ? nothingRecorded() : new Miss.Why.OtherTestsOnly(candidates));
            } catch (UnreadableRecordingException problem) {
                return missed(new Miss.Why.Corrupt(problem.problem().sentence()));
            }
        }

        private Answer replayed(Candidate candidate) throws UnreadableRecordingException {
            Recording recording = store.read(candidate.path());
            return replayed(
                    List.of(candidate.path()),
                    dialects.dialectOf(recording.request()).answer(recording));
        }

        private Answer replayed(List<String> paths, WireAnswer answer) {
            Map<String, String> headers = new LinkedHashMap<>(answer.headers());
            headers.put("X-Recorder-Recording", paths.get(0));
            return new Answer.Replayed(paths, new WireAnswer(answer.status(), headers, answer.body(), answer.ending()));
        }

        private Answer agreed(List<Candidate> candidates) throws UnreadableRecordingException {
            Answer first = replayed(candidates.get(0));
            String said = withoutStoredIds(first.wire());
            for (Candidate other : candidates.subList(1, candidates.size())) {
                if (!said.equals(withoutStoredIds(replayed(other).wire()))) {
                    return missed(new Miss.Why.OtherTestsDisagree(candidates));
                }
            }
            return first;
        }

        private Answer missed(Miss.Why why) {
            return ReplayResponder.missed(dialect, new Miss(request.method(), request.endpoint(), testId, hash(), why));
        }

        private @Nullable String hash() {
            return null;
        }
    }

    private static String withoutStoredIds(WireAnswer answer) {
        String body = StandardCharsets.UTF_8.decode(answer.body().duplicate()).toString();
        return answer.status() + " " + answer.ending() + " "
                + STORED_ID.matcher(body).replaceAll("\"rec-\"");
    }
}
