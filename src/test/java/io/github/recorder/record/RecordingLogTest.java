package io.github.recorder.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.ExampleRecording;
import io.github.recorder.SettableClock;
import io.github.recorder.progress.ProgressOutput;
import io.github.recorder.progress.TimedProgress;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RecordingLogTest {

    private final List<String> lines = new ArrayList<>();
    private final SettableClock clock = new SettableClock();
    private final RecordingLog log = new RecordingLog(new TimedProgress(ProgressOutput.lines(lines::add), clock));

    @Test
    void aLongRecordingSaysFromTimeToTimeHowMuchIsRecorded() throws Exception {
        log.wentOut();
        log.added("a.json");
        assertThat(lines).isEmpty();

        clock.advance(Duration.ofSeconds(5));
        log.wentOut();
        log.unchanged("b.json");
        log.wentOut();
        log.added("c.json");
        assertThat(lines).containsExactly("2 calls sent to real services, recordings: 1 new, 0 changed, 1 unchanged");

        Recording recording = RecordingCodec.read(
                RecordingCodec.write(ExampleRecording.of(null, "hello", "hi").document()));
        clock.advance(Duration.ofSeconds(5));
        log.stopped("a secret");
        log.changed(new ChangedRecording("d.json", List.of("text"), recording, recording));
        assertThat(lines)
                .hasSize(2)
                .last()
                .isEqualTo("3 calls sent to real services, recordings: 2 new, 1 changed, 1 unchanged, 1 not written");
    }
}
