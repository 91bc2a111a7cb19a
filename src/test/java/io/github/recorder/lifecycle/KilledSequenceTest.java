package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingCodec;
import io.github.recorder.replay.ResponseVariants;
import io.github.recorder.scripted.ScriptedProvider;
import io.github.recorder.scripted.ScriptedProvider.Asked;
import io.github.recorder.scripted.ScriptedProvider.Reply;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings with so many responses that they have a journal, in runs that are killed and in runs that end. */
final class KilledSequenceTest extends RecordingScenario {

    private static final int LONG = 100;

    /** More than are written whole each time, and not a number at which the file is written. */
    private static final int SOME = 21;

    private final AtomicInteger answers = new AtomicInteger();
    private volatile String word = "new";
    private ScriptedProvider service;

    @Override
    URI service() {
        return service.url();
    }

    @BeforeEach
    void start() throws IOException {
        service = ScriptedProvider.answering(this::next);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private Reply next(Asked request) {
        return Reply.json(200, chat(answer(answers.getAndIncrement())));
    }

    private String answer(int number) {
        return word + " " + number;
    }

    private List<String> answers(int count) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(answer(i));
        }
        return all;
    }

    private void begin(String newWord) {
        word = newWord;
        answers.set(0);
    }

    /** Few kills in a build; {@code -Drecorder.kills=100} for more, {@code -Drecorder.seed=N} for others. */
    @Test
    void aKillLosesNoResponseAndChangesNoOrder() throws Exception {
        Random random = new Random(Long.getLong("recorder.seed", 20261128));
        int kills = Integer.getInteger("recorder.kills", 2);
        int lost = 0;
        for (int kill = 0; kill < kills; kill++) {
            recordings = folder.resolve("kill " + kill);
            boolean again = kill % 2 == 1;
            if (again) {
                begin("old");
                record("record", run -> askTimes(run, SOME));
            }
            String old = again ? recordedText() : "";
            begin("new");
            List<String> heard = heardBeforeKill(1 + random.nextInt(LONG), random);

            if (again) {
                assertThat(whole()).containsExactly(old);
                record("replay", run -> {});
                assertThat(whole()).containsExactly(old);
                lost += missing(heard, contents(unfinished()));
            } else {
                assertThat(whole()).hasSize(1);
                record("replay", run -> {
                    assertThat(files()).as("no journal is left").hasSize(1);
                    List<String> replayed = askTimes(run, heard.size());
                    assertThat(replayed).isEqualTo(heard);
                });
                lost += missing(heard, contents(files().get(0)));
            }
        }
        System.out.println("Killed " + kills + " runs in a long sequence: " + lost + " lost");
        assertThat(lost).isZero();
    }

    private static int missing(List<String> heard, List<String> recorded) {
        assertThat(recorded.subList(0, Math.min(heard.size(), recorded.size())))
                .isEqualTo(heard.subList(0, Math.min(heard.size(), recorded.size())));
        return Math.max(0, heard.size() - recorded.size());
    }

    /** Asks again and again in a process that is killed after some responses, in the middle of one. */
    private List<String> heardBeforeKill(int enough, Random random) throws Exception {
        List<String> heard = new ArrayList<>();
        CountDownLatch some = new CountDownLatch(enough);
        Thread test;
        try (RecordingProgram program = RecordingProgram.start(recordings(), service(), 0)) {
            test = new Thread(() -> {
                try {
                    while (true) {
                        heard.add(content(ask(program.url(), CHAT, ASK, Map.of())));
                        some.countDown();
                    }
                } catch (IOException killed) {
                    return;
                } catch (Exception interrupted) {
                    Thread.currentThread().interrupt();
                }
            });
            test.start();
            some.await();
            TimeUnit.MICROSECONDS.sleep(random.nextInt(4_000)); // So that it is killed at different points.
        }
        test.join();
        assertThat(heard).hasSizeGreaterThanOrEqualTo(enough).isEqualTo(answers(heard.size()));
        return heard;
    }

    @Test
    void aKilledRunLeavesWhatARunThatEndsWrites() throws Exception {
        Random random = new Random(Long.getLong("recorder.seed", 20261128));
        for (int round = 0; round < 2; round++) {
            List<Reply> replies = new ArrayList<>();
            List<Map<String, String>> headers = new ArrayList<>();
            for (int i = 0; i < 2 * SOME; i++) {
                String text = random.nextInt(3) == 0 ? "wait" : "answer " + i;
                replies.add(
                        random.nextInt(6) == 0
                                ? Reply.json(503, "{\"error\":{\"message\":\"" + text + "\"}}")
                                : Reply.json(200, chat(text)));
                boolean other = round > 0 && random.nextInt(4) == 0;
                headers.add(other ? Map.of("Accept-Language", "de") : Map.of());
            }
            recordings = folder.resolve("ended " + round);
            service.close();
            service = ScriptedProvider.start(replies.toArray(new Reply[0]));
            record("record", run -> {
                for (Map<String, String> each : headers) {
                    ask(run, CHAT, ASK, each);
                }
            });
            String ended = recordedText();

            recordings = folder.resolve("killed " + round);
            service.script(replies.toArray(new Reply[0]));
            try (RecordingProgram program = RecordingProgram.start(recordings(), service(), 0)) {
                for (Map<String, String> each : headers) {
                    ask(program.url(), CHAT, ASK, each);
                }
            }
            assertThat(journals()).hasSize(1);
            record("replay", run -> {});
            assertThat(recordedText()).isEqualTo(ended);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"record", "record-if-missing"})
    void theFileIsWholeAtEachMomentAndIsWrittenAFewTimes(String mode) throws Exception {
        Set<String> written = new HashSet<>();
        record(mode, run -> {
            for (int i = 0; i < LONG; i++) {
                assertThat(content(ask(run))).isEqualTo(answer(i));
                assertThat(whole()).hasSize(1);
                List<String> contents = contents(recording());
                assertThat(contents).isEqualTo(answers(i + 1).subList(0, contents.size()));
                written.add(whole().get(0));
            }
        });
        assertThat(written).as("each of the first eight, and each doubling").hasSize(8 + 3);
        assertThat(files()).hasSize(1);
        assertThat(contents(recording())).isEqualTo(answers(LONG));
        record("record-if-missing", run -> assertThat(askTimes(run, LONG)).isEqualTo(answers(LONG)));
        assertThat(answers).as("sent").hasValue(LONG);
    }

    @Test
    void aTestThatEndsLeavesAWholeFile() throws Exception {
        ReportedModule module = new ReportedModule(folder);
        recordings = folder.resolve("src/test/recordings");
        RecorderRun run = module.start("record", service());
        try (ConnectedTestJvm jvm = new ConnectedTestJvm(run.events())) {
            jvm.say("started " + TEST);
            for (int i = 0; i < SOME; i++) {
                ask(URI.create(run.url() + "-" + jvm.session()), CHAT, ASK, Map.of());
            }
            assertThat(journals()).hasSize(1);
            jvm.say("finished passed " + TEST);
            assertThat(journals()).isEmpty();
            assertThat(contents(recording())).isEqualTo(answers(SOME));
        }
        run.stop();
        assertThat(contents(recording())).isEqualTo(answers(SOME));
    }

    @Test
    void aFailureBringsTheGoodRecordingBackAndEndsTheJournal() throws Exception {
        begin("old");
        record("record", this::ask);
        String old = recordedText();
        service.close();
        List<Reply> replies = new ArrayList<>();
        answers(SOME).forEach(answer -> replies.add(Reply.json(200, chat("new " + answer))));
        replies.add(Reply.json(503, "{}"));
        service = ScriptedProvider.start(replies.toArray(new Reply[0]));
        record("record", run -> {
            for (int i = 0; i < SOME; i++) {
                ask(run);
            }
            assertThat(journals()).hasSize(1);
            ask(run);
            assertThat(recordedText()).isEqualTo(old);
        });
        assertThat(recordedText()).isEqualTo(old);
    }

    @Test
    void aSecretTakesNoEarlierResponseWithIt() throws Exception {
        String secret = "zq8-Not-A-Real-Secret-77";
        RunOutcome outcome = runWith(request("record", List.of(), Map.of("ACME_TOKEN", secret)), run -> {
            askTimes(run, SOME);
            word = secret;
            ask(run);
            assertThat(journals()).isEmpty();
        });
        word = "new";
        assertThat(contents(recording())).isEqualTo(answers(SOME));
        assertThat(outcome.recording().stopped()).singleElement().asString().contains("ACME_TOKEN");
        record("replay", run -> assertThat(askTimes(run, SOME)).isEqualTo(answers(SOME)));
    }

    private void killAfterSome() throws Exception {
        try (RecordingProgram program = RecordingProgram.start(recordings(), service(), 0)) {
            for (int i = 0; i < SOME; i++) {
                ask(program.url(), CHAT, ASK, Map.of());
            }
        }
        assertThat(journals()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"request_headers\":{},\"response\":{}}", "{}]\n"})
    void aLineThatWasNotWrittenToItsEndIsIgnored(String torn) throws Exception {
        killAfterSome();
        Files.writeString(recordings().resolve(journals().get(0)), torn, StandardOpenOption.APPEND);
        record("replay", run -> assertThat(askTimes(run, SOME)).isEqualTo(answers(SOME)));
        assertThat(files()).hasSize(1);
        assertThat(warnings).isEmpty();
        assertThat(contents(recording())).isEqualTo(answers(SOME));
    }

    @Test
    void aJournalOfARecordingThatSomebodyChangedIsNamedUntilItIsRecordedAgain() throws Exception {
        killAfterSome();
        String path = recording();
        String changed = Files.readString(recordings().resolve(path)).replace(answer(3), "my own");
        Files.writeString(recordings().resolve(path), changed);
        record("replay", run -> {});
        record("replay", run -> {});
        assertThat(recordings().resolve(path)).hasContent(changed);
        assertThat(warnings)
                .hasSize(2)
                .allSatisfy(warning -> assertThat(warning)
                        .startsWith("1 file has new responses of a recording that a run did not replace: ")
                        .contains(".journal.jsonl. "));
        begin("again");
        record("record", run -> askTimes(run, SOME));
        assertThat(files()).containsExactly(path);
        assertThat(contents(path)).isEqualTo(answers(SOME));
    }

    @Test
    void aJournalGoesWithItsRecording() throws Exception {
        killAfterSome();
        Files.delete(recordings().resolve(recording()));
        record("replay", run -> {});
        assertThat(files()).isEmpty();
        assertThat(warnings).isEmpty();
    }

    @Test
    void aRunThatGoesOnKeepsItsJournal() throws Exception {
        record("record", run -> {
            askTimes(run, SOME);
            record("replay", second -> {});
            assertThat(journals()).hasSize(1);
            assertThat(contents(recording())).hasSize(16);
            ask(run);
        });
        assertThat(contents(recording())).isEqualTo(answers(SOME + 1));
    }

    /** The system lets files grow up to a size, as a disk that fills up does. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no ulimit")
    void whatFitsIsKeptIfTheDiskIsFull() throws Exception {
        List<String> stopped;
        try (RecordingProgram program = RecordingProgram.start(recordings(), service(), 16)) {
            for (int i = 0; i < LONG; i++) {
                assertThat(content(ask(program.url(), CHAT, ASK, Map.of()))).isEqualTo(answer(i));
            }
            stopped = program.end();
        }
        assertThat(stopped).singleElement().asString().contains(" was not written: ");
        int written = contents(recording()).size();
        record("replay", run -> {});
        assertThat(files()).hasSize(1);
        List<String> kept = contents(recording());
        assertThat(kept).hasSizeGreaterThan(written).isEqualTo(answers(kept.size()));
    }

    private List<String> journals() throws IOException {
        return files().stream().filter(file -> file.endsWith(".journal.jsonl")).toList();
    }

    private String recording() throws IOException {
        List<String> visible = files().stream()
                .filter(file -> !Path.of(file).getFileName().toString().startsWith("."))
                .toList();
        assertThat(visible).hasSize(1);
        return visible.get(0);
    }

    private String unfinished() throws IOException {
        List<String> hidden = files().stream()
                .filter(file -> Path.of(file).getFileName().toString().startsWith("."))
                .toList();
        assertThat(hidden).singleElement().asString().endsWith(".unfinished.json");
        return hidden.get(0);
    }

    /** Returns the contents of the recordings, without hidden files. */
    private List<String> whole() throws IOException {
        return List.of(Files.readString(recordings().resolve(recording()), StandardCharsets.UTF_8));
    }

    private List<String> contents(String file) throws Exception {
        Recording recording =
                RecordingCodec.read(Files.readAllBytes(recordings().resolve(file)));
        return ResponseVariants.all(recording.response()).stream()
                .map(response -> RecordedResponse.unwrapped(response.body())
                        .at("/choices/0/message/content")
                        .asString())
                .toList();
    }
}
