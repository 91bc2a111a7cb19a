package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recorder.check.CheckOptions;
import io.github.recorder.check.CheckResult;
import io.github.recorder.check.CheckVerdict;
import io.github.recorder.check.CheckedRecording;
import io.github.recorder.check.FailurePolicy;
import io.github.recorder.check.RecordingAcceptance;
import io.github.recorder.progress.TimedProgress;
import io.github.recorder.record.RequestRepeater;
import io.github.recorder.recording.Json;
import io.github.recorder.scripted.ScriptedProvider;
import io.github.recorder.scripted.ScriptedProvider.Reply;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;

/** Recordings that a run made, checked against a service that changes meanwhile. */
final class CheckServiceTest extends RecordingScenario {

    private static final String KEY = "sk-" + "q7Hc2VtX9bRz4KpLw8NdYs3Gm6Jf1Ae5";
    private static final String TOOL = """
            {"id":"chatcmpl-1","object":"chat.completion","created":7,"model":"m","choices":[{"index":0,"message":\
            {"role":"assistant","content":null,"tool_calls":[{"id":"call_%s","type":"function","function":\
            {"name":"weather","arguments":"{\\"city\\":\\"%s\\"}"}}]},"finish_reason":"tool_calls"}],\
            "usage":{"prompt_tokens":30,"completion_tokens":10,"total_tokens":40}}""";

    /** What the service answers, by the words of the user. */
    private final Map<String, List<Reply>> replies = new ConcurrentHashMap<>();

    private final List<String> lines = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private String workDirectory = "target";
    private ScriptedProvider service;

    @BeforeEach
    void startService() throws IOException {
        service = ScriptedProvider.answering(request -> {
            String words = Json.parse(request.body().getBytes(StandardCharsets.UTF_8))
                    .at("/messages/0/content")
                    .asString("");
            List<Reply> all = replies.getOrDefault(words, List.of(Reply.json(404, "{}")));
            synchronized (all) {
                return all.size() > 1 ? all.remove(0) : all.get(0);
            }
        });
    }

    @AfterEach
    void stopService() {
        service.close();
    }

    @Override
    URI service() {
        return service.url();
    }

    @Test
    void saysWhatTheServiceAnswersToday() throws Exception {
        reply("same", Reply.json(200, chat("a word")));
        reply("words", Reply.json(200, chat("the sky is blue")));
        reply("tool", Reply.json(200, TOOL.formatted("1", "Paris")));
        reply("field", Reply.json(200, chat("x")));
        reply("status", Reply.json(200, chat("x")));
        reply("busy", Reply.json(200, chat("x")));
        reply("broken", Reply.json(200, chat("x")));
        recordAll();
        Map<String, String> before = contents();

        reply("words", Reply.json(200, chat("the sky looks blue")));
        reply("tool", Reply.json(200, TOOL.formatted("2", "Rome")));
        reply("field", Reply.json(200, chat("x").replace("\"created\":7,", "").replace("\"role\":\"assistant\",", "")));
        reply("status", Reply.json(400, "{\"error\":{\"message\":\"no\"}}"));
        reply("busy", Reply.json(429, "{}").with("Retry-After", "7"), Reply.json(200, chat("x")));
        reply("broken", Reply.json(500, "{}"));
        CheckResult result = check(options());

        assertThat(verdicts(result))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "same", CheckVerdict.IDENTICAL,
                        "words", CheckVerdict.REWORDED,
                        "tool", CheckVerdict.CHANGED,
                        "field", CheckVerdict.SHAPE_CHANGED,
                        "status", CheckVerdict.CHANGED,
                        "busy", CheckVerdict.IDENTICAL,
                        "broken", CheckVerdict.NOT_ASKED));
        assertThat(of(result, "words").similarity()).isEqualTo(0.75);
        assertThat(of(result, "tool").details())
                .containsExactly("tool calls was \"weather {\"city\":\"Paris\"}\", is \"weather {\"city\":\"Rome\"}\"");
        assertThat(of(result, "field").details())
                .containsExactlyInAnyOrder("/created is gone", "/choices/*/message/role is gone");
        assertThat(of(result, "broken").details()).containsExactly("openai answered 500");
        assertThat(pauses).containsExactly(Duration.ofSeconds(7));
        assertThat(lines).contains("openai answered 429, so the next try is in 7 s");
        assertThat(result.sentence())
                .isEqualTo("7 recordings checked: 2 identical, 1 reworded, 2 changed, 1 shape changed,"
                        + " 1 could not be asked");
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void aToolCallWithAnotherIdIsIdentical() throws Exception {
        reply("tool", Reply.json(200, TOOL.formatted("1", "Paris")));
        recordAll();
        reply("tool", Reply.json(200, TOOL.formatted("2", "Paris")));

        assertThat(verdicts(check(options()))).containsEntry("tool", CheckVerdict.IDENTICAL);
    }

    @Test
    void aStreamInOtherPiecesIsIdentical() throws Exception {
        reply("stream", Reply.events(chunk("he"), chunk("llo"), "data: [DONE]"));
        recordAll();
        reply("stream", Reply.events(chunk("hello"), "data: [DONE]"));

        assertThat(verdicts(check(options()))).containsEntry("stream", CheckVerdict.IDENTICAL);
    }

    @Test
    void aStreamThatBreaksOffIsNoDifference() throws Exception {
        reply("whole", Reply.events(chunk("he"), "data: [DONE]"));
        recordAll();
        reply("whole", Reply.events(chunk("he")).cutOff());

        assertThat(verdicts(check(options()))).containsEntry("whole", CheckVerdict.NOT_ASKED);
    }

    @Test
    void whatAServiceSaysCannotControlTheTerminal() throws Exception {
        reply("a", Reply.json(200, chat("the sky is blue")));
        recordAll();
        reply("a", Reply.json(200, chat("the sky \\u001b[2J\\r\\n[ERROR] is \\u202eeulb")));

        assertThat(check(options()).sentences())
                .anyMatch(line -> line.endsWith("is \"the sky \\u001b[2J\\u000d\\n[ERROR] is \\u202eeulb\""));
    }

    @Test
    void valuesThatAreNestedDeepAreCompared() throws Exception {
        reply("a", Reply.json(200, chat("x")));
        reply("b", Reply.json(200, chat("x")));
        recordAll();
        reply("a", Reply.json(200, "{\"choices\":" + "[".repeat(900) + "]".repeat(900) + "}"));
        CheckResult result = check(options());

        assertThat(verdicts(result))
                .containsEntry("a", CheckVerdict.CHANGED)
                .containsEntry("b", CheckVerdict.IDENTICAL);
    }

    @Test
    void everyPolicyFailsFromItsVerdictOn() throws Exception {
        reply("words", Reply.json(200, chat("the sky is blue")));
        recordAll();
        reply("words", Reply.json(200, chat("the sky looks blue")));
        CheckResult result = check(options());

        assertThat(result.failure(FailurePolicy.REWORDED))
                .hasValueSatisfying(text ->
                        assertThat(text).startsWith("1 recording differs from the real services (1 reworded)."));
        assertThat(Stream.of(FailurePolicy.NONE, FailurePolicy.SHAPE, FailurePolicy.CHANGED))
                .allSatisfy(policy -> assertThat(result.failure(policy)).isEmpty());
    }

    @Test
    void aServiceThatStaysBusyIsAskedAFewTimesAndThenNoMore() throws Exception {
        for (String words : List.of("a", "b", "c", "d", "e")) {
            reply(words, Reply.json(200, chat("x")));
        }
        recordAll();
        replies.keySet().forEach(words -> reply(words, Reply.json(429, "{}")));
        int before = service.asked().size();
        CheckResult result = check(options());

        assertThat(service.asked()).hasSize(before + 3 * 4);
        assertThat(pauses).startsWith(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
        assertThat(result.sentences())
                .contains(
                        "  3 could not be asked: openai answered 429 4 times",
                        "  2 could not be asked: 3 requests to openai in a row failed, so no more were sent");
        assertThat(result.failure(FailurePolicy.SHAPE))
                .hasValue("None of 5 recordings could be asked, so nothing is known: openai answered 429 4 times.");
        assertThat(result.failure(FailurePolicy.NONE)).isEmpty();
    }

    @Test
    void aWaitThatIsTooLongIsNotWaited() throws Exception {
        reply("a", Reply.json(200, chat("x")));
        recordAll();
        reply("a", Reply.json(429, "{}").with("Retry-After", "3600"));

        assertThat(of(check(options()), "a").details())
                .containsExactly("openai answered 429, and the next request is allowed in 3600 s");
        assertThat(pauses).isEmpty();
    }

    @Test
    void aWaitThatIsTooLongEndsTheRequestsToThisService() throws Exception {
        reply("a", Reply.json(200, chat("x")));
        reply("b", Reply.json(200, chat("x")));
        recordAll();
        int before = service.asked().size();
        replies.keySet().forEach(words -> reply(words, Reply.json(429, "{}").with("Retry-After", "9999999999")));
        CheckResult result = check(options());

        assertThat(service.asked()).hasSize(before + 1);
        assertThat(pauses).isEmpty();
        assertThat(result.sentences())
                .contains(
                        "  1 could not be asked: openai answered 429, and the next request is allowed in 9999999999 s",
                        "  1 could not be asked: openai allows no request for more than two minutes");
    }

    @Test
    void theWaitOfAServiceIsThatOfItsNextRecordingToo() throws Exception {
        reply("a", Reply.json(200, chat("x")));
        reply("b", Reply.json(200, chat("x")));
        recordAll();
        age("a", 2);
        reply("a", Reply.json(429, "{}").with("Retry-After", "99.5"));
        CheckResult result = check(options());

        assertThat(verdicts(result))
                .containsEntry("a", CheckVerdict.NOT_ASKED)
                .containsEntry("b", CheckVerdict.IDENTICAL);
        assertThat(pauses).hasSize(4).startsWith(Duration.ofSeconds(100), Duration.ofSeconds(100));
        assertThat(pauses.get(3)).as("what is left of it").isBetween(Duration.ofSeconds(1), Duration.ofSeconds(100));
    }

    @Test
    void aResponseThatTakesTooMuchMemoryCostsOneRecording() throws Exception {
        reply("a", Reply.json(200, chat("x")));
        reply("b", Reply.json(200, chat("x")));
        recordAll();
        reply("a", Reply.json(429, "{}"));
        CheckResult result = checkPausing(time -> {
            throw new OutOfMemoryError("Java heap space");
        });

        assertThat(of(result, "a").detail()).startsWith("its response takes more memory than Maven has");
        assertThat(verdicts(result)).containsEntry("b", CheckVerdict.IDENTICAL);
    }

    @Test
    void theKeyOfTheEnvironmentIsSentAndIsInNoFile() throws Exception {
        reply("a", Reply.json(200, chat("x")));
        recordAll();
        // A service that says which key it got.
        reply("a", Reply.json(200, chat("your key, which I do not keep to myself, is this one here: " + KEY)));
        List<UpstreamConfig> upstreams =
                List.of(new UpstreamConfig("openai", service() + "/v1", null, null, "ACME_KEY", null));
        CheckResult result = check(services(upstreams, Map.of("ACME_KEY", KEY)), options());

        assertThat(service.asked().get(1).headers()).containsEntry("authorization", "Bearer " + KEY);
        assertThat(verdicts(result)).containsEntry("a", CheckVerdict.REWORDED);
        assertThat(result.sentences()).noneMatch(line -> line.contains(KEY.substring(0, 8)));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).as("%s", file).doesNotContain(KEY.substring(0, 8));
            }
        }
    }

    @Test
    void aMissingKeyAndAnUnknownServiceAndAReplacedValueAreNotAsked() throws Exception {
        reply("a", Reply.json(200, chat("x")));
        recordAll();
        int asked = service.asked().size();
        List<UpstreamConfig> upstreams =
                List.of(new UpstreamConfig("openai", service() + "/v1", null, null, "ACME_KEY", null));

        assertThat(of(check(services(upstreams, Map.of()), options()), "a").details())
                .containsExactly("there is no key: set the environment variable ACME_KEY");
        change("a", "https://api.openai.com", "https://llm.acme.example");
        assertThat(of(check(options()), "a").details())
                .containsExactly("no known service and none of <upstreams> has the URL https://llm.acme.example");
        change("a", "https://llm.acme.example", "https://api.openai.com");
        change("a", "\"model\": \"m\"", "\"model\": \"m\", \"user\": \"REDACTED\"");
        assertThat(of(check(options()), "a").details())
                .containsExactly("its request has values that were replaced when it was recorded");
        assertThat(service.asked()).hasSize(asked);
    }

    @Test
    void aServiceThatIsDownIsNoDifference() throws Exception {
        reply("a", Reply.json(200, chat("x")));
        recordAll();
        service.close();

        CheckedRecording result = of(check(options()), "a");
        assertThat(result.verdict()).isEqualTo(CheckVerdict.NOT_ASKED);
        assertThat(result.detail()).startsWith("No response from http://127.0.0.1:");
    }

    @Test
    void anInterruptedCheckGoesOnWhereItWas() throws Exception {
        reply("a", Reply.json(200, chat("x")));
        reply("b", Reply.json(200, chat("x")));
        reply("c", Reply.json(200, chat("x")));
        recordAll();
        age("a", 3);
        age("b", 2);
        age("c", 1);
        reply("b", Reply.json(429, "{}"));
        CheckResult interrupted = checkPausing(time -> {
            throw new InterruptedException("as by Ctrl-C");
        });

        assertThat(Thread.interrupted()).isTrue();
        assertThat(verdicts(interrupted)).containsOnlyKeys("a");
        reply("b", Reply.json(200, chat("x")));
        int before = service.asked().size();
        CheckResult rest = check(options());
        assertThat(words(before)).containsExactly("b", "c");
        assertThat(rest.takenOver()).isEqualTo(1);
        assertThat(verdicts(rest)).hasSize(3).containsValue(CheckVerdict.IDENTICAL);

        change("a", "\"role\": \"user\"", "\"role\": \"user\", \"name\": \"n\"");
        before = service.asked().size();
        check(options());
        assertThat(words(before)).as("only the recording that changed").containsExactly("a");
        before = service.asked().size();
        check(new CheckOptions(0, 0, null, true, FailurePolicy.CHANGED, LocalDate.EPOCH, Duration.ofMinutes(5)));
        assertThat(words(before)).as("all, from the start").hasSize(3);
    }

    @Test
    void theOldestAreAskedWithinTheLimits() throws Exception {
        reply("a", Reply.json(200, TOOL.formatted("1", "Paris")));
        reply("b", Reply.json(200, TOOL.formatted("1", "Paris")));
        reply("c", Reply.json(200, TOOL.formatted("1", "Paris")));
        recordAll();
        age("a", 1);
        age("b", 3);
        age("c", 2);
        int before = service.asked().size();

        CheckResult first = check(
                new CheckOptions(1, 0, null, false, FailurePolicy.CHANGED, LocalDate.EPOCH, Duration.ofMinutes(5)));
        assertThat(words(before)).containsExactly("b");
        assertThat(first.leftOver()).isEqualTo(2);
        assertThat(first.sentence()).endsWith("; 2 left over by the limits, which the next check asks");
        CheckResult second = check(
                new CheckOptions(0, 79, null, false, FailurePolicy.CHANGED, LocalDate.EPOCH, Duration.ofMinutes(5)));
        assertThat(words(before)).containsExactly("b", "c");
        assertThat(second.leftOver()).isEqualTo(1);
        assertThat(lines)
                .contains("asking the real services for 1 of 3 recordings, with 40 tokens by their recorded usage; 1"
                        + " were checked in the last 24 hours (-Drecorder.check.restart asks again)");
    }

    @Test
    void withoutEarlierResultsTheDayChoosesAPart() throws Exception {
        List.of("a", "b", "c", "d", "e").forEach(words -> reply(words, Reply.json(200, chat("x"))));
        recordAll();
        Map<Integer, List<String>> askedOn = new TreeMap<>();
        for (int day : List.of(0, 1, 2, 2)) {
            int before = service.asked().size();
            workDirectory = "target-of-job-" + service.asked().size();
            check(new CheckOptions(
                    2, 0, null, false, FailurePolicy.CHANGED, LocalDate.ofEpochDay(day), Duration.ofMinutes(5)));
            List<String> asked = words(before);
            assertThat(asked).isEqualTo(askedOn.getOrDefault(day, asked));
            askedOn.put(day, asked);
        }

        assertThat(askedOn.values().stream().flatMap(List::stream)).contains("a", "b", "c", "d", "e");
        assertThat(lines)
                .contains("asking the real services for 2 of 5 recordings, with 0 tokens by their recorded usage;"
                        + " part 1 of 3, by the day 1970-01-01 (-Drecorder.check.day)")
                .anyMatch(line -> line.contains("; part 3 of 3, by the day 1970-01-02"));
    }

    @Test
    void aResponseThatDoesNotEndIsNoDifference() throws Exception {
        reply("a", Reply.events(chunk("hello"), "data: [DONE]"));
        recordAll();
        String[] drips = new String[20_000];
        Arrays.fill(drips, ": still here");
        reply("a", Reply.events(drips).every(Duration.ofMillis(20)));
        CheckResult result = check(
                new CheckOptions(0, 0, null, false, FailurePolicy.CHANGED, LocalDate.EPOCH, Duration.ofSeconds(1)));

        assertThat(of(result, "a").verdict()).isEqualTo(CheckVerdict.NOT_ASKED);
        assertThat(of(result, "a").detail()).contains(" within 1 s");
    }

    @Test
    void aSecretInPiecesIsNotShown() throws Exception {
        reply("a", Reply.json(200, chat("x").replace("\"created\":7", "\"created\":7,\"list\":[\"n\",\"o\"]")));
        recordAll();
        String pieces = KEY.chars().mapToObj(c -> "\"" + (char) c + "\"").collect(Collectors.joining(","));
        reply("a", Reply.json(200, chat("x").replace("\"created\":7", "\"created\":7,\"list\":[" + pieces + "]")));
        CheckResult result = check(options());

        assertThat(of(result, "a").verdict()).isEqualTo(CheckVerdict.REWORDED);
        assertThat(of(result, "a").details())
                .containsExactly("a response has a secret in several pieces, so the differences are not shown");
        assertThat(accept("*").accepted()).isEmpty();
    }

    @Test
    void aLongTextThatDiffersAtItsEndIsNotIdentical() throws Exception {
        reply("a", Reply.json(200, chat("word ".repeat(5000) + "end")));
        recordAll();
        reply("a", Reply.json(200, chat("word ".repeat(5000) + "End")));

        assertThat(check(options()).sentences())
                .anyMatch(line -> line.startsWith("  reworded ") && line.contains("(99 % of the words are the same)"));
    }

    @Test
    void onlyRequestsThatAreSentCountAndTheLeastRecentlyTriedAreFirst() throws Exception {
        reply("a", Reply.json(200, chat("x")));
        reply("b", Reply.json(200, chat("x")));
        reply("c", Reply.json(200, chat("x")));
        recordAll();
        change("a", "\"model\": \"m\"", "\"model\": \"m\", \"user\": \"REDACTED\"");
        age("a", 3);
        age("b", 2);
        age("c", 1);
        CheckOptions one =
                new CheckOptions(1, 0, null, true, FailurePolicy.CHANGED, LocalDate.EPOCH, Duration.ofMinutes(5));
        int before = service.asked().size();
        CheckResult first = check(one);

        assertThat(words(before)).containsExactly("b");
        assertThat(verdicts(first)).containsOnlyKeys("a", "b").containsEntry("a", CheckVerdict.NOT_ASKED);
        assertThat(first.leftOver()).isEqualTo(1);
        check(one);
        check(one);
        assertThat(words(before)).containsExactly("b", "c", "b");
    }

    @Test
    void aServiceThatFailsCostsTheOthersNothing() throws Exception {
        for (String words : List.of("a", "b", "c", "d", "e")) {
            reply(words, Reply.json(200, chat("x")));
        }
        recordAll();
        age("e", 1);
        age("d", 2);
        age("c", 3);
        age("b", 4);
        age("a", 5);
        List.of("a", "b", "c").forEach(words -> reply(words, Reply.json(500, "{}")));
        UpstreamConfig other = new UpstreamConfig("acme", service() + "/v1", null, null, null, null);
        change("e", "https://api.openai.com", service().toString());
        int before = service.asked().size();
        CheckResult result = check(
                services(List.of(other), Map.of()),
                new CheckOptions(4, 0, null, false, FailurePolicy.CHANGED, LocalDate.EPOCH, Duration.ofMinutes(5)));

        assertThat(words(before)).containsExactly("a", "b", "c", "e");
        assertThat(of(result, "d").detail()).endsWith("in a row failed, so no more were sent");
        assertThat(result.leftOver()).isZero();
    }

    @Test
    void limitsThatAllowNothingFail() throws Exception {
        reply("a", Reply.json(200, TOOL.formatted("1", "Paris")));
        recordAll();
        int before = service.asked().size();
        CheckResult result = check(
                new CheckOptions(0, 39, null, false, FailurePolicy.SHAPE, LocalDate.EPOCH, Duration.ofMinutes(5)));

        assertThat(service.asked()).hasSize(before);
        assertThat(result.failure(FailurePolicy.SHAPE))
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("None of 1 recording could be asked, so nothing is known: 1 is over the limits"));
        assertThat(result.failure(FailurePolicy.NONE)).isEmpty();
    }

    @Test
    void resultsThatACheckDoesNotRepeatStay() throws Exception {
        reply("a", Reply.json(200, chat("the sky is blue")));
        reply("b", Reply.json(200, chat("the sky is blue")));
        recordAll();
        age("a", 2);
        reply("a", Reply.json(200, chat("the sky looks blue")));
        reply("b", Reply.json(200, chat("the sky looks blue")));
        check(options());
        int before = service.asked().size();
        CheckResult again = check(
                new CheckOptions(1, 0, null, true, FailurePolicy.CHANGED, LocalDate.EPOCH, Duration.ofMinutes(5)));
        assertThat(verdicts(again)).containsOnlyKeys("a", "b");
        check(new CheckOptions(1, 0, "n", false, FailurePolicy.CHANGED, LocalDate.EPOCH, Duration.ofMinutes(5)));
        assertThat(accept("*").refused()).singleElement().asString().contains("another model was asked");
        replies.keySet().forEach(words -> reply(words, Reply.json(500, "{}")));
        assertThat(verdicts(check(new CheckOptions(
                        0, 0, null, true, FailurePolicy.CHANGED, LocalDate.EPOCH, Duration.ofMinutes(5)))))
                .containsOnlyKeys("a", "b")
                .doesNotContainValue(CheckVerdict.REWORDED);
        assertThat(words(before)).hasSize(4);

        assertThat(verdicts(check(options())))
                .hasSize(2)
                .containsOnlyKeys("a", "b")
                .containsValue(CheckVerdict.REWORDED);
        check(new CheckOptions(1, 0, "n", false, FailurePolicy.CHANGED, LocalDate.EPOCH, Duration.ofMinutes(5)));
        check(options());
        assertThat(words(before)).as("one more for the other model").hasSize(5);
        assertThat(accept("*").accepted()).hasSize(2);
        assertThat(contents().values()).allMatch(text -> text.contains("the sky looks blue"));
    }

    @Test
    void eachResultIsWrittenBeforeTheNextRequestAndASecondCheckIsRefused() throws Exception {
        reply("a", Reply.json(200, chat("x")));
        reply("b", Reply.json(200, chat("x")));
        reply("c", Reply.json(200, chat("x")));
        recordAll();
        age("a", 3);
        age("b", 2);
        reply("c", Reply.json(429, "{}"), Reply.json(200, chat("x")));
        List<Integer> written = new ArrayList<>();
        checkPausing(time -> {
            try {
                written.add(Json.parse(Files.readAllBytes(work().resolve("check.json")))
                        .path("recordings")
                        .size());
            } catch (IOException problem) {
                throw new AssertionError(problem);
            }
            assertThatThrownBy(() -> check(options()))
                    .isInstanceOf(InvalidConfigurationException.class)
                    .hasMessageStartingWith("Another check of this project is running");
        });

        assertThat(written).containsExactly(2);
        assertThat(verdicts(check(options()))).as("the lock is free again").hasSize(3);
    }

    @Test
    void anotherModelIsAskedInPlaceOfTheRecordedOne() throws Exception {
        reply("a", Reply.json(200, chat("x")));
        recordAll();
        reply("a", Reply.json(200, chat("x").replace("\"model\":\"m\"", "\"model\":\"n\"")));
        int before = service.asked().size();
        CheckResult result = check(
                new CheckOptions(0, 0, "n", false, FailurePolicy.CHANGED, LocalDate.EPOCH, Duration.ofMinutes(5)));

        assertThat(Json.parse(service.asked().get(before).body().getBytes(StandardCharsets.UTF_8))
                        .path("model")
                        .asString(""))
                .isEqualTo("n");
        assertThat(verdicts(result)).containsEntry("a", CheckVerdict.IDENTICAL);
        before = service.asked().size();
        check(options());
        assertThat(words(before))
                .as("a result of another model is not taken over")
                .hasSize(1);
    }

    @Test
    void theResultsAreInTwoFiles() throws Exception {
        reply("tool", Reply.json(200, TOOL.formatted("1", "Paris")));
        reply("words", Reply.json(200, chat("the sky is blue")));
        reply("gone", Reply.json(200, chat("x")));
        recordAll();
        reply("tool", Reply.json(200, TOOL.formatted("1", "<Rome> \\u0001 & \\\"co\\\"")));
        reply("words", Reply.json(200, chat("the sky looks blue")));
        reply("gone", Reply.json(500, "{}"));
        check(options());

        JsonNode json = Json.parse(Files.readAllBytes(work().resolve("check.json")));
        assertThat(json.path("format").asString("")).isEqualTo("recorder-check");
        assertThat(json.at("/counts/changed").asInt()).isEqualTo(1);
        assertThat(json.at("/counts/not asked").asInt()).isEqualTo(1);
        assertThat(json.path("recordings").valueStream())
                .extracting(result -> result.path("verdict").asString(""))
                .containsExactlyInAnyOrder("changed", "reworded", "not asked");
        Document xml = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(work().resolve("TEST-recorder-check.xml").toFile());
        Element suite = xml.getDocumentElement();
        assertThat(List.of("tests", "failures", "errors", "skipped"))
                .extracting(suite::getAttribute)
                .containsExactly("3", "1", "0", "1");
        Element failure = (Element) suite.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message"))
                .startsWith("changed: tool calls was")
                .contains("<Rome>");
        assertThat(((Element) failure.getParentNode()).getAttribute("classname"))
                .isEqualTo("com.acme.ChatIT");
    }

    @Test
    void acceptedResponsesAreReplayedAndTheOthersStay() throws Exception {
        reply("tool", Reply.json(200, TOOL.formatted("1", "Paris")));
        reply("words", Reply.json(200, chat("the sky is blue")));
        reply("same", Reply.json(200, chat("x")));
        recordAll();
        Map<String, String> before = contents();
        reply("tool", Reply.json(200, TOOL.formatted("2", "Rome")));
        reply("words", Reply.json(200, chat("the sky looks blue")));
        check(options());
        Path words = recordings().relativize(file("words"));
        Path tool = recordings().relativize(file("tool"));

        RecordingAcceptance result = accept(String.valueOf(words.getFileName()).substring(0, 12));
        assertThat(result.refused()).isEmpty();
        assertThat(result.accepted()).containsExactly(words.toString());
        Map<String, String> after = contents();
        assertThat(after.get(words.toString())).contains("the sky looks blue").contains("\"words\"");
        after.put(words.toString(), before.get(words.toString()));
        assertThat(after).as("all others").isEqualTo(before);
        record(
                "replay",
                run -> assertThat(content(ask(run, CHAT, ASK.replace("hello", "words"), Map.of())))
                        .isEqualTo("the sky looks blue"));

        assertThat(accept("com.acme.*#ans*").accepted()).as("that of all tests").containsExactly(tool.toString());
        int asked = service.asked().size();
        assertThat(verdicts(check(options())))
                .containsOnlyKeys("tool", "words", "same")
                .doesNotContainValue(CheckVerdict.CHANGED);
        assertThat(words(asked)).as("what was accepted is checked again").containsExactlyInAnyOrder("tool", "words");
    }

    @Test
    void anAcceptedResponseKeepsWhatTheServiceDidNotSend() throws Exception {
        reply("a", Reply.json(200, chat("the sky is blue")));
        recordAll();
        change(
                "a",
                "\"response\": {",
                "\"response\": {\"request_headers\": {\"x-tenant\": \"acme\"}, \"note\": \"ours\", \"cut\": false,"
                        + " \"status\": 200, \"raw\": null,");
        reply("a", Reply.json(200, chat("the sky looks blue")));
        check(options());
        assertThat(accept("*").refused()).isEmpty();

        JsonNode response = Json.parse(Files.readAllBytes(file("a"))).path("response");
        assertThat(response.at("/request_headers/x-tenant").asString("")).isEqualTo("acme");
        assertThat(response.path("note").asString("")).isEqualTo("ours");
        assertThat(response.has("cut") || response.has("raw"))
                .as("that of the old response")
                .isFalse();
        assertThat(response.toString()).contains("the sky looks blue");
    }

    @Test
    void aRecordingThatChangedSinceTheCheckIsNotReplaced() throws Exception {
        reply("words", Reply.json(200, chat("the sky is blue")));
        recordAll();
        reply("words", Reply.json(200, chat("the sky looks blue")));
        check(options());
        change("words", "the sky is blue", "the sky is grey");
        Map<String, String> before = contents();
        RecordingAcceptance result = accept("*");

        assertThat(result.accepted()).isEmpty();
        assertThat(result.refused())
                .singleElement()
                .asString()
                .endsWith(".json has changed since it was checked. Run `mvn recorder:check` again.");
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void aResponseWithASecretIsNeitherKeptNorAccepted() throws Exception {
        reply("a", Reply.json(200, chat("x")));
        recordAll();
        Map<String, String> before = contents();
        reply("a", Reply.json(200, chat("harmless here: " + KEY.substring(3))));
        check(options());
        // The check did not know the secret; who accepts does.
        RecordingAcceptance known = CheckService.accept(
                recordings(), work(), services(List.of(), Map.of("ACME_KEY", KEY.substring(3))), List.of("*"));
        assertThat(known.refused()).singleElement().asString().contains("it would hold");
        reply("a", Reply.json(200, chat("your key is " + KEY)));
        check(new CheckOptions(0, 0, null, true, FailurePolicy.CHANGED, LocalDate.EPOCH, Duration.ofMinutes(5)));
        RecordingAcceptance unkept = accept("*");
        assertThat(unkept.refused()).singleElement().asString().contains("cannot be accepted");
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void whatTheCheckDidNotFindCannotBeAccepted() throws Exception {
        reply("a", Reply.json(200, chat("x")));
        recordAll();

        assertThat(accept("*").unmatched())
                .containsEntry(
                        "*",
                        "For * there is no result of a check in recorder/check.json. Run `mvn recorder:check` first.");
        check(options());
        assertThat(accept("com.acme.Other#*").refused()).isEmpty();
        assertThat(accept("com.acme.Other#*").unmatched().values())
                .singleElement()
                .asString()
                .startsWith("The last check found no difference in a recording that is named by com.acme.Other#*.");
        reply("a", Reply.json(200, chat("y")));
        check(new CheckOptions(0, 0, "n", false, FailurePolicy.CHANGED, LocalDate.EPOCH, Duration.ofMinutes(5)));
        assertThat(accept("*").refused()).singleElement().asString().contains("another model was asked");
    }

    @Test
    void aFileThatIsNoRecordingCostsItselfOnly() throws Exception {
        reply("a", Reply.json(200, chat("x")));
        recordAll();
        Files.writeString(recordings().resolve("broken.json"), "{");
        Files.createDirectories(work());
        Files.writeString(
                work().resolve("check.json"), "{\"format\":\"recorder-check\",\"version\":1,\"recordings\":7}");
        CheckResult result = check(options());

        assertThat(result.sentence())
                .startsWith("2 recordings checked: 1 identical, 0 reworded, 0 changed, 0 shape changed, 1 could");
        assertThat(result.sentences()).anyMatch(line -> line.startsWith("  1 could not be asked: the file cannot be"));
    }

    @Test
    void aDirectoryWithoutRecordingsLeavesEarlierResults() throws Exception {
        reply("a", Reply.json(200, chat("x")));
        recordAll();
        check(options());
        String before = Files.readString(work().resolve("check.json"));
        recordings = folder.resolve("mistyped");

        assertThat(check(options()).isEmpty()).isTrue();
        assertThat(work().resolve("check.json")).hasContent(before);
    }

    @Test
    void thereMustBeAService() {
        assertThatThrownBy(() -> check(
                        services(List.of(new UpstreamConfig("acme", null, null, null, null, null)), Map.of()),
                        options()))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("The upstream acme of <upstreams> has no <url>");
    }

    private void reply(String words, Reply... all) {
        replies.put(words, new ArrayList<>(List.of(all)));
    }

    private void recordAll() throws Exception {
        record("record", run -> {
            for (String words : new TreeMap<>(replies).keySet()) {
                ask(run, CHAT, ASK.replace("hello", words), Map.of());
            }
        });
        assertThat(files()).hasSize(replies.size());
    }

    private static CheckOptions options() {
        return new CheckOptions(0, 0, null, false, FailurePolicy.CHANGED, LocalDate.EPOCH, Duration.ofMinutes(5));
    }

    private RecordingOptions services(List<UpstreamConfig> upstreams, Map<String, String> environment) {
        return request("replay", upstreams, environment);
    }

    private CheckResult check(CheckOptions options) throws Exception {
        return check(services(List.of(), Map.of()), options);
    }

    private CheckResult check(RecordingOptions services, CheckOptions options) throws Exception {
        return CheckService.check(
                recordings(), work(), services, options, "1", TimedProgress.none(), lines::add, pauses::add);
    }

    /** Checks with what happens while it waits for another try. */
    private CheckResult checkPausing(RequestRepeater.RetryPause pause) throws Exception {
        return CheckService.check(
                recordings(),
                work(),
                services(List.of(), Map.of()),
                options(),
                "1",
                TimedProgress.none(),
                lines::add,
                pause);
    }

    private RecordingAcceptance accept(String... chosen) throws Exception {
        return CheckService.accept(recordings(), work(), services(List.of(), Map.of()), List.of(chosen));
    }

    private Path work() {
        return folder.resolve(workDirectory).resolve("recorder");
    }

    private Map<String, CheckVerdict> verdicts(CheckResult result) throws IOException {
        Map<String, CheckVerdict> verdicts = new LinkedHashMap<>();
        for (CheckedRecording recording : result.report().recordings()) {
            verdicts.put(words(recordings().resolve(recording.path())), recording.verdict());
        }
        return verdicts;
    }

    private CheckedRecording of(CheckResult result, String words) throws IOException {
        Path file = file(words);
        return result.report().recordings().stream()
                .filter(recording -> recordings().resolve(recording.path()).equals(file))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the words of the user in the requests from the given one on. */
    private List<String> words(int from) {
        return service.asked().subList(from, service.asked().size()).stream()
                .map(asked -> Json.parse(asked.body().getBytes(StandardCharsets.UTF_8))
                        .at("/messages/0/content")
                        .asString(""))
                .toList();
    }

    private static String words(Path file) throws IOException {
        return Json.parse(Files.readAllBytes(file))
                .at("/request/body/messages/0/content")
                .asString("");
    }

    private Path file(String words) throws IOException {
        for (String file : files()) {
            if (words(recordings().resolve(file)).equals(words)) {
                return recordings().resolve(file);
            }
        }
        throw new AssertionError("no recording of " + words);
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        for (String file : files()) {
            contents.put(file, Files.readString(recordings().resolve(file)));
        }
        return contents;
    }

    private void change(String words, String before, String after) throws IOException {
        Path file = file(words);
        String text = Files.readString(file);
        assertThat(text).contains(before);
        Files.writeString(file, text.replace(before, after));
    }

    private void age(String words, int days) throws IOException {
        Files.setLastModifiedTime(file(words), FileTime.from(Instant.now().minus(Duration.ofDays(days))));
    }
}
