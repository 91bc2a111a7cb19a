package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.recording.Json;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingCodec;
import io.github.recorder.replay.ResponseVariants;
import io.github.recorder.scripted.ScriptedProvider;
import io.github.recorder.scripted.ScriptedProvider.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A recording of several responses that is recorded again, in runs and tests that end too early. */
final class UnfinishedSequenceTest extends RecordingScenario {

    private static final String[] OLD = {"wait", "more", "done"};
    private static final String[] NEW = {"queued", "started", "halfway", "finished"};

    private ScriptedProvider service;

    @Override
    URI service() {
        return service.url();
    }

    @BeforeEach
    void recordTheOldOne() throws Exception {
        service = ScriptedProvider.start(replies(OLD));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private static Reply[] replies(String... contents) {
        return List.of(contents).stream()
                .map(content -> Reply.json(200, chat(content)))
                .toArray(Reply[]::new);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void aKillKeepsTheOldResponsesAndEachNewOne(int heard) throws Exception {
        record("record", run -> askTimes(run, 3));
        String old = recordedText();
        String path = files().get(0);

        service.script(replies(NEW));
        try (RecordingProgram program = RecordingProgram.start(recordings(), service(), 0)) {
            for (int i = 0; i < heard; i++) {
                assertThat(content(ask(program.url(), CHAT, ASK, Map.of()))).isEqualTo(NEW[i]);
            }
        }

        assertThat(recordings().resolve(path)).hasContent(old);
        String unfinished = unfinished();
        assertThat(contents(unfinished)).isEqualTo(List.of(NEW).subList(0, heard));
        assertThat(warnings).isEmpty();
        record("replay", run -> assertThat(askTimes(run, 3)).containsExactly(OLD));
        assertThat(warnings)
                .containsExactly("1 file has new responses of a recording that a run did not replace:"
                        + " src/test/recordings/" + unfinished + ". The earlier responses are served. Run the tests"
                        + " again with -Drecorder.mode=record, or delete the file.");

        service.script(Reply.json(500, "{}"), Reply.json(500, "{}"));
        record("record", run -> askTimes(run, 2));
        assertThat(unfinished()).as("a run that recorded nothing").isEqualTo(unfinished);

        service.script(replies(NEW));
        record("record", run -> askTimes(run, 4));
        assertThat(files()).containsExactly(path);
        warnings.clear();
        record("replay", run -> assertThat(askTimes(run, 4)).containsExactly(NEW));
        assertThat(warnings).isEmpty();
    }

    @Test
    void eachKillKeepsItsOwnAndARunThatIsAliveIsNoKilledOne() throws Exception {
        record("record", run -> askTimes(run, 3));
        for (String content : NEW) {
            service.script(replies(content));
            try (RecordingProgram program = RecordingProgram.start(recordings(), service(), 0)) {
                ask(program.url(), CHAT, ASK, Map.of());
                warnings.clear();
                record("replay", run -> {});
                assertThat(warnings).noneMatch(warning -> warning.startsWith(NEW.length + " "));
            }
        }
        warnings.clear();
        record("replay", run -> {});
        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("4 files have new responses")
                .contains(" and 3 more. ");

        service.script(replies(OLD));
        record("record", run -> askTimes(run, 3));
        assertThat(files()).hasSize(1);
    }

    @Test
    void whatARunHadWrittenBeforeItWasKilledIsFinished() throws Exception {
        record("record", run -> askTimes(run, 3));
        String path = files().get(0);
        service.script(replies(NEW));
        try (RecordingProgram program = RecordingProgram.start(recordings(), service(), 0)) {
            ask(program.url(), CHAT, ASK, Map.of());
        }
        Files.copy(recordings().resolve(unfinished()), recordings().resolve(path), StandardCopyOption.REPLACE_EXISTING);

        record("replay", run -> {});

        assertThat(warnings).isEmpty();
        assertThat(files()).containsExactly(path);
    }

    @Test
    void whatCannotBeWrittenInTheEndIsInTheHiddenFile() throws Exception {
        record("record", run -> askTimes(run, 3));
        Path recording = recordings().resolve(files().get(0));
        service.script(replies(NEW));
        record("record", run -> {
            askTimes(run, 4);
            Files.delete(recording);
            Files.createDirectories(recording.resolve("in the way"));
        });
        assertThat(contents(unfinished())).containsExactly(NEW);
    }

    @ParameterizedTest
    @CsvSource({
        "2, '', 'did not end after 2 of them, kept in '",
        "4, '', 'did not end after 4 of them, kept in '",
        "2, failed, 'failed or was aborted after 2 of them, kept in '",
        "2, aborted, 'failed or was aborted after 2 of them, kept in '",
        "2, passed, ''",
        "4, failed, ''"
    })
    void aTestThatDoesNotEndWellReplacesNothingByLess(int heard, String status, String told) throws Exception {
        ReportedModule module = new ReportedModule(folder);
        recordings = folder.resolve("src/test/recordings");
        recordAs(module, 3, "passed");
        String path = files().get(0);

        service.script(replies(NEW));
        RunOutcome outcome = recordAs(module, heard, status);

        if (told.isEmpty()) {
            assertThat(files()).containsExactly(path);
            assertThat(contents(path)).isEqualTo(List.of(NEW).subList(0, heard));
            assertThat(outcome.recording().stopped()).isEmpty();
        } else {
            String unfinished = unfinished();
            assertThat(contents(path)).containsExactly(OLD);
            assertThat(contents(unfinished)).isEqualTo(List.of(NEW).subList(0, heard));
            assertThat(outcome.recording().stopped())
                    .containsExactly("The recording src/test/recordings/" + path + " with 3 responses was not replaced,"
                            + " because " + TEST + " " + told + "src/test/recordings/" + unfinished
                            + ". Run it again to record all of them.");
        }
    }

    /** Two classes run at once in one test JVM, so nobody knows which test asks. */
    @ParameterizedTest
    @CsvSource({"failed, true", "'', true", "passed, false"})
    void aRequestOfAnUnknownTestReplacesNothingByLessIfATestDidNotPass(String status, boolean kept) throws Exception {
        ReportedModule module = new ReportedModule(folder);
        recordings = folder.resolve("src/test/recordings");
        recordOfTwo(module, 3, "passed");
        String path = files().get(0);
        assertThat(recordedText()).contains("\"test_id\": null");

        service.script(replies(NEW));
        recordOfTwo(module, 2, status);

        assertThat(contents(path))
                .containsExactlyElementsOf(kept ? List.of(OLD) : List.of(NEW).subList(0, 2));
        if (kept) {
            assertThat(contents(unfinished())).containsExactly(NEW[0], NEW[1]);
        }
    }

    private void recordOfTwo(ReportedModule module, int times, String status) throws Exception {
        RecorderRun run = module.start("record", service());
        try (ConnectedTestJvm jvm = new ConnectedTestJvm(run.events())) {
            jvm.say("started acme.OneIT#asks");
            jvm.say("started acme.OtherIT#asks");
            URI server = URI.create(run.url() + "-" + jvm.session() + CHAT);
            for (int i = 0; i < times; i++) {
                HttpRequest request = HttpRequest.newBuilder(server)
                        .POST(HttpRequest.BodyPublishers.ofString(ASK))
                        .build();
                assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                        .isEqualTo(200);
            }
            jvm.say("finished passed acme.OneIT#asks");
            if (!status.isEmpty()) {
                jvm.say("finished " + status + " acme.OtherIT#asks");
            }
        }
        run.stop();
    }

    @Test
    void whatAnotherBuildRecordedMeanwhileIsReplacedByNothingWorse() throws Exception {
        record("record", second -> {
            record("record", first -> askTimes(first, 3));
            service.script(Reply.json(500, "{}"));
            askTimes(second, 1);
        });
        assertThat(files()).hasSize(1);
        assertThat(contents(files().get(0))).containsExactly(OLD);

        Files.delete(recordings().resolve(files().get(0)));
        service.script(replies(OLD));
        record("record", second -> {
            record("record", first -> askTimes(first, 3));
            service.script(replies(NEW));
            askTimes(second, 2);
            assertThat(contents(unfinished())).containsExactly(NEW[0], NEW[1]);
        });
    }

    private RunOutcome recordAs(ReportedModule module, int times, String status) throws Exception {
        RecorderRun run = module.start("record", service());
        try (ConnectedTestJvm jvm = new ConnectedTestJvm(run.events())) {
            jvm.say("started " + TEST);
            for (int i = 0; i < times; i++) {
                ask(URI.create(run.url() + "-" + jvm.session()), CHAT, ASK, Map.of());
            }
            if (!status.isEmpty()) {
                jvm.say("finished " + status + " " + TEST);
            }
        }
        return run.stop();
    }

    private String unfinished() throws IOException {
        List<String> hidden = files().stream()
                .filter(file -> Path.of(file).getFileName().toString().startsWith(".recorder-"))
                .toList();
        assertThat(hidden).singleElement().asString().endsWith(".unfinished.json");
        return hidden.get(0);
    }

    private List<String> contents(String file) throws Exception {
        Recording recording =
                RecordingCodec.read(Files.readAllBytes(recordings().resolve(file)));
        List<String> contents = new ArrayList<>();
        ResponseVariants.all(recording.response())
                .forEach(response ->
                        contents.add(Json.parse(response.document().toString().getBytes(StandardCharsets.UTF_8))
                                .at("/body/__data__/choices/0/message/content")
                                .asString()));
        return contents;
    }
}
