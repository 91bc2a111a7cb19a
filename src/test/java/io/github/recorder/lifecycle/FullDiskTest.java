package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recorder.scripted.ScriptedProvider;
import io.github.recorder.scripted.ScriptedProvider.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Runs that cannot write what they record: the tests get their answers, the user a clear error, and what was there
 * stays.
 */
final class FullDiskTest extends RecordingScenario {

    private static final String SMALL = "small";
    private static final String BIG = "big ".repeat(10_000);

    private ScriptedProvider provider;

    @BeforeEach
    void start() throws Exception {
        provider = ScriptedProvider.start(Reply.json(200, chat(SMALL)));
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Override
    URI service() {
        return provider.url();
    }

    /** The system lets the first bytes through and refuses the rest, as it does when a disk fills up. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no ulimit")
    void aFileThatStopsToGrowLeavesTheOldOne() throws Exception {
        record("record", run -> ask(run));
        String good = recordedText();

        List<String> stopped;
        try (RecordingProgram program = RecordingProgram.start(folder.resolve("recordings"), service(), 16)) {
            provider.script(Reply.json(200, chat(BIG)));
            assertThat(content(ask(program.url(), CHAT, ASK, Map.of()))).isEqualTo(BIG);
            provider.script(Reply.events(chunk(BIG), "data: [DONE]"));
            assertThat(ask(program.url(), CHAT, ASK.replace("hello", "stream"), Map.of())
                            .body())
                    .startsWith(chunk(BIG));
            // A disk that is full for one may have room for another.
            provider.script(Reply.json(200, chat(SMALL)));
            assertThat(content(ask(program.url(), CHAT, ASK.replace("hello", "else"), Map.of())))
                    .isEqualTo(SMALL);
            stopped = program.end();
        }

        assertThat(stopped)
                .hasSize(2)
                .allSatisfy(sentence -> assertThat(sentence)
                        .matches("The recording \\S+\\.json was not written: \\S.*")
                        .contains("Make room or give the user the right to write there, then record again."));
        assertThat(files()).hasSize(2).allMatch(file -> file.endsWith(".json"));
        List<String> texts = contents();
        assertThat(texts).contains(good).noneMatch(text -> text.contains("big big"));
    }

    @Test
    void aFileInThePlaceOfTheDirectoryIsAnErrorAtTheStart() throws Exception {
        Path file = Files.writeString(folder.resolve("recordings"), "a file where the folder should be");
        assertThatThrownBy(() -> record("record", run -> {}))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage(
                        "<recordings> (-Drecorder.recordings) is %s, which is a file."
                                + " Give a directory; it need not exist yet.",
                        file);
        assertThat(file).hasContent("a file where the folder should be");
    }

    @Test
    void aDirectoryBelowAFileIsOneErrorForAll() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "a file above the folder");
        recordings = file.resolve("deep/recordings");
        cannotBeMade(file);
        assertThat(file).hasContent("a file above the folder");
    }

    private void cannotBeMade(Path inTheWay) throws Exception {
        RunOutcome outcome = record("record", run -> {
            assertThat(content(ask(run))).isEqualTo(SMALL);
            assertThat(content(ask(run, CHAT, ASK.replace("hello", "else"), Map.of())))
                    .isEqualTo(SMALL);
        });
        // What fails for the same reason is said once while the tests run; in the end each recording is named.
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("was not written: the folder cannot be made, for " + inTheWay + " is not a folder.");
        assertThat(outcome.recording().stopped()).hasSize(2);
    }

    private List<String> contents() throws Exception {
        List<String> texts = new ArrayList<>();
        for (String file : files()) {
            texts.add(Files.readString(recordings().resolve(file), StandardCharsets.UTF_8));
        }
        return texts;
    }
}
