package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.recording.Json;
import io.github.recorder.scripted.ScriptedProvider;
import io.github.recorder.scripted.ScriptedProvider.Reply;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rule as a miss prints it, read as Maven reads it, in a run that has it. */
final class PastedRuleTest extends RecordingScenario {

    private static final Pattern RULE = Pattern.compile("<matching><.*</matching>");

    private ScriptedProvider service;
    private MatchingConfig matching = MatchingConfig.NONE;

    @Override
    URI service() {
        return service.url();
    }

    @BeforeEach
    void start() throws IOException {
        service = ScriptedProvider.start(Reply.json(200, chat("recorded")));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Today is 2026-11-20. Hi | Today is 2026-11-28. Hi | Tomorrow is 2026-11-28. Hi",
                "Order 00000000-0b0a-4a8b-9d3e-1f2a3b4c5d6e | Order 5f0e4c1a-0b0a-4a8b-9d3e-1f2a3b4c5d6e"
                        + " | Return 5f0e4c1a-0b0a-4a8b-9d3e-1f2a3b4c5d6e",
                "Attempt 1 of <b> & Ünal | Attempt 2 of <b> & Ünal | 2 of <b> & Ünal",
                "2026-11-20 10:15 started | 2026-11-28 23:59 started | 2026-11-28 23:59 ended",
                "a\\n- 2026-11-20: x\\nb | a\\n- 2026-11-28: x\\nb | a\\n- 2026-11-28: y\\nb",
                "\\u0020 at 2026-11-20\\n\\tat 10:15 | \\u0020 at 2026-11-28\\n\\tat 10:16"
                        + " | \\u0020 at 2026-11-28\\n\\tin 10:16",
                "00000000-0b0a-4a8b-9d3e-1f2a3b4c5d6e | 5f0e4c1a-0b0a-4a8b-9d3e-1f2a3b4c5d6e | another text",
            })
    void makesTheRequestFindItsRecordingAndNoOther(String recorded, String requested, String other) throws Exception {
        run("record", run -> said(run, recorded));
        run("replay", run -> {
            String miss = said(run, requested).body();
            assertThat(miss).contains("(its content goes into your <matching> if you have one)");
            matching = pasted(miss);
        });
        RunOutcome outcome = run("replay", run -> {
            assertThat(content(said(run, requested))).isEqualTo("recorded");
            assertThat(said(run, other).statusCode()).isEqualTo(404);
        });
        assertThat(outcome.missed()).isEqualTo(1);
    }

    /** The new rule holds wherever it is put among those that are there. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void goesBesideAnEarlierRule(boolean first) throws Exception {
        String earlier = "Today is (\\d{4}-\\d{2}-\\d{2})";
        matching = config(List.of(), List.of(earlier));
        run("record", run -> said(run, "Today is 2026-11-20. It is 10:15"));
        run("replay", run -> {
            MatchingConfig rule =
                    pasted(said(run, "Today is 2026-11-28. It is 23:59").body());
            List<String> patterns = new ArrayList<>(List.of(earlier));
            rule.replaced().forEach(one -> patterns.add(first ? 0 : 1, one.pattern()));
            matching = config(List.of(), patterns);
        });
        run(
                "replay",
                run -> assertThat(content(said(run, "Today is 2026-11-29. It is 07:07")))
                        .isEqualTo("recorded"));
    }

    private HttpResponse<String> said(RecorderRun run, String prompt) throws Exception {
        return ask(run, CHAT, ASK.replace("hello", prompt.replace("\"", "\\\"")), Map.of());
    }

    private RunOutcome run(String mode, Part part) throws Exception {
        RequestParsingOptions reading =
                new RequestParsingOptions(List.of(), service.url().toString(), null, List.of(), List.of(), matching);
        return runWith(
                new RecordingOptions(mode, reading, false, "missing", false, "none", 300, 300, Map.of(), Map.of()),
                part);
    }

    /** Returns the rule of a message, whose JSON escapes quotes and backslashes, as Maven reads it from a pom. */
    private static MatchingConfig pasted(String message) throws Exception {
        Matcher rule = RULE.matcher(Json.read(message).at("/error/message").asString());
        assertThat(rule.find()).as(message).isTrue();
        Xpp3Dom matching = Xpp3DomBuilder.build(new StringReader(rule.group()));
        return config(
                values(matching.getChild("ignore")).map(Xpp3Dom::getValue).toList(),
                values(matching.getChild("replace"))
                        .map(one -> one.getChild("pattern").getValue())
                        .toList());
    }

    private static Stream<Xpp3Dom> values(@Nullable Xpp3Dom list) {
        return list == null ? Stream.of() : Stream.of(list.getChildren());
    }

    private static MatchingConfig config(List<String> ignore, List<String> patterns) {
        return new MatchingConfig(
                ignore,
                patterns.stream()
                        .map(pattern -> new MatchingConfig.Replacement(pattern, null))
                        .toList(),
                List.of());
    }
}
