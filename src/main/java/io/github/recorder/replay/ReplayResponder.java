package io.github.recorder.replay;

import io.github.recorder.diagnosis.Explainer;
import io.github.recorder.ledger.RunLedger;
import io.github.recorder.matching.Digest;
import io.github.recorder.provider.Dialect;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.Endpoint;
import io.github.recorder.recording.Json;
import io.github.recorder.store.RecordingStore;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Answers every request from recordings, and what was not recorded with a miss. Safe for use by many threads. */
public final class ReplayResponder implements Responder {

    private final Lookup lookup;
    private final Dialects dialects;
    private final RunLedger ledger;
    private final ReplaySettings settings;
    private final Consumer<String> warnings;
    private final AnswerCache<Digest> cache;

    /**
     * Makes a responder.
     *
     * @param explainer says why a request has no answer
     * @param warnings told of each miss, once
     */
    public ReplayResponder(
            RecordingStore store,
            Dialects dialects,
            RunLedger ledger,
            ReplaySettings settings,
            Explainer explainer,
            Consumer<String> warnings) {
        this.lookup = new Lookup(store, dialects, settings, explainer);
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
        note(CallerTest.caller(exchange.headers()), answer);
        return answer;
    }

    private void note(Caller caller, Answer answer) {
        if (answer instanceof Answer.Replayed replayed) {
            ledger.served(caller.test(), caller.attribution(), replayed.recordings());
        } else if (answer instanceof Answer.Missed missed
                && ledger.missed(caller.test(), caller.attribution(), missed.text())) {
            warnings.accept(missed.log());
        }
    }

    /** Returns the ids of the tests that have a recording of a request; none for a request that makes no sense. */
    public Set<String> testsThatRecorded(Exchange exchange) {
        try {
            return exchange.body().hasRemaining()
                    ? lookup.owners(method(exchange), endpoint(exchange), Json.parse(bytes(exchange.body())))
                    : lookup.owners(method(exchange), endpoint(exchange), null);
        } catch (JacksonException notJson) {
            return Set.of();
        }
    }

    private static String method(Exchange exchange) {
        return exchange.method().toUpperCase(Locale.ROOT);
    }

    private Endpoint endpoint(Exchange exchange) {
        String target = exchange.query() == null ? exchange.path() : exchange.path() + "?" + exchange.query();
        return Endpoint.parse(target, settings.upstreams().names());
    }

    private Answer resolve(Exchange exchange, @Nullable String testId) {
        String method = method(exchange);
        Endpoint endpoint = endpoint(exchange);
        if (method.equals("GET") && endpoint.path().equals("/")) {
            return OwnAnswer.greeting(lookup.recordings(), settings.directory());
        }
        JsonNode body;
        try {
            body = exchange.body().hasRemaining() ? Json.parse(bytes(exchange.body())) : null;
        } catch (JacksonException notJson) {
            Dialect dialect = dialects.forEndpoint(method, endpoint);
            return OwnAnswer.refused(
                    dialect,
                    "The body of " + method + " " + endpoint.path() + " is not JSON: " + notJson.getOriginalMessage()
                            + ". Send the request as JSON in UTF-8.");
        }
        return lookup.answer(method, endpoint, body, testId);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
