package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.matching.Isolation;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingCodec;
import io.github.recorder.scripted.ScriptedProvider;
import io.github.recorder.scripted.ScriptedProvider.Asked;
import io.github.recorder.scripted.ScriptedProvider.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Whole recording runs in a process that is killed while several clients record, streams among what they ask for: each
 * file is as it was, to the byte, or whole and of the last run; and what a client has heard to its end is recorded.
 *
 * <p>Few kills in a build; {@code -Drecorder.kills=100} for more, {@code -Drecorder.seed=N} for others.
 */
final class KilledRunTest extends RecordingScenario {

    private static final int CLIENTS = 4;
    private static final int OLD_CALLS = 24;
    private static final int NEW_CALLS = 8;
    private static final int PIECES = 6;
    /** More than fail in any round, so that each round has a call that succeeds before the kill. */
    private static final int FEWEST_ENDED = 8;

    private final Random random = new Random(Long.getLong("recorder.seed", 20261122));
    private ScriptedProvider provider;
    private volatile int round;

    @BeforeEach
    void start() throws IOException {
        provider = ScriptedProvider.answering(this::reply);
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Override
    URI service() {
        return provider.url();
    }

    @Test
    void aKillTearsNothingAndLosesNothing() throws Exception {
        int kills = Integer.getInteger("recorder.kills", 3);
        List<String> asked = new ArrayList<>();
        for (int call = 0; call < OLD_CALLS; call++) {
            asked.add("call " + call);
        }
        record("record", run -> askAll(run.url(), asked));
        Map<String, byte[]> before = content();
        assertThat(before).hasSize(OLD_CALLS);

        int replaced = 0;
        int added = 0;
        int interrupted = 0;
        List<String> faults = new ArrayList<>();
        for (int kill = 1; kill <= kills; kill++) {
            round = kill;
            for (int call = 0; call < NEW_CALLS; call++) {
                asked.add("call " + asked.size());
            }
            List<String> wanted = new ArrayList<>(asked.subList(0, OLD_CALLS));
            wanted.addAll(asked.subList(asked.size() - NEW_CALLS, asked.size()));
            Collections.shuffle(wanted, random);
            Set<String> heard = killed(wanted);
            interrupted += heard.size() < wanted.size() ? 1 : 0;

            Map<String, byte[]> after = content();
            Map<String, String> fileOf = new HashMap<>();
            for (Map.Entry<String, byte[]> file : after.entrySet()) {
                byte[] old = before.get(file.getKey());
                Recording recording = parsed(file.getValue());
                if (recording == null) {
                    faults.add("torn: " + file.getKey());
                    continue;
                }
                String call = question(recording);
                fileOf.put(call, file.getKey());
                if (old != null && Arrays.equals(old, file.getValue())) {
                    if (heard.contains(call) && !fails(call)) {
                        faults.add("heard and not recorded: " + file.getKey());
                    }
                } else if (old != null && fails(call)) {
                    faults.add("a failure in the place of a good recording: " + file.getKey());
                } else if (!fails(call) && !text(recording).equals(respond(call, kill))) {
                    faults.add("neither the old recording nor the new: " + file.getKey());
                } else {
                    replaced += old != null ? 1 : 0;
                    added += old == null ? 1 : 0;
                }
            }
            before.keySet().stream()
                    .filter(file -> !after.containsKey(file))
                    .forEach(file -> faults.add("lost: " + file));
            heard.stream()
                    .filter(call -> !fileOf.containsKey(call))
                    .forEach(call -> faults.add("heard and without a file: " + call));
            faults.addAll(faultsOfReplay(after.size()));
            assertThat(faults).isEmpty();
            before = after;
        }
        System.out.println("Killed " + kills + " runs, " + interrupted + " of them with answers under way: "
                + faults.size() + " faults (torn, lost or wrong); " + replaced + " recordings replaced, " + added
                + " added, " + temporaryFiles() + " temporary files left and none taken for a recording");
        assertThat(replaced + added).isPositive();
    }

    /** Asks in a process that is killed after some of the calls have ended; returns what was answered to the end. */
    private Set<String> killed(List<String> wanted) throws Exception {
        Set<String> heard = ConcurrentHashMap.newKeySet();
        CountDownLatch enough = new CountDownLatch(FEWEST_ENDED + random.nextInt(wanted.size() - FEWEST_ENDED + 1));
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try (RecordingProgram program = RecordingProgram.start(recordings(), service(), 0)) {
            for (String call : wanted) {
                clients.execute(() -> {
                    try {
                        if (ask(program.url(), call).statusCode() < 500) {
                            heard.add(call);
                        }
                    } catch (IOException killed) {
                        return; // Or cut off, as its service was told to.
                    } catch (Exception interrupted) {
                        Thread.currentThread().interrupt();
                    } finally {
                        enough.countDown();
                    }
                });
            }
            clients.shutdown();
            enough.await();
            TimeUnit.MICROSECONDS.sleep(random.nextInt(2_000)); // So that the others are cut at different points.
        } finally {
            clients.shutdownNow();
        }
        assertThat(clients.awaitTermination(1, TimeUnit.DAYS)).isTrue();
        return heard;
    }

    /** What replaying the directory finds wrong with it: a file that is no recording, or one too many. */
    private List<String> faultsOfReplay(int files) throws Exception {
        try (RecorderRun run =
                RecorderRun.start(new RunConfig(recordings(), "recordings", 0, Isolation.PREFER, 8), warnings::add)) {
            List<String> faults = new ArrayList<>(run.stop().corrupt());
            if (run.recordings() != files) {
                faults.add(run.recordings() + " recordings, but " + files + " files");
            }
            return faults;
        }
    }

    private void askAll(URI server, List<String> calls) throws Exception {
        for (String call : calls) {
            assertThat(ask(server, call).statusCode()).isEqualTo(200);
        }
    }

    private HttpResponse<String> ask(URI server, String call) throws Exception {
        int number = number(call);
        String body = "{\"model\":\"m\",\"stream\":" + isStreamed(call)
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + call + "\"}]}";
        return ask(server, CHAT, body, Map.of("X-Recorder-Test-Id", "com.acme.T" + number % 3 + "IT#t" + number));
    }

    private Reply reply(Asked request) {
        String call = Json.parse(request.body().getBytes(StandardCharsets.UTF_8))
                .at("/messages/0/content")
                .asString();
        String response = respond(call, round);
        if (!isStreamed(call)) {
            return fails(call)
                    ? Reply.json(500, "{\"error\":{\"message\":\"busy\"}}")
                    : Reply.json(200, chat(response));
        }
        String[] events = new String[PIECES + 1];
        int size = response.length() / PIECES + 1;
        for (int piece = 0; piece < PIECES; piece++) {
            int begin = Math.min(response.length(), piece * size);
            events[piece] = chunk(response.substring(begin, Math.min(response.length(), begin + size)));
        }
        events[PIECES] = "data: [DONE]";
        Reply whole = Reply.events(events).every(Duration.ofMillis(1));
        return fails(call) ? whole.cutOff() : whole;
    }

    private static int number(String call) {
        return Integer.parseInt(call.substring("call ".length()));
    }

    private static boolean isStreamed(String call) {
        return number(call) % 2 == 0;
    }

    /** In each round but the first another part of the calls fails. */
    private boolean fails(String call) {
        return round > 0 && (number(call) + round) % 5 == 0;
    }

    /** Answers differ from round to round in text and length; long ones take more than one write. */
    private static String respond(String call, int round) {
        return call + " in round " + round + " "
                + "x".repeat((int) ((number(call) * 7919L + round * 104_729L) % 40_000));
    }

    private static Recording parsed(byte[] bytes) {
        try {
            return RecordingCodec.read(bytes);
        } catch (Exception torn) {
            return null;
        }
    }

    private static String question(Recording recording) {
        return recording.document().at("/request/body/messages/0/content").asString();
    }

    private static String text(Recording recording) {
        JsonNode body = recording.response().body();
        if (!body.isArray()) {
            return RecordedResponse.unwrapped(body)
                    .at("/choices/0/message/content")
                    .asString("");
        }
        StringBuilder text = new StringBuilder();
        body.forEach(piece -> text.append(
                RecordedResponse.unwrapped(piece).at("/choices/0/delta/content").asString("")));
        return text.toString();
    }

    private Map<String, byte[]> content() throws IOException {
        Map<String, byte[]> content = new HashMap<>();
        for (String file : files()) {
            if (file.endsWith(".json")) {
                content.put(file, Files.readAllBytes(recordings().resolve(file)));
            }
        }
        return content;
    }

    private long temporaryFiles() throws IOException {
        return files().stream()
                .filter(file -> Path.of(file).getFileName().toString().startsWith(".recorder-"))
                .count();
    }
}
